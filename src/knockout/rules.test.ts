import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { ruleChoices } from "../spec/choices.ts"
import { packageRoot } from "../spec/package-root.ts"
import { readRules } from "../spec/rules.ts"

const choices = systems.flatMap(ruleChoices)
const switched = readRules(join(packageRoot, "spec/rules")).filter(({ choice }) => choice !== undefined)

test("a rule of the catalogue that can be otherwise is one of the configuration", () => {
  expect(switched.filter(({ choice }) => !choices.some(({ id }) => id === choice)).map(({ id }) => id)).toEqual([])
})

test.each(switched.filter(({ unnoticed }) => unnoticed !== undefined))(
  "$id tells why values that it has are not noticed",
  ({ choice, unnoticed }) => {
    const others = choices.filter(({ id }) => id === choice).flatMap(({ values }) => values.slice(1))
    expect(Object.keys(unnoticed ?? {}).filter((value) => !others.includes(value))).toEqual([])
  },
)
