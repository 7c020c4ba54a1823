import type { EnabledStep } from "../model.ts"
import type { Trace, Trial } from "./trial.ts"

/**
 * Delta debugging (Zeller): leaves out chunks of steps, then single ones, until none can be left out. A step that is
 * no longer enabled without another goes with it.
 */
export function dropSteps<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  let best = trace
  for (let size = Math.ceil(best.steps.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let hasDropped = true
    while (hasDropped && !trial.isSpent()) {
      const shorter = dropChunks(trial, best, size)
      hasDropped = size === 1 && shorter.steps.length < best.steps.length
      best = shorter
    }
  }
  return best
}

/** From the end, since what comes late is least needed by the rest. */
function dropChunks<S extends object>(trial: Trial<S>, trace: Trace<S>, size: number): Trace<S> {
  let best = trace
  for (let end = best.steps.length; end > 0 && !trial.isSpent(); end = Math.min(end - size, best.steps.length)) {
    const without = [...best.steps.slice(0, Math.max(0, end - size)), ...best.steps.slice(end)]
    best = shorterOf(best, trial.attempt(without))
  }
  return best
}

/** Leaves out two steps at a time: what only goes together (a crash and its restart). */
export function dropPairs<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  let best = trace
  for (let first = 0; first < best.steps.length; first += 1) {
    for (let second = first + 1; second < best.steps.length && !trial.isSpent(); second += 1) {
      best = shorterOf(best, trial.attempt(without(best.steps, first, second)))
    }
  }
  return best
}

/** Cuts a trace for `afterHealing` at the first state from which the system does not heal. */
export function cutAtFirstEnd<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  if (trace.found.healed === undefined) return trace
  for (const [length, state] of trace.states.entries()) {
    if (trial.isSpent()) return trace
    const found = trial.ofEnd(state)
    if (found?.kind === "found")
      return { steps: trace.steps.slice(0, length), states: trace.states.slice(0, length + 1), found }
  }
  return trace
}

export function shorterOf<S extends object>(best: Trace<S>, other: Trace<S> | null): Trace<S> {
  return other !== null && other.steps.length < best.steps.length ? other : best
}

function without<S extends object>(
  steps: readonly EnabledStep<S>[],
  first: number,
  second: number,
): readonly EnabledStep<S>[] {
  return steps.filter((_step, index) => index !== first && index !== second)
}
