import { traceOf } from "../trace/tell.ts"
import type { TraceData } from "../trace/trace.ts"
import { traceText } from "../trace/write.ts"
import type { Examined } from "./examine.ts"

/** The shortest trace of a bug, or null where it was not found. */
export function bugTrace({ pair: { before }, found }: Examined): TraceData | null {
  if (found === null) return null
  return traceOf({ ...before, file: undefined, properties: [before.property] }, found.report, found.violation)
}

/** The same as a file that replays, which begins with the bug's story. Empty where it was not found. */
export function bugTraceText(examined: Examined): string {
  const trace = bugTrace(examined)
  if (trace === null) return ""
  const { bug } = examined
  const story = [
    `${bug.id}: ${bug.says}`,
    ...bug.story.map((line, index) => `${index + 1}. ${line}`),
    `Mended: ${bug.fix}`,
  ]
  const path = `traces/bugs/${bug.id}.yaml`
  const says = `${bug.id}: ${bug.says}`
  return `${story.map((line) => `# ${line}\n`).join("")}#\n${traceText({ ...trace, says }, `quorate replay ${path}`)}`
}
