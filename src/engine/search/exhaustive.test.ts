import { expect, test } from "vitest"
import { dieHard, neverFour } from "../toys/jugs.ts"
import { budgetsFall, everyoneServed, oneToken, ring, tokenMadeAgain } from "../toys/ring.ts"
import { consistent, someoneCommits, twoPhase } from "../toys/two-phase.ts"
import { exhaustive } from "./exhaustive.ts"

test("the jugs have 16 states, and four gallons take six steps", () => {
  expect(exhaustive(dieHard, [])).toMatchObject({ verdict: "holds", states: { distinct: 16, generated: 97 }, depth: 8 })
  const { verdict, violation } = exhaustive(dieHard, [neverFour])
  expect(verdict).toBe("violated")
  expect(violation).toMatchObject({ property: "never-four", where: { jug: "big" }, length: 6, shortest: true })
  expect(violation?.steps).toEqual([
    { action: "Fill", choice: "big" },
    { action: "Pour", choice: "big" },
    { action: "Empty", choice: "small" },
    { action: "Pour", choice: "big" },
    { action: "Fill", choice: "big" },
    { action: "Pour", choice: "big" },
  ])
})

test.each([
  [3, 288],
  [5, 8_832],
])("two-phase commit of %i managers has %i states, as the public TLA+ module", (managers, distinct) => {
  const report = exhaustive(twoPhase(managers), [consistent, someoneCommits])
  expect(report).toMatchObject({ verdict: "holds", states: { distinct }, bounds: [] })
  expect(report.properties).toEqual([
    { name: "consistent", kind: "always", verdict: "holds" },
    { name: "someone-commits", kind: "sometimes", verdict: "reached" },
  ])
})

test("a manager that breaks its promise breaks the transaction", () => {
  const { violation } = exhaustive(twoPhase(3, "broken"), [consistent])
  expect(violation).toMatchObject({ property: "consistent", length: 9 })
})

test("a bound that was asked for is said, and so is one that was not", () => {
  const bounded = exhaustive(twoPhase(3), [consistent], { depth: 4 })
  expect(bounded).toMatchObject({ verdict: "holds-to-bound", depth: 4, bounds: [{ bound: "depth", limit: 4 }] })
  const full = exhaustive(twoPhase(3), [consistent, someoneCommits], { maxStates: 100 })
  expect(full).toMatchObject({
    verdict: "undecided",
    bounds: [{ bound: "states", limit: 100 }],
    states: { distinct: 100 },
  })
  expect(full.properties.map(({ verdict }) => verdict)).toEqual(["undecided", "undecided"])
  expect(exhaustive(twoPhase(3), [], { shouldStop: () => true })).toMatchObject({
    verdict: "undecided",
    bounds: [{ bound: "stopped" }],
  })
})

test("a state at the bound with nothing to do is complete", () => {
  const once = ring(2, "forgetful", 0, 0)
  expect(exhaustive(once, [], { depth: 1 })).toMatchObject({ verdict: "holds", depth: 1, bounds: [] })
})

test("a goal that no run can reach is told", () => {
  const report = exhaustive(ring(3, "none", 0), [oneToken, tokenMadeAgain])
  expect(report.verdict).toBe("unreached")
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(["holds", "unreached"])
})

test("healing is judged from every state, along the fair schedule", () => {
  const good = exhaustive(ring(3), [oneToken, budgetsFall, everyoneServed])
  expect(good.verdict).toBe("holds")
  expect(good.properties.map(({ verdict }) => verdict)).toEqual(["holds", "holds", "holds"])
  const forgetful = exhaustive(ring(3, "forgetful"), [everyoneServed])
  expect(forgetful.violation).toMatchObject({ property: "everyone-served", length: 2 })
  expect(forgetful.violation?.unsettledAfter).toBeUndefined()
})

test("a fair run that goes round for ever is shown as a way and a loop", () => {
  const { violation } = exhaustive(ring(3, "restless"), [everyoneServed])
  expect(violation).toMatchObject({ property: "everyone-served", length: 1, healing: [] })
  expect(violation?.loop).toHaveLength(3)
})

test("healing can be left alone, and then it is not judged", () => {
  const report = exhaustive(ring(3, "forgetful"), [everyoneServed], { healing: false })
  expect(report.properties).toEqual([{ name: "everyone-served", kind: "afterHealing", verdict: "not-judged" }])
})

test("fair runs that are not all judged are told as a bound, and how many were looked at while it goes on", () => {
  const looked: (number | undefined)[] = []
  const report = exhaustive(ring(3), [oneToken, everyoneServed], {
    shouldStop: () => looked.some((count) => count !== undefined),
    onProgress: ({ fairStates }) => looked.push(fairStates),
  })
  expect(report.verdict).toBe("undecided")
  expect(report.bounds).toEqual([{ bound: "stopped", of: "fairRuns" }])
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(["holds", "undecided"])
  expect(looked.at(-1)).toBe(1)
})

test("a search that is over tries no more healings", () => {
  let asked = 0
  const report = exhaustive(ring(3), [everyoneServed], {
    shouldStop: () => {
      asked += 1
      return asked > 3
    },
  })
  expect([report.verdict, report.bounds]).toEqual(["undecided", [{ bound: "stopped" }]])
  expect(asked).toBeLessThan(10)
})

test("at most all of what is looked up is asked of the model's own code, fair runs and a bound of depth included", () => {
  const { learned } = exhaustive(ring(3), [everyoneServed], { depth: 2 })
  expect(learned.asked).toBeGreaterThan(0)
  expect(learned.asked).toBeLessThanOrEqual(learned.of)
})
