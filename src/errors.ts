/** The kinds of mistake a user can make; the command line maps them to exit codes. */
export const errorCodes = [
  "USAGE",
  "UNKNOWN_MODEL",
  "UNKNOWN_PROPERTY",
  "UNKNOWN_SCENARIO",
  "UNKNOWN_RULE",
  "BAD_SPEC",
  "BAD_TRACE",
  "BAD_MODEL",
  "STEP_NOT_ENABLED",
  "FILE",
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** A mistake of the user, or of the author of a model: its message says where it is and what to do. */
export class QuorateError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = "QuorateError"
    this.code = code
  }
}

/** Asserts something that only a bug of ours can break. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`this is a bug in quorate: ${message}`)
}

/** Marks a case that the types say cannot happen. */
export function unreachable(value: never): never {
  throw new Error(`this is a bug in quorate: unreachable case ${JSON.stringify(value)}`)
}
