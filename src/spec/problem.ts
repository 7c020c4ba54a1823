import { type ErrorCode, QuorateError } from "../errors.ts"

/** Where a name or a value stands in a document: the keys and indices that lead to it. */
export type Path = readonly (string | number)[]

/** A mistake at a place in a text; lines and columns count from 1. */
export interface Problem {
  readonly line: number
  readonly column: number
  readonly says: string
}

const shown = 20

/** The error that tells all mistakes of a file, each as `file:line:column: …`, in the order of the file. */
export function refusal(code: ErrorCode, file: string, problems: readonly Problem[]): QuorateError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
  const lines = sorted.slice(0, shown).map(({ line, column, says }) => `${file}:${line}:${column}: ${says}`)
  const more = sorted.length - shown
  return new QuorateError(code, [...lines, ...(more > 0 ? [`… and ${more} more in ${file}`] : [])].join("\n"))
}

/** A path as people write it: `config.topics.0.name`. */
export const dotted = (path: Path): string => path.join(".")
