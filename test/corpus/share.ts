import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { examine, isAsExpected } from "../../src/corpus/examine.ts"
import { recordedFigures } from "../../src/corpus/recorded.ts"
import { costOf, shares } from "../../src/corpus/shares.ts"
import { bugTraceText } from "../../src/corpus/trace.ts"
import { readBugs } from "../../src/spec/bugs.ts"
import { packageRoot } from "../../src/spec/package-root.ts"

/** Files beside this one, each of which a worker of its own can take: more than most machines have cores. */
const count = 4

/** The tests of one share of the corpus, by its number, from 1 on. */
export function testShare(number: 1 | 2 | 3 | 4): void {
  const bugs = readBugs(join(packageRoot, "spec/bugs"))
  const recorded = recordedFigures(packageRoot, bugs)
  const figuresOf = (id: string) => recorded.find((figures) => figures.id === id)
  const mine = shares(bugs, ({ id }) => costOf(figuresOf(id)), count)[number - 1] ?? []

  test.each(mine)("$id is found by a shortest trace, and gone with the rule of today", (bug) => {
    const examined = examine(bug, systems)
    expect(isAsExpected(bug, examined.figures)).toBe(true)
    expect(examined.figures).toEqual(figuresOf(bug.id))
    expect(bugTraceText(examined)).toBe(readFileSync(join(packageRoot, "traces/bugs", `${bug.id}.yaml`), "utf8"))
  })
}
