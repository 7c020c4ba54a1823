import { dataText, sameData } from "./data.ts"
import type { ActionKind, EnabledStep, Model } from "./model.ts"
import { enabledOf, take } from "./walk.ts"

/** What came of a system after faults and workload stopped. */
export interface Healed<S> {
  readonly state: S
  readonly steps: readonly EnabledStep<S>[]
  /** False where the bound came first. */
  readonly settled: boolean
}

/**
 * Runs the system alone, without faults and workload, until nothing is left that would change it, or for `stepsMax` steps.
 * The schedule is deterministic and fair: of what is enabled, that which was taken longest ago comes first, and what was
 * never taken before all else, in the order of actions. So a step that stays enabled, or comes back again and again, is
 * taken. It is one schedule of many: what heals here may not heal in another.
 */
export function heal<S extends object>(model: Model<S>, from: S, stepsMax: number): Healed<S> {
  const actions = model.actions.filter(isFair)
  const takenAt = new Map<unknown, number>()
  const steps: EnabledStep<S>[] = []
  let state = from
  let idle = 0
  for (let now = 1; steps.length < stepsMax; now += 1) {
    const enabled = enabledOf(actions, state)
    if (idle >= enabled.length) return { state, steps, settled: true }
    const step = longestAgo(enabled, (one) => takenAt.get(identity(one)) ?? 0)
    takenAt.set(identity(step), now)
    const after = take(state, step)
    idle = sameData(after, state) ? idle + 1 : 0
    if (idle === 0) steps.push(step)
    state = after
  }
  return { state, steps, settled: enabledOf(actions, state).length === 0 }
}

/** Whether an action belongs to what goes on by itself once faults and workload have stopped. */
export const isFair = ({ kind }: { readonly kind: ActionKind }): boolean => kind === "protocol" || kind === "healing"

/** Of what can be taken that which was taken longest ago, the first of several; 0 is for never. */
export function longestAgo<T>(enabled: readonly T[], takenAt: (one: T) => number): T {
  let oldest = enabled[0] as T
  let oldestAt = Number.POSITIVE_INFINITY
  for (const one of enabled) {
    const at = takenAt(one)
    if (at === 0) return one
    if (at < oldestAt) [oldest, oldestAt] = [one, at]
  }
  return oldest
}

/** Static choices are one object each; choices that are made anew in each state are told by their text. */
function identity<S>(step: EnabledStep<S>): unknown {
  return typeof step.definition.choices === "function" ? `${step.action} ${dataText(step.choice)}` : step
}
