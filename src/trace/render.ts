import type { Step } from "../engine/index.ts"
import { brief } from "./changes.ts"
import type { TraceStep } from "./trace.ts"

/** How the parts of a line are set off on a terminal; plain by default. */
export interface Emphasis {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
}

/** Changes of a step that are shown at most; a trace file has more of them. */
const most = 12

const plain: Emphasis = { strong: (text) => text, faint: (text) => text }

/** The steps of a trace, numbered, each with its choice and, indented, with what it changed. */
export function traceLines(
  steps: readonly TraceStep[],
  {
    width = 100,
    emphasis = plain,
    from = 1,
  }: { readonly width?: number; readonly emphasis?: Emphasis; readonly from?: number } = {},
): readonly string[] {
  const digits = String(from + steps.length - 1).length
  return steps.flatMap((step, index) => {
    const number = String(from + index).padStart(digits + 2)
    const head = emphasis.strong(clipped(`${number}. ${stepText(step)}`, width))
    const indent = " ".repeat(digits + 6)
    const changes = Object.entries(step.changes ?? {}).map(([path, change]) => `${indent}${path}: ${change}`)
    const more = changes.length - most
    const shown = more > 1 ? [...changes.slice(0, most), `${indent}… and ${more} more`] : changes
    return [head, ...shown.map((line) => emphasis.faint(clipped(line, width)))]
  })
}

/** A step as one would say it: `CrashBroker broker 1, keeps all`. */
export function stepText({ action, choice }: Step): string {
  if (choice === null || choice === undefined) return action
  if (typeof choice !== "object" || Array.isArray(choice)) return `${action} ${brief(choice)}`
  const parts = Object.entries(choice).map(([name, value]) => `${name} ${brief(value)}`)
  return [action, parts.join(", ")].filter((part) => part !== "").join(" ")
}

const clipped = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, Math.max(width - 1, 1))}…` : line
