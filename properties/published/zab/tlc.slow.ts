import { expect, test } from "vitest"
import { figuresOf, searchedAs, smallStates } from "./driver.ts"
import { zabFigures } from "./tlc.ts"

test.each(zabFigures.filter(({ distinct }) => distinct > smallStates))(
  "Zab within $bounds, symmetry $symmetry, has the states and the depth that TLC finds",
  (figures) => {
    expect(searchedAs(figures)).toMatchObject(figuresOf(figures))
  },
)
