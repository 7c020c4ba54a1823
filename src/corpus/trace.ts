import { traceOf } from "../trace/tell.ts"
import { traceText } from "../trace/write.ts"
import type { Examined } from "./examine.ts"

/** The shortest trace of a bug as a file that replays, which begins with the bug's story. Empty where it was not found. */
export function bugTraceText({ bug, pair, found }: Examined): string {
  if (found === null) return ""
  const scenario = { ...pair.before, file: undefined, properties: [pair.before.property] }
  const trace = traceOf(scenario, found.report, found.violation)
  const story = [
    `${bug.id}: ${bug.says}`,
    ...bug.story.map((line, index) => `${index + 1}. ${line}`),
    `Mended: ${bug.fix}`,
  ]
  const path = `traces/bugs/${bug.id}.yaml`
  const says = `${bug.id}: ${bug.says}`
  return `${story.map((line) => `# ${line}\n`).join("")}#\n${traceText({ ...trace, says }, `quorate replay ${path}`)}`
}
