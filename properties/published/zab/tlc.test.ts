import { expect, test } from "vitest"
import { figuresOf, searchedAs, smallStates } from "./driver.ts"
import { zabFigures } from "./tlc.ts"

const small = zabFigures.filter(({ distinct }) => distinct <= smallStates)

test.each(small)("Zab within $bounds, symmetry $symmetry, has the states and the depth that TLC finds", (figures) => {
  expect(searchedAs(figures)).toMatchObject(figuresOf(figures))
})

test("symmetry stands for all states, and leaves none out", () => {
  const alike = small.filter(({ symmetry }) => symmetry)
  const pairs = alike.flatMap((figures) =>
    small
      .filter((one) => !one.symmetry && one.bounds.join() === figures.bounds.join())
      .map(({ distinct }) => ({ figures, distinct })),
  )
  expect(pairs.length).toBe(2)
  for (const { figures, distinct } of pairs) expect(searchedAs(figures).symmetry?.represented).toBe(distinct)
})
