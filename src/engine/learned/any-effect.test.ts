import fc from "fast-check"
import { expect, test } from "vitest"
import { effects, modelOf } from "../../../test/generated/any-effect.ts"
import { exhaustive } from "../search/exhaustive.ts"

test("whatever an effect does to a state that splits, it writes what it does to a plain one", () => {
  const check = fc.property(effects, (all) => {
    const { verdict } = exhaustive(modelOf(all), [], { verify: true, depth: 4 })
    expect(["holds", "holds-to-bound"]).toContain(verdict)
  })
  fc.assert(check, { seed: 1, numRuns: 1_000 })
})
