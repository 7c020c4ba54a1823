import type { Healed } from "./healing.ts"
import type { Broken } from "./judge.ts"
import type { Step } from "./model.ts"
import type { Violation } from "./report.ts"

/** What a finder knows of a violation beside its steps. */
export interface Known<S> {
  readonly shortest: boolean | null
  readonly searchedTo?: number
  readonly shrunkFrom?: number
  readonly path?: string
  readonly healed?: Healed<S>
}

/** Puts a violation together; steps are stored by name and choice only, so that they outlive the model at hand. */
export function violationOf<S>(
  { property, where }: Broken,
  steps: readonly Step[],
  { healed, ...known }: Known<S>,
): Violation {
  const healing = healed === undefined ? {} : { healing: healed.steps.map(plainStep) }
  const unsettled = healed === undefined || healed.settled ? {} : { unsettledAfter: healed.steps.length }
  return { property, where, steps: steps.map(plainStep), length: steps.length, ...healing, ...unsettled, ...known }
}

function plainStep({ action, choice }: Step): Step {
  return { action, choice }
}
