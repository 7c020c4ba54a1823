import type { Verdict } from "../engine/index.ts"
import type { ErrorCode } from "../errors.ts"

/** What the process gives back for each verdict. */
export const exitCodes = {
  holds: 0,
  "holds-to-bound": 0,
  passed: 0,
  violated: 1,
  undecided: 2,
  unreached: 3,
} as const satisfies Record<Verdict, number>

const exitUsage = 64
const exitBadSpec = 65
export const exitBug = 70
export const exitInterrupted = 130

/** What it gives back for each mistake of a user. */
export const errorExitCodes = {
  USAGE: exitUsage,
  UNKNOWN_MODEL: exitUsage,
  UNKNOWN_PROPERTY: exitUsage,
  UNKNOWN_SCENARIO: exitUsage,
  UNKNOWN_RULE: exitUsage,
  BAD_SPEC: exitBadSpec,
  BAD_TRACE: exitBadSpec,
  BAD_MODEL: exitBadSpec,
  STEP_NOT_ENABLED: exitCodes.undecided,
  FILE: exitBadSpec,
} as const satisfies Record<ErrorCode, number>

/** Of several results, the one that matters most: a violation, then what is not known, then what was not reached. */
export function worst(codes: readonly number[]): number {
  const byWeight = [exitInterrupted, exitCodes.violated, exitCodes.undecided, exitCodes.unreached]
  return byWeight.find((code) => codes.includes(code)) ?? 0
}
