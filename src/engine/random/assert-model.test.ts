import fc from "fast-check"
import { expect, test } from "vitest"
import { replay } from "../replay.ts"
import { dieHard, neverFour } from "../toys/jugs.ts"
import { everyoneServed, oneToken, ring } from "../toys/ring.ts"
import { assertModel, modelRun } from "./assert-model.ts"

test("a model that keeps its promises passes", () => {
  assertModel(ring(3), [oneToken, everyoneServed], { seed: 1, numRuns: 50 })
})

test("a failure shows the trace, the promise, where it broke, and how to see it again", () => {
  expect(() => assertModel(ring(3, "hasty"), [oneToken], { seed: 1 })).toThrowErrorMatchingInlineSnapshot(`
    [Error: Property one-token is violated: There is never more than one token
    Where: {"holders":["1","3"]}
    After 2 steps:
      1. Crash "2"
      2. Make "3"
    To see it again: {"seed":1,"path":"1:0:0","endOnFailure":true}]
  `)
})

test("the steps of the healing are shown too", () => {
  expect(() => assertModel(ring(3, "forgetful"), [everyoneServed], { seed: 1 })).toThrowErrorMatchingInlineSnapshot(`
    [Error: Property everyone-served is violated: Once nodes stop crashing, every wish is served
    Where: {"waiting":["1"]}
    After 2 steps:
      1. Wish "1"
      2. Crash "1"
    Then faults and workload stop, and the rest runs, until nothing is left to do:
      1. Restart "1"
    To see it again: {"seed":1,"path":"27:0:0","endOnFailure":true}]
  `)
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
  const replayed = JSON.parse(message.slice(message.lastIndexOf("{"))) as Parameters<typeof assertModel>[2]
  expect(messageOf(replayed)).toBe(message)
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
