import type { EnabledStep } from "../model.ts"
import { type Alphabet, lawfulAlphabet, stepsAlphabet } from "./alphabet.ts"
import { cutAtFirstEnd, dropPairs, dropSteps, shorterOf } from "./drop.ts"
import { hunt } from "./hunt.ts"
import { searchFrom } from "./local-search.ts"
import { plainerOf, simplifyChoices } from "./simplify.ts"
import type { Trace, Trial } from "./trial.ts"

/** A trace after shrinking; nothing with so few steps breaks the property as `searchedTo` says. */
export interface Shrunk<S> {
  readonly trace: Trace<S>
  readonly searchedTo: number
}

/** What each search may cost, in states made; the trial bounds the sum. */
const price = { reorder: 6_000, everything: 12_000, shortCut: 2_000, hunt: 20_000, hunted: 1_000 } as const

/** The quick part: leaves steps out, orders what is left anew, and takes short-cuts. */
export function shrinkQuickly<S extends object>(trial: Trial<S>, steps: readonly EnabledStep<S>[]): Trace<S> | null {
  const whole = trial.attempt(steps)
  if (whole === null) return null
  const dropped = reordered(trial, dropSteps(trial, cutAtFirstEnd(trial, whole)))
  return reordered(trial, shortCuts(trial, dropped, price.shortCut))
}

/**
 * The thorough part, for a trace that is already short: searches everything shorter as far as that may go, which may prove
 * that there is none, or find it; else hunts for other counterexamples near by. Then makes what is left plain.
 */
export function shrinkThoroughly<S extends object>(trial: Trial<S>, trace: Trace<S>): Shrunk<S> {
  const { trace: best, searchedTo } = searchShorter(trial, trace)
  if (isShortest(best, searchedTo)) return { trace: simplifyChoices(trial, best), searchedTo }
  const improve = (other: Trace<S>) => shortCuts(trial, reordered(trial, other), price.hunted)
  const hunted = hunt(trial, dropPairs(trial, best), price.hunt, improve)
  return { trace: simplifyChoices(trial, shortCuts(trial, hunted, price.shortCut)), searchedTo }
}

/** Whether everything shorter than a trace was searched. */
export const isShortest = <S extends object>({ steps }: Trace<S>, searchedTo: number): boolean =>
  searchedTo >= steps.length - 1

/** The shortest trace made of the steps of this one, and of the shortest the one with the fewest faults. */
function reordered<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  const stepsOf = stepsAlphabet(trial.model, trace.steps)
  const bounds = { stepsOf, stepsMax: trace.steps.length, statesMax: price.reorder }
  const { way } = searchFrom(trial, trace.states[0] as S, bounds)
  return way === null ? trace : plainerOf(trace, trial.attempt(way.steps))
}

/** With what an exhaustive search learns; for `afterHealing`, and where that search is not enough, from state to state. */
function searchShorter<S extends object>(trial: Trial<S>, trace: Trace<S>): Shrunk<S> {
  const certificate = trial.certify(trace)
  if (certificate !== null) {
    const { shorter, searchedTo } = certificate
    return { trace: shorterOf(trace, shorter === null ? null : trial.attempt(shorter)), searchedTo }
  }
  const stepsOf: Alphabet<S> = (state) => trial.enabled(state)
  const bounds = { stepsOf, stepsMax: trace.steps.length - 1, statesMax: price.everything }
  const { way, exhausted } = searchFrom(trial, trace.states[0] as S, bounds)
  const found = shorterOf(trace, way === null ? null : trial.attempt(way.steps))
  return { trace: found, searchedTo: exhausted || found !== trace ? found.steps.length - 1 : 0 }
}

/** From each state of the trace, the last first, looks for a nearer violation or a quicker way to a later state. */
function shortCuts<S extends object>(trial: Trial<S>, trace: Trace<S>, statesMax: number): Trace<S> {
  let best = trace
  for (let at = best.steps.length - 2; at >= 0 && !trial.isSpent(); ) {
    const shorter = shortCutAt(trial, best, at, statesMax)
    at = shorter === best ? at - 1 : shorter.steps.length - 2
    best = shorter
  }
  return best
}

function shortCutAt<S extends object>(trial: Trial<S>, trace: Trace<S>, at: number, statesMax: number): Trace<S> {
  const { steps, states } = trace
  const later = new Map(states.slice(at + 2).map((state, i) => [trial.keyOf(state), i + 2]))
  const bounds = {
    stepsOf: lawfulAlphabet(trial, steps),
    stepsMax: steps.length - at - 1,
    statesMax,
    later,
  }
  const { way } = searchFrom(trial, states[at] as S, bounds)
  if (way === null) return trace
  const rest = way.replaces === undefined ? [] : steps.slice(at + way.replaces)
  return shorterOf(trace, trial.attempt([...steps.slice(0, at), ...way.steps, ...rest]))
}
