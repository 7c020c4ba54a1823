import { assertModel, exhaustive, replay } from "quorate"
import { expect, test } from "vitest"
import { atomic, committed, everybodyKnows, twoPhaseCommit } from "./two-phase-commit.ts"

test("nobody commits what another one aborts", () => {
  assertModel(twoPhaseCommit("untilVote"), [atomic, everybodyKnows], { numRuns: 500 })
})

test("so it is in every state there is, and a commit is possible", () => {
  expect(exhaustive(twoPhaseCommit("untilVote"), [atomic, committed, everybodyKnows])).toMatchObject({
    verdict: "holds",
    states: { distinct: 96 },
  })
})

test("a participant that gives up after its vote is found out, by the shortest trace", () => {
  const { violation } = exhaustive(twoPhaseCommit("always"), [atomic])
  expect(violation).toMatchObject({ property: "atomic", length: 6, shortest: true })
  expect(() => assertModel(twoPhaseCommit("always"), [atomic], { seed: 1 })).toThrow(/After 6 steps:[\s\S]*GiveUp/)
})

test("the trace can be taken again, step by step", () => {
  const model = twoPhaseCommit("always")
  const steps = [
    ...(["alice", "bob", "carol"] as const).map((choice) => ({ action: "Vote", choice })),
    { action: "Decide", choice: "commit" },
    { action: "Obey", choice: "alice" },
    { action: "GiveUp", choice: "bob" },
  ]
  const { kind, states } = replay(model, steps)
  expect(kind).toBe("replayed")
  expect(atomic.broken(states.at(-1) ?? model.initial)).toEqual({ committed: "alice", aborted: "bob" })
})
