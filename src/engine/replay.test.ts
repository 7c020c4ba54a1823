import { expect, test } from "vitest"
import { action, type Model } from "./model.ts"
import { nearest } from "./names.ts"
import { replay } from "./replay.ts"
import { dieHard } from "./toys/jugs.ts"
import { ring } from "./toys/ring.ts"
import { twoPhase } from "./toys/two-phase.ts"

const whyOf = (model: Model<never>, steps: Parameters<typeof replay>[1]) => {
  const replayed = replay(model, steps)
  return replayed.kind === "refused" ? replayed.refusal : undefined
}

test("a replay shows every state, the initial one first", () => {
  const replayed = replay(dieHard, [
    { action: "Fill", choice: "big" },
    { action: "Pour", choice: "big" },
  ])
  expect(replayed).toEqual({
    kind: "replayed",
    states: [
      { small: 0, big: 0 },
      { small: 0, big: 5 },
      { small: 3, big: 2 },
    ],
  })
})

test("a step that is refused says where and why, with the nearest names", () => {
  const model = twoPhase(3) as unknown as Model<never>
  const prepare = { action: "RMPrepare", choice: "rm1" }
  expect(whyOf(model, [prepare, { action: "RmPrepared", choice: "rm1" }])).toMatchObject({
    index: 1,
    kind: "unknown-action",
    why: expect.stringContaining("the nearest: RMPrepare, TMRcvPrepared"),
  })
  expect(whyOf(model, [{ action: "RMPrepare", choice: "rm4" }])).toMatchObject({
    index: 0,
    kind: "unknown-choice",
    why: '"rm4" is not among the choices of RMPrepare; the nearest: "rm1", "rm2", "rm3"',
  })
  expect(whyOf(model, [prepare, prepare])).toMatchObject({
    index: 1,
    kind: "not-enabled",
    why: 'the guard of RMPrepare refuses "rm1" in this state',
  })
})

test("a choice is known by its data, whatever the order of its keys", () => {
  const model = twoPhase(1)
  const steps = [
    { action: "TMDecide", choice: "abort" },
    { action: "RMRcvDecision", choice: { decision: "abort", name: "rm1" } },
  ]
  expect(replay(model, steps).kind).toBe("replayed")
})

test("an action without choices in a state says so", () => {
  const none = action<{ n: number }, number>("None", {
    kind: "protocol",
    choices: ({ n }) => (n === 0 ? [] : [n]),
    guard: () => true,
    effect: () => {},
  })
  const model = { name: "none", initial: { n: 0 }, components: { n: "one" }, actions: [none] } as const
  expect(replay(model, [{ action: "None", choice: 1 }])).toMatchObject({
    refusal: { why: "1 is not among the choices of None; it has no choices in this state" },
  })
})

test("a refused replay keeps the states up to there", () => {
  const { states } = replay(ring(2), [
    { action: "Wish", choice: "1" },
    { action: "Restart", choice: "1" },
  ])
  expect(states).toHaveLength(2)
})

test("the nearest names come first", () => {
  expect(nearest("crsh", ["Restart", "Crash", "Cut"], 1)).toEqual(["Crash"])
})
