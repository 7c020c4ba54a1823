import type { Checkpoint } from "../engine/index.ts"
import type { SearchJob } from "./messages.ts"

/** Everything that a command takes from the outside world; a test gives its own. */
export interface Io {
  /** One line for stdout: results. */
  readonly out: (line: string) => void
  /** One line for stderr: mistakes, notes, progress. */
  readonly err: (line: string) => void
  /** Replaces the line that shows progress on a terminal; empty takes it away. */
  readonly status: (line: string) => void
  /** Seconds since some fixed moment. */
  readonly now: () => number
  /** Whether the user asked to stop (Ctrl-C). */
  readonly isInterrupted: () => boolean
  /** Bytes that the process uses, and how many it may use: no more than `most`, where that is given. */
  readonly memory: (most?: number) => { readonly used: number; readonly limit: number }
  /** Where a search is saved in a file; absent where there are no files. */
  readonly checkpoint?: (file: string, every: number) => Checkpoint
  /** Starts the other threads of a search; absent where there are none to be had. */
  readonly startSearch?: (job: SearchJob, threads: number) => void
  /** Whether a person reads along, so that progress is one line that changes. */
  readonly isTerminal: boolean
  /** Whether colours help; they never carry a meaning alone. */
  readonly hasColour: boolean
  /** Characters in a line. */
  readonly width: number
  /** How a user of this installation starts the program: `npx quorate`. */
  readonly program: string
  /** Show where a bug of ours happened. */
  readonly isVerbose: boolean
}

/** Ways to set off a piece of text; each gives it back as it is where there are no colours. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

export function paintFor({ hasColour }: Pick<Io, "hasColour">): Paint {
  const code = (start: number, end: number) => (text: string) =>
    hasColour && text !== "" ? `\u001b[${start}m${text}\u001b[${end}m` : text
  return { strong: code(1, 22), faint: code(2, 22), good: code(32, 39), bad: code(31, 39) }
}

/** A number with its thousands set apart, the same on every machine. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",")
}

/** `1 step`, `2 steps`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** Breaks a text at spaces so that no line is longer than `width`; the first line and the rest begin as given. */
export function wrapped(text: string, width: number, first = "", rest = first): readonly string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.trim().split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > Math.max(width, 20)) {
      lines.push(line)
      line = rest + word
    } else line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line]
}
