import { stepsAlphabet } from "./alphabet.ts"
import { type Interner, newInterner } from "./components.ts"
import { dropSteps } from "./drop.ts"
import { searchFrom } from "./local-search.ts"
import type { EnabledStep, Model } from "./model.ts"
import { plainerOf } from "./simplify.ts"
import { type Dice, newPicker } from "./strategy.ts"
import type { Trace, Trial } from "./trial.ts"
import { initialState } from "./walk.ts"

/**
 * Looks for other counterexamples near a short one, since where no step can be left out a shorter trace is made of other
 * steps: walks that begin like the trace, or afresh, do without workload that the trace does without, and end soon after.
 * Each violation is shrunk in its turn. Chance comes from the trace alone, so the same trace always shrinks the same way.
 */
export function hunt<S extends object>(trial: Trial<S>, trace: Trace<S>, statesMax: number, improve: (t: Trace<S>) => Trace<S>): Trace<S> {
  const dice = newDice(trace.steps.length)
  const interner = newInterner(trial.model)
  const end = Math.min(trial.made() + statesMax, trial.statesMax)
  const pool = [{ trace, letters: lettersOf(trace.steps), used: 0 }]
  let best = trace
  let walks = 0, viol = 0
  const lens: string[] = []
  while (trial.made() < end) {
    const chosen = pool.reduce((a, b) => (b.used < a.used ? b : a))
    chosen.used += 1
    walks += 1
    const other = walkNear(trial, focused(trial.model, best), chosen.trace, best.steps.length + 8, dice)
    if (other === null) continue
    viol += 1
    const letters = lettersOf(other.steps)
    if (pool.some((known) => contains(letters, known.letters))) continue
    const m1 = trial.made()
    const dropped = dropSteps(trial, other)
    const shorter = improve(dropped)
    lens.push(`${other.steps.length}>${dropped.steps.length}>${shorter.steps.length}(${trial.made()-m1})`)
    for (const one of [dropped, shorter]) { const l = lettersOf(one.steps);  if (one.steps.length < best.steps.length + 5 && !pool.some((known) => contains(l, known.letters)))
     pool.push({ trace: one, letters: l, used: 0 }) }
    best = plainerOf(best, shorter)
  }
  console.log(walks, viol, pool.length, lens.length, lens.join(" "))
  return best
}

type Letters = ReadonlyMap<string, number>
function lettersOf<S>(steps: readonly EnabledStep<S>[]): Letters {
  const m = new Map<string, number>()
  for (const { action, choice } of steps) { const k = action + JSON.stringify(choice); m.set(k, (m.get(k) ?? 0) + 1) }
  return m
}
const contains = (all: Letters, some: Letters) => [...some].every(([k, n]) => (all.get(k) ?? 0) >= n)

/** The model without the workload that a trace does not need. */
function focused<S extends object>(model: Model<S>, { steps }: Trace<S>): Model<S> {
  const names = new Set(steps.map(({ action }) => action))
  return { ...model, actions: model.actions.filter(({ kind, name }) => kind !== "workload" || names.has(name)) }
}

/** The shortest trace of the steps of this one. */
export function remade<S extends object>(trial: Trial<S>, trace: Trace<S>, interner: Interner<S>): Trace<S> {
  const stepsOf = stepsAlphabet(trial.model, trace.steps)
  const bounds = { stepsOf, stepsMax: trace.steps.length - 1, statesMax: 1_000, interner }
  const { way } = searchFrom(trial, trace.states[0] as S, bounds)
  return way === null ? trace : plainerOf(trace, trial.attempt(way.steps))
}

function walkNear<S extends object>(
  trial: Trial<S>,
  model: Model<S>,
  known: Trace<S>,
  length: number,
  dice: Dice,
): Trace<S> | null {
  const pick = newPicker(model, "swarm", dice, () => {})
  const begun = dice.nextInt(0, known.steps.length - 1)
  const states = [initialState(model), ...known.states.slice(1, begun + 1)]
  const steps: EnabledStep<S>[] = known.steps.slice(0, begun)
  while (steps.length < length) {
    const state = states[steps.length] as S
    const step = pick(state)
    if (step === undefined) break
    const after = trial.next(state, step)
    steps.push(step)
    states.push(after)
    const finding = trial.ofStep(state, after, step)
    if (finding !== null) return finding.kind === "found" ? { steps, states, found: finding } : null
  }
  const finding = known.found.healed === undefined ? null : trial.ofEnd(states[steps.length] as S)
  return finding?.kind === "found" ? { steps, states, found: finding } : null
}

/** A small generator of numbers (xorshift32); shrinking has no seed of its own. */
function newDice(seed: number): Dice {
  let bits = (0x2545f491 ^ Math.imul(seed + 1, 0x9e3779b1)) | 1
  return {
    nextInt(min, max) {
      bits ^= bits << 13
      bits ^= bits >>> 17
      bits ^= bits << 5
      return min + ((bits >>> 0) % (max - min + 1))
    },
  }
}
