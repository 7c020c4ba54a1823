import { expect, test } from "vitest"
import { strategies } from "../options.ts"
import { replay } from "../replay.ts"
import { exhaustive } from "../search/exhaustive.ts"
import { dieHard, neverFour } from "../toys/jugs.ts"
import { budgetsFall, everyoneServed, oneToken, ring, tokenMadeAgain } from "../toys/ring.ts"
import { consistent, twoPhase } from "../toys/two-phase.ts"
import { explore } from "./explore.ts"

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1)
const lengths = {
  jugs: exhaustive(dieHard, [neverFour]).violation?.length,
  promise: exhaustive(twoPhase(4, "broken"), [consistent]).violation?.length,
  hasty: exhaustive(ring(5, "hasty"), [oneToken]).violation?.length,
}

test.each(seeds)("what random runs find shrinks to the shortest trace (seed %i)", (seed) => {
  expect(lengths).toEqual({ jugs: 6, promise: 11, hasty: 2 })
  expect(explore(dieHard, [neverFour], { seed }).violation).toMatchObject({ length: 6, shortest: true })
  expect(explore(twoPhase(4, "broken"), [consistent], { seed }).violation).toMatchObject({ length: 11 })
  expect(explore(ring(5, "hasty"), [oneToken], { seed }).violation).toMatchObject({ length: 2, shortest: true })
})

test.each(seeds)("a trace that does not heal shrinks to the steps that matter (seed %i)", (seed) => {
  const { violation } = explore(ring(3, "forgetful"), [everyoneServed], { seed })
  expect(violation).toMatchObject({ property: "everyone-served", length: 2, shortest: true })
  expect(violation?.steps.map(({ action }) => action).sort()).toEqual(["Crash", "Wish"])
  expect(violation?.healing).toEqual([{ action: "Restart", choice: "1" }])
})

test("healing that never settles is told by its bound", () => {
  const { violation } = explore(ring(3, "restless"), [everyoneServed], { healingStepsMax: 40 })
  expect(violation).toMatchObject({ length: 1, unsettledAfter: 40 })
})

test("the same seed gives the same report, another seed another one", () => {
  const report = (seed: number) => explore(ring(4), [oneToken, everyoneServed, tokenMadeAgain], { seed, runs: 50 })
  expect(report(7)).toEqual(report(7))
  expect(report(7)).not.toEqual(report(8))
})

test("the path comes to the same violation again, and its steps replay", () => {
  const model = twoPhase(5, "broken")
  const { violation } = explore(model, [consistent], { seed: 3 })
  const again = explore(model, [consistent], { seed: 3, path: violation?.path ?? "" })
  expect(again.violation).toEqual(violation)
  expect(replay(model, violation?.steps ?? []).kind).toBe("replayed")
})

test("a pass tells what it covers", () => {
  const report = explore(ring(3), [oneToken, budgetsFall, everyoneServed, tokenMadeAgain], { runs: 200, depth: 30 })
  expect(report).toMatchObject({ verdict: "passed", engine: "random", seed: 1, runs: 200, bounds: [] })
  expect(report.depth).toBeLessThanOrEqual(30)
  expect(report.states.generated).toBe(report.runs + report.steps)
  const { actions, neverEnabled, goals, healed } = report.coverage
  expect(Object.values(actions).reduce((sum, count) => sum + count, 0)).toBe(report.steps)
  expect(neverEnabled).toEqual([])
  expect(goals["token-made-again"]).toBeGreaterThan(10)
  expect(report.properties.map(({ verdict, runs }) => [verdict, runs])).toEqual([
    ["passed", 200],
    ["passed", 200],
    ["passed", healed.runs],
    ["reached", goals["token-made-again"]],
  ])
  expect(healed.steps).toBeLessThan(report.steps / 5)
})

test("random runs see the same states as the exhaustive search, in the end", () => {
  const { states } = exhaustive(ring(2), [])
  for (const strategy of strategies) {
    expect(explore(ring(2), [], { runs: 2_000, depth: 40, strategy }).states.distinct).toBe(states.distinct)
  }
})

test("what never happens is told", () => {
  const report = explore(ring(3, "none", 0), [tokenMadeAgain], { runs: 100 })
  expect(report.verdict).toBe("unreached")
  expect(report.coverage.neverEnabled).toEqual(["Make", "Crash", "Restart"])
  expect(report.properties).toEqual([{ name: "token-made-again", kind: "sometimes", verdict: "unreached", runs: 0 }])
})

test("whoever watches can stop it, and the report says so", () => {
  let asked = 0
  const seen: number[] = []
  const report = explore(twoPhase(3), [consistent], {
    runs: 100_000,
    shouldStop: () => ++asked > 20,
    onProgress: ({ steps }) => seen.push(steps),
  })
  expect(report).toMatchObject({ verdict: "passed", bounds: [{ bound: "stopped" }] })
  expect(report.runs).toBeLessThan(1_000)
  expect(seen).toHaveLength(21)
  expect(explore(twoPhase(3), [], { shouldStop: () => true }).verdict).toBe("undecided")
})

test("the count of states is bounded, and the report says so", () => {
  const report = explore(twoPhase(5), [], { runs: 100, statesSeenMax: 50 })
  expect(report).toMatchObject({ states: { distinct: 50 }, bounds: [{ bound: "statesSeen", limit: 50 }] })
})

test("a model that is wrong from the start needs no steps", () => {
  const { violation } = explore(ring(3), [{ ...neverEmpty }], {})
  expect(violation).toMatchObject({ property: "never-empty", length: 0, shortest: true })
})

const neverEmpty = {
  kind: "always",
  name: "never-empty",
  says: "",
  broken: () => ({ why: "it is" }),
} as const
