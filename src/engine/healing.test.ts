import { expect, test } from "vitest"
import { heal } from "./healing.ts"
import { action, type Model } from "./model.ts"
import { replay } from "./replay.ts"
import { ring } from "./toys/ring.ts"
import { initialState } from "./walk.ts"

interface Turns {
  readonly taken: Readonly<Record<string, number>>
  readonly noise: { readonly n: number }
}

/** Two actions that never end, one of which has choices that depend on the state, and one that changes nothing. */
function turns(end: number): Model<Turns> {
  const kind = "protocol"
  const turn = action<Turns, string>("Turn", {
    kind,
    choices: ({ taken }) => Object.keys(taken),
    guard: ({ taken }, name) => (taken[name] ?? 0) < end,
    effect: ({ taken }, name) => {
      taken[name] = (taken[name] ?? 0) + 1
    },
  })
  const idle = action<Turns, null>("Idle", {
    kind,
    choices: [null],
    guard: () => true,
    effect: (draft) => {
      draft.noise = { n: 0 }
    },
  })
  const initial = { taken: { a: 0, b: 0, c: 0 }, noise: { n: 0 } }
  return { name: "turns", initial, components: { taken: "each", noise: "one" }, actions: [turn, idle] }
}

test("the schedule is fair: everyone has a turn before anyone has a second", () => {
  const { steps, settled } = heal(turns(1_000), initialState(turns(1_000)), 7)
  expect(steps.map(({ choice }) => choice)).toEqual(["a", "b", "c", "a", "b", "c", "a"])
  expect(settled).toBe(false)
})

test("a step that changes nothing does not keep a system from settling", () => {
  const { steps, settled, state } = heal(turns(2), initialState(turns(2)), 100)
  expect(settled).toBe(true)
  expect(steps).toHaveLength(6)
  expect(state.taken).toEqual({ a: 2, b: 2, c: 2 })
})

test("faults and workload stop, healing does not", () => {
  const model = ring(3)
  const replayed = replay(model, [
    { action: "Wish", choice: "2" },
    { action: "Crash", choice: "1" },
    { action: "Crash", choice: "2" },
  ])
  const { steps, settled, state } = heal(model, replayed.states.at(-1) ?? model.initial, 100)
  expect(settled).toBe(true)
  expect(new Set(steps.map((step) => step.action))).toEqual(new Set(["Restart", "Make", "Pass", "Serve"]))
  expect(Object.values(state.nodes).every(({ isAlive, wants }) => isAlive && !wants)).toBe(true)
})
