import fc from "fast-check"
import { expect, test } from "vitest"
import { alikeModelOf, alikePropertiesOf } from "../../../test/generated/alike.ts"
import { alike } from "../../../test/generated/alike-arbitrary.ts"
import { described } from "../../../test/generated/arbitrary.ts"
import { modelOf, propertiesOf } from "../../../test/generated/described.ts"
import type { Model } from "../model.ts"
import type { Property } from "../property.ts"
import { replay } from "../replay.ts"
import type { ExhaustiveReport, Violation } from "../report.ts"
import { enabledSteps } from "../walk.ts"
import { isStuck } from "./confirm.ts"
import { exhaustive } from "./exhaustive.ts"
import { type PlainReport, plainSearch } from "./plain-search.ts"

const promises = ["always", "alwaysNext", "sometimes", "noDeadlock"] as const

/** What both searches say of a model. */
const learnedFigures = ({ states, violation }: ExhaustiveReport) => ({
  ...states,
  property: violation?.property,
  length: violation?.length,
})
const plainFigures = ({ distinct, generated, violation }: PlainReport) => ({
  distinct,
  generated,
  property: violation?.property,
  length: violation?.steps.length,
})

/** Takes the steps of a violation by the model's own code, and judges by the property itself. */
function expectBroken<S extends object>(model: Model<S>, properties: readonly Property<S>[], found: Violation): void {
  const run = replay(model, found.steps)
  expect(run.kind).toBe("replayed")
  const [before, after] = [run.states.at(-2), run.states.at(-1)] as [S, S]
  const property = properties.find(({ name }) => name === found.property)
  const last = found.steps.at(-1)
  if (property?.kind === "always") expect(property.broken(after)).not.toBeNull()
  else if (property?.kind === "alwaysNext" && last !== undefined)
    expect(property.broken(before, after, last)).not.toBeNull()
  else if (property?.kind === "noDeadlock") expect(isStuck(model, property, after)).toBe(true)
  else expect.unreachable(`${found.property} cannot be broken`)
}

function expectAgreement<S extends object>(model: Model<S>, properties: readonly Property<S>[], verify: boolean): void {
  const whole = plainSearch(model, [])
  const { states, depth, graph } = exhaustive(model, [], { verify })
  expect({ ...states, depth }).toEqual({ distinct: whole.distinct, generated: whole.generated, depth: whole.depth })
  expect(graph.expanded).toBe(whole.distinct)
  const report = exhaustive(model, properties, { verify })
  expect(learnedFigures(report)).toEqual(plainFigures(plainSearch(model, properties)))
  expect(report.verdict === "violated").toBe(report.violation !== undefined)
  if (report.violation !== undefined) expectBroken(model, properties, report.violation)
}

test.each([
  [false, 120],
  [true, 60],
] as const)("generated models are searched as by their own code (verified: %s)", (verify, numRuns) => {
  const check = fc.property(described({ promises, statesMax: 600 }), (model) => {
    expectAgreement(modelOf(model), propertiesOf(model), verify)
  })
  fc.assert(check, { seed: verify ? 2 : 1, numRuns })
})

test("states that are alike are judged as all of them, and counted", () => {
  const check = fc.property(alike(promises, 600), (given) => {
    const [model, properties] = [alikeModelOf(given), alikePropertiesOf(given)]
    const [whole, plain] = [plainSearch(model, []), plainSearch(model, properties)]
    const counted = exhaustive(model, [], { symmetry: true, verify: true })
    expect(counted.symmetry).toEqual({ of: ["members"], represented: whole.distinct })
    expect(counted.states.distinct).toBeLessThanOrEqual(whole.distinct)
    const { verdict, violation } = exhaustive(model, properties, { symmetry: true })
    expect(verdict).toBe(exhaustive(model, properties).verdict)
    expect(violation?.length).toBe(plain.violation?.steps.length)
    if (violation !== undefined) expectBroken(model, properties, violation)
  })
  fc.assert(check, { seed: 777, numRuns: 200 })
})

test("a search for all finds of each property what a search for it alone finds", () => {
  const models = described({ promises: ["always", "always", "alwaysNext", "alwaysNext", "noDeadlock"], statesMax: 300 })
  const check = fc.property(models, (given) => {
    const [model, properties] = [modelOf(given), propertiesOf(given)]
    const { violations } = exhaustive(model, properties, { all: true })
    const lengths = violations.map(({ length }) => length)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    for (const violation of violations) expectBroken(model, properties, violation)
    for (const property of properties) {
      const together = violations.find((one) => one.property === property.name)
      expect(together?.length).toBe(exhaustive(model, [property]).violation?.length)
    }
  })
  fc.assert(check, { seed: 4, numRuns: 60 })
})

test("bounds of depth and of states keep to what was asked for", () => {
  const bound = fc.integer({ min: 1, max: 12 })
  const check = fc.property(described({ promises, statesMax: 300 }), bound, bound, (given, depth, maxStates) => {
    const [model, properties] = [modelOf(given), propertiesOf(given)]
    const bounded = exhaustive(model, properties, { depth })
    expect(learnedFigures(bounded)).toEqual(plainFigures(plainSearch(model, properties, depth)))
    const { distinct } = plainSearch(model, [])
    const few = exhaustive(model, [], { maxStates })
    expect(few.states.distinct).toBe(Math.min(distinct, maxStates))
    expect(few.verdict).toBe(distinct > maxStates ? "undecided" : "holds")
    expect(few.bounds).toEqual(distinct > maxStates ? [{ bound: "states", limit: maxStates }] : [])
  })
  fc.assert(check, { seed: 5, numRuns: 60 })
})

test("the models that are generated are not too simple", () => {
  const models = fc.sample(described({ promises, statesMax: 600 }), { seed: 1, numRuns: 120 })
  const found = models.map((given) => plainSearch(modelOf(given), propertiesOf(given)))
  const sizes = models.map((given) => plainSearch(modelOf(given), []).distinct)
  expect(sizes.filter((size) => size > 20).length).toBeGreaterThan(25)
  expect(new Set(found.map(({ violation }) => violation?.property)).size).toBe(4)
  expect(found.filter(({ violation }) => (violation?.steps.length ?? 0) > 2).length).toBeGreaterThan(5)
  expect(models.every((given) => enabledSteps(modelOf(given), given.initial).length < 50)).toBe(true)
})
