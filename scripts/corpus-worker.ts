import { join } from "node:path"
import { systems } from "../properties/systems.ts"
import { examine, type Figures, isAsExpected } from "../src/corpus/examine.ts"
import { bugTraceText } from "../src/corpus/trace.ts"
import { invariant } from "../src/errors.ts"
import { readBugs } from "../src/spec/bugs.ts"
import { packageRoot } from "../src/spec/package-root.ts"

/** What a worker found out about a bug; the text of the trace is empty where there is none. */
export interface Answer {
  readonly figures: Figures
  readonly isAsExpected: boolean
  readonly traceText: string
}

/** A process that is sent ids of bugs, one after another, and sends back what it found out about each. */
const bugs = readBugs(join(packageRoot, "spec/bugs"))
process.on("message", (id) => {
  const bug = bugs.find((one) => one.id === id)
  invariant(bug !== undefined, `there is no bug ${String(id)}`)
  const examined = examine(bug, systems)
  const { figures } = examined
  const answer: Answer = {
    figures,
    isAsExpected: isAsExpected(bug, figures),
    traceText: bugTraceText(examined),
  }
  process.send?.(answer)
})
