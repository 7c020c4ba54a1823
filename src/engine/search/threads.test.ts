import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { alike } from "../../../test/generated/alike-arbitrary.ts"
import { described } from "../../../test/generated/arbitrary.ts"
import { startHelpers } from "../../../test/generated/helpers.ts"
import { from, type Source } from "../../../test/generated/source.ts"
import type { ExhaustiveOptions } from "../options.ts"
import type { ExhaustiveReport } from "../report.ts"
import { exhaustive } from "./exhaustive.ts"

const helpers = startHelpers(2)
afterAll(() => helpers.end())

/** What a report says of the model, whoever searched it. */
type Said = Omit<ExhaustiveReport, "workers" | "bytesPerState" | "learned">

function saidBy(threads: number, source: Source, options: ExhaustiveOptions): Said {
  const report = from(source, (model, properties) =>
    exhaustive(model, properties, { ...options, ...helpers.crew(threads, source, options) }),
  )
  const { workers, bytesPerState, learned, ...said } = report
  expect(workers).toBe(threads)
  return said
}

function expectSame(source: Source, options: ExhaustiveOptions = {}): Said {
  const alone = saidBy(1, source, options)
  for (const threads of [2, 3]) expect(saidBy(threads, source, options)).toEqual(alone)
  return alone
}

const kept: Source = { of: "two-phase", managers: 5, promise: "kept" }
const broken: Source = { of: "two-phase", managers: 5, promise: "broken" }
const ringOf = (fault: "none" | "hasty" | "forgetful" | "restless"): Source => ({ of: "ring", size: 3, fault })

test("several threads count the states that one counts, and reach the goal", () => {
  const { states, verdict, properties } = expectSame(kept)
  expect(states.distinct).toBe(8_832)
  expect(verdict).toBe("holds")
  expect(properties.map((one) => one.verdict)).toEqual(["holds", "reached"])
})

test("several threads find the very trace that one finds", () => {
  expect(expectSame(broken).violation).toMatchObject({ property: "consistent", shortest: true })
})

test.each(["none", "hasty", "forgetful", "restless"] as const)("a ring that is %s is judged alike", (fault) => {
  expectSame(ringOf(fault))
  expectSame(ringOf(fault), { all: true })
})

test("bounds cut the same states off", () => {
  expect(expectSame(kept, { depth: 6 }).bounds).toEqual([{ bound: "depth", limit: 6 }])
  for (const maxStates of [1, 2, 100, 5_000]) {
    const { states, bounds } = expectSame(kept, { maxStates })
    expect(states.distinct).toBe(maxStates)
    expect(bounds).toEqual([{ bound: "states", limit: maxStates }])
  }
})

test("several threads verify the model, too", () => {
  expect(expectSame({ of: "two-phase", managers: 3, promise: "kept" }, { verify: true }).states.distinct).toBe(288)
})

test.each([
  { promises: ["always", "alwaysNext", "sometimes", "noDeadlock"], statesMax: 1_500, numRuns: 50 },
  { promises: ["afterHealing", "afterHealing", "alwaysNext"], statesMax: 30, numRuns: 20 },
] as const)("generated models are judged alike by $promises", ({ promises, statesMax, numRuns }) => {
  const check = fc.property(described({ promises, statesMax }), fc.boolean(), (model, all) => {
    expectSame({ of: "described", described: model }, { all })
  })
  fc.assert(check, { seed: 1, numRuns })
})

test("symmetry chooses the same states to stand for others", () => {
  const models = alike(["always", "alwaysNext", "sometimes"])
  const check = fc.property(models, fc.integer({ min: 1, max: 100 }), (model, maxStates) => {
    expectSame({ of: "alike", alike: model }, { symmetry: true })
    expectSame({ of: "alike", alike: model }, { symmetry: true, maxStates })
  })
  fc.assert(check, { seed: 2, numRuns: 30 })
})

test("a mistake that one thread comes across is told as it was made", () => {
  for (const threads of [1, 2, 3])
    expect(() => saidBy(threads, { of: "counters", upTo: 100, failsAt: 30 }, {})).toThrow(
      expect.objectContaining({
        name: "QuorateError",
        code: "BAD_MODEL",
        message: expect.stringMatching(/^action Count: its guard failed at "(left|right)": that is too much$/),
      }),
    )
})

test("after a mistake the threads help with the next search", () => {
  expectSame(ringOf("none"))
})
