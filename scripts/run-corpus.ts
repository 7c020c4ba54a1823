import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { systems } from "../properties/systems.ts"
import { examine, isAsExpected } from "../src/corpus/examine.ts"
import { recordFile, recordText } from "../src/corpus/recorded.ts"
import { bugTraceText } from "../src/corpus/trace.ts"
import { readBugs } from "../src/spec/bugs.ts"
import { packageRoot } from "../src/spec/package-root.ts"

/** Examines every bug of the corpus, and keeps the figures and the traces; `npm run corpus`. */
const traces = join(packageRoot, "traces/bugs")
rmSync(traces, { recursive: true, force: true })
mkdirSync(traces, { recursive: true })
const all = readBugs(join(packageRoot, "spec/bugs")).map((bug) => {
  const examined = examine(bug, systems)
  const { figures } = examined
  if (examined.found !== null) writeFileSync(join(traces, `${bug.id}.yaml`), bugTraceText(examined))
  const { before, after, random } = figures
  const kept = isAsExpected(bug, figures) ? "as expected" : "NOT AS EXPECTED"
  console.log(
    `${bug.id}: ${before.length} steps, then ${after.verdict} (${after.distinct} states), ${random.medianRuns} runs: ${kept}`,
  )
  return figures
})
writeFileSync(recordFile(packageRoot), recordText(all))
