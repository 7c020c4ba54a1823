import { describe, expect, test } from "vitest"
import { publishedConfig } from "../../src/model/kafka/published/config.ts"
import { publishedSpecs } from "../../src/model/kafka/published/specs.ts"
import { invariants, rows, searched, smallStates } from "./driver.ts"
import { publishedProperties } from "./index.ts"
import { tlcFigures } from "./tlc.ts"

test("there are figures of every module", () => {
  expect(Object.keys(tlcFigures)).toEqual([...publishedSpecs.map(({ module }) => module), "AsyncIsr"])
  expect(rows.length).toBeGreaterThan(80)
})

const small = rows.filter(({ figures }) => figures.distinct <= smallStates)

describe.each(small)("$module within $figures.bounds", ({ figures, search }) => {
  test("has the states and the depth that TLC finds", () => {
    const kept = invariants.filter((name) => figures[name] === "holds")
    const { verdict, states, depth } = search(kept)
    expect([verdict, states.distinct, depth]).toEqual(["holds", figures.distinct, figures.depth])
  })
})

const breaking = rows.flatMap((row) =>
  invariants.flatMap((name) =>
    typeof row.figures[name] === "number" ? [{ ...row, name, states: row.figures[name] }] : [],
  ),
)

test.each(breaking)(
  "$module within $figures.bounds breaks $name in a trace of $states states",
  ({ search, name, states }) => {
    const { verdict, violation } = search([name])
    expect([verdict, violation && violation.length + 1]).toEqual(["violated", states])
  },
)

test.each(publishedSpecs)("$module breaks LeaderInIsr from the start, as TLC says", ({ model }) => {
  const { violation } = searched(model(publishedConfig.parse({})), publishedProperties)(["LeaderInIsr"])
  expect(violation).toMatchObject({ length: 0, where: { leader: null } })
})
