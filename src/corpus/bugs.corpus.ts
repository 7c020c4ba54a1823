import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { readBugs } from "../spec/bugs.ts"
import { packageRoot } from "../spec/package-root.ts"
import { examine, isAsExpected } from "./examine.ts"
import { recordedFigures } from "./recorded.ts"
import { bugTraceText } from "./trace.ts"

const bugs = readBugs(join(packageRoot, "spec/bugs"))
const recorded = recordedFigures(packageRoot, bugs)

test.each(bugs)("$id is found by a shortest trace, and gone with the rule of today", (bug) => {
  const examined = examine(bug, systems)
  expect(isAsExpected(bug, examined.figures)).toBe(true)
  expect(examined.figures).toEqual(recorded[bugs.indexOf(bug)])
  expect(bugTraceText(examined)).toBe(readFileSync(join(packageRoot, "traces/bugs", `${bug.id}.yaml`), "utf8"))
})
