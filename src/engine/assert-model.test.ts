import fc from "fast-check"
import { expect, test } from "vitest"
import { assertModel, modelRun } from "./assert-model.ts"
import { replay } from "./replay.ts"
import { dieHard, neverFour } from "./toys/jugs.ts"
import { everyoneServed, oneToken, ring } from "./toys/ring.ts"

test("a model that keeps its promises passes", () => {
  assertModel(ring(3), [oneToken, everyoneServed], { seed: 1, numRuns: 50 })
})

test("a failure shows the trace, the promise, where it broke, and how to see it again", () => {
  expect(() => assertModel(ring(3, "hasty"), [oneToken], { seed: 1 })).toThrowErrorMatchingInlineSnapshot()
})

test("the steps of the healing are shown too", () => {
  expect(() => assertModel(ring(3, "forgetful"), [everyoneServed], { seed: 1 })).toThrowErrorMatchingInlineSnapshot()
})

test("what the message says to give comes to the same trace again", () => {
  const messageOf = (parameters: Parameters<typeof assertModel>[2]) => {
    try {
      assertModel(dieHard, [neverFour], parameters)
      return ""
    } catch (error) {
      return error instanceof Error ? error.message : ""
    }
  }
  const message = messageOf({ seed: 5 })
  const replayed: unknown = JSON.parse(message.slice(message.lastIndexOf("{")))
  expect(messageOf(replayed as fc.Parameters<[never]>)).toBe(message)
  expect(messageOf({ seed: 5, endOnFailure: true })).not.toBe(message)
  expect(messageOf({ seed: 5, verbose: true })).toContain("Encountered failures were:")
})

test("runs serve properties of one's own, and shrink to few steps", () => {
  const property = fc.property(modelRun(ring(4)), ({ steps }) => !steps.some(({ action }) => action === "Make"))
  const { counterexample } = fc.check(property, { seed: 2 })
  const steps = counterexample?.[0].steps ?? []
  expect(steps.map(({ action }) => action)).toEqual(["Crash", "Make"])
  expect(replay(ring(4), steps).kind).toBe("replayed")
})

test("examples given by hand shrink as well", () => {
  const steps = ["1", "2", "3"].map((choice) => ({ action: "Wish", choice }))
  const property = fc.property(modelRun(ring(4)), (run) => !run.steps.some(({ choice }) => choice === "2"))
  const { counterexample } = fc.check(property, { seed: 2, examples: [[{ steps }]] })
  expect(counterexample?.[0].steps).toEqual([{ action: "Wish", choice: "2" }])
})
