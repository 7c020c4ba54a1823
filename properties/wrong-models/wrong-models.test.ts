import { describe, expect, test } from "vitest"
import { explore } from "../../src/engine/index.ts"
import { systems } from "../systems.ts"
import { judged, wrongModels } from "./index.ts"

/** Enough to find each wrong model with this seed, by a wide margin; shrinking is for the slow suite. */
const find = { runs: 8_000, depth: 80, seed: 1, extraRuns: 0, shrinkStatesMax: 1_000, healEvery: 1 }

describe.each(wrongModels.filter(({ isRare }) => !isRare))("$property, where $wrong", (wrongModel) => {
  test("is broken", () => {
    const { model, property } = judged(wrongModel, "wrong")
    const { verdict, violation } = explore(model, [property], find)
    expect([verdict, violation?.property]).toEqual(["violated", wrongModel.property])
  })
})

/** LeaderInIsr is broken from the start in every model, as it was published: nobody leads. */
const mended = wrongModels.filter(({ rightSystem }) => rightSystem !== null)

test.each(mended)("$property holds where it is not so that $wrong", (wrongModel) => {
  const { model, property } = judged(wrongModel, "right")
  expect(explore(model, [property], { ...find, runs: 400 }).verdict).toBe("passed")
})

test("every promise has a wrong model", () => {
  for (const system of systems) {
    const promises = system.properties(system.config.parse({})).filter(({ kind }) => kind !== "sometimes")
    const named = new Set(wrongModels.map(({ property }) => property))
    expect(promises.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  }
})
