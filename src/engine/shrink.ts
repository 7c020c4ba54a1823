import { type Alphabet, actionsAlphabet, lawfulAlphabet, stepsAlphabet } from "./alphabet.ts"
import { type Interner, newInterner, rowKey } from "./components.ts"
import { cutAtFirstEnd, dropPairs, dropSteps, shorterOf } from "./drop.ts"
import { searchFrom } from "./local-search.ts"
import type { EnabledStep } from "./model.ts"
import { hunt } from "./hunt.ts"
import { plainerOf, simplifyChoices } from "./simplify.ts"
import type { Trace, Trial } from "./trial.ts"
import { enabledSteps } from "./walk.ts"

/** A trace after shrinking; `isShortest` only where a search has seen everything shorter. */
export interface Shrunk<S> {
  readonly trace: Trace<S>
  readonly isShortest: boolean
}

/** The quick part: leaves steps out, then looks for the shortest trace that is made of the same steps. */
export function shrinkQuickly<S extends object>(trial: Trial<S>, steps: readonly EnabledStep<S>[]): Trace<S> | null {
  const whole = trial.attempt(steps)
  if (whole === null) return null
  const dropped = dropSteps(trial, cutAtFirstEnd(trial, whole))
  const interner = newInterner(trial.model)
  const remade = again(trial, dropped, stepsAlphabet(trial.model, dropped.steps), interner, 3_000)
  return dropPairs(trial, shortCuts(trial, remade, interner, 3_000))
}

/**
 * The thorough part, for a trace that is already short: searches over all choices of its actions, over everything as far as
 * the bounds go, and for short-cuts between the states of the trace; then makes what is left plain.
 */
export function shrinkThoroughly<S extends object>(trial: Trial<S>, trace: Trace<S>): Shrunk<S> {
  const interner = newInterner(trial.model)
  const { model } = trial
  const t0 = trial.made()
  const log: unknown[] = []
  const note = (what: string) => log.push(`${what}:${best.steps.length}@${trial.made() - t0}`)
  let best = trace
  const all = searchAll(trial, best, interner)
  best = all.trace
  note("all")
  if (!all.isShortest) {
    best = shortCuts(trial, best, interner)
    note("cuts")
    best = dropPairs(trial, best)
    note("pairs")
    best = again(trial, best, actionsAlphabet(model, best.steps), interner, 20_000)
    note("actions")
    best = hunt(trial, best, trial.statesMax - trial.made() - 40000, (t) => (t.steps.length <= best.steps.length + 3 ? shortCuts(trial, t, interner, 1_500) : t))
    note("hunt")
    best = shortCuts(trial, best, interner)
    note("cuts")
  }
  console.log(log.join(" "))
  return { trace: simplifyChoices(trial, best), isShortest: all.isShortest }
}

/** The shortest trace within an alphabet, if it is no longer than the known one. */
function again<S extends object>(
  trial: Trial<S>,
  trace: Trace<S>,
  stepsOf: Alphabet<S>,
  interner: Interner<S>,
  statesMax: number,
): Trace<S> {
  const { way } = searchFrom(trial, trace.states[0] as S, {
    stepsOf,
    stepsMax: trace.steps.length,
    statesMax,
    interner,
  })
  return way === null ? trace : plainerOf(trace, trial.attempt(way.steps))
}

function searchAll<S extends object>(trial: Trial<S>, trace: Trace<S>, interner: Interner<S>): Shrunk<S> {
  const stepsOf: Alphabet<S> = (state) => enabledSteps(trial.model, state as S)
  const bounds = { stepsOf, stepsMax: trace.steps.length - 1, statesMax: 30_000, interner }
  const { way, exhausted } = searchFrom(trial, trace.states[0] as S, bounds)
  const found = way === null ? null : trial.attempt(way.steps)
  return { trace: shorterOf(trace, found), isShortest: exhausted || found !== null }
}

/** From each state of the trace, looks for a nearer violation or a quicker way to a later state, until there is none. */
function shortCuts<S extends object>(trial: Trial<S>, trace: Trace<S>, interner: Interner<S>, statesMax = 4_000): Trace<S> {
  let best = trace
  for (let at = best.steps.length - 2; at >= 0 && !trial.isSpent(); ) {
    const shorter = shortCutAt(trial, best, at, interner, statesMax)
    at = shorter === best ? at - 1 : shorter.steps.length - 2
    best = shorter
  }
  return best
}

function shortCutAt<S extends object>(trial: Trial<S>, trace: Trace<S>, at: number, interner: Interner<S>, statesMax: number): Trace<S> {
  const { steps, states } = trace
  const later = new Map(states.slice(at + 2).map((state, i) => [rowKey(interner.row(state)), i + 2]))
  const stepsOf = lawfulAlphabet(trial.model, steps)
  const { way } = searchFrom(trial, states[at] as S, {
    stepsOf,
    stepsMax: steps.length - at - 1,
    statesMax: 1_500,
    interner,
    later,
  })
  if (way === null) return trace
  const rest = way.replaces === undefined ? [] : steps.slice(at + way.replaces)
  return shorterOf(trace, trial.attempt([...steps.slice(0, at), ...way.steps, ...rest]))
}
