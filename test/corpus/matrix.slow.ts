import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { agreement, comparable, matrixRow } from "../../src/corpus/matrix.ts"
import { recordedFigures } from "../../src/corpus/recorded.ts"
import { readBugs } from "../../src/spec/bugs.ts"
import { packageRoot } from "../../src/spec/package-root.ts"
import { readProfiles } from "../../src/spec/profiles.ts"

/** States of a bug's mended side, beyond which its row takes too long for a test; `quorate bugs --matrix` has them all. */
const statesMax = 2_000

const profiles = readProfiles(packageRoot, systems)
const bugs = readBugs(join(packageRoot, "spec/bugs"))
const figures = recordedFigures(packageRoot, bugs)
const small = comparable(bugs, profiles).compared.filter(({ id }) =>
  figures.some((one) => one.id === id && one.after.distinct <= statesMax),
)

test.each(small)("the versions that have $id are those of its entry, or the entry says why not", (bug) => {
  const mine = profiles.filter(({ system }) => system === bug.model)
  const { cells } = matrixRow(bug, mine, systems, { root: packageRoot })
  const marks = Object.fromEntries(cells.map((cell) => [cell.profile, agreement(cell)]))
  const known = ["agrees", "explained"]
  expect(Object.entries(marks).filter(([, mark]) => !known.includes(mark))).toEqual([])
  expect(Object.keys(marks)).toEqual(mine.map(({ name }) => name))
})
