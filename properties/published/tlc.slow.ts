import { expect, test } from "vitest"
import { invariants, rows, smallStates } from "./driver.ts"

test.each(rows.filter(({ figures }) => figures.distinct > smallStates))(
  "$module within $figures.bounds has the states and the depth that TLC finds",
  ({ figures, search }) => {
    const { verdict, states, depth } = search(invariants.filter((name) => figures[name] === "holds"))
    expect([verdict, states.distinct, depth]).toEqual(["holds", figures.distinct, figures.depth])
  },
)
