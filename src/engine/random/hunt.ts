import type { EnabledStep, Model } from "../model.ts"
import { enabledOf, initialState } from "../walk.ts"
import { contains, type Letter, lettersOf } from "./alphabet.ts"
import { dropSteps } from "./drop.ts"
import { plainerOf } from "./simplify.ts"
import { type Dice, newPicker, type Offer } from "./strategy.ts"
import type { Trace, Trial } from "./trial.ts"

/** A walk may be longer than the best trace by so much, since it is shrunk afterwards. */
const longerBy = 8
/** Traces that are longer than the best one by more are not worth improving, or starting from. */
const worthBy = 3

/**
 * Looks for other counterexamples near a short one: where no step can be left out, a shorter trace is made of other steps.
 * Walks begin like a trace that is known and then go where chance leads, without the workload that the trace does without;
 * those that end in a violation with some new step are shrunk in their turn. Chance comes from the trace alone, so the same
 * trace always shrinks the same way.
 */
export function hunt<S extends object>(
  trial: Trial<S>,
  trace: Trace<S>,
  statesMax: number,
  improve: (trace: Trace<S>) => Trace<S>,
): Trace<S> {
  const dice = newDice(trace.steps.length)
  const model = focused(trial.model, trace)
  const end = trial.made() + statesMax
  const known = [newKnown(trace)]
  let best = trace
  for (let walks = 0; trial.made() < end && !trial.isSpent() && walks < statesMax; walks += 1) {
    const from = known.reduce((least, other) => (other.walks < least.walks ? other : least))
    from.walks += 1
    const other = walkNear(trial, model, from.trace, best.steps.length + longerBy, dice)
    if (other === null || isKnown(known, other)) continue
    const dropped = dropSteps(trial, other)
    if (isKnown(known, dropped) || dropped.steps.length > best.steps.length + worthBy) continue
    known.push(newKnown(dropped))
    best = plainerOf(best, improve(dropped))
    if (!isKnown(known, best)) known.push(newKnown(best))
  }
  return best
}

/** A trace to start from, with the walks that did. */
interface Known<S> {
  readonly trace: Trace<S>
  readonly letters: ReadonlyMap<string, Letter<S>>
  walks: number
}

function newKnown<S>(trace: Trace<S>): Known<S> {
  return { trace, letters: lettersOf(trace.steps), walks: 0 }
}

/** Whether a trace has all the steps of a known one, and so would most likely shrink to that. */
function isKnown<S>(known: readonly Known<S>[], { steps }: Trace<S>): boolean {
  const letters = lettersOf(steps)
  return known.some((other) => contains(letters, other.letters))
}

/** The model without the workload that a trace does not need. */
function focused<S extends object>(model: Model<S>, { steps }: Trace<S>): Model<S> {
  const names = new Set(steps.map(({ action }) => action))
  return { ...model, actions: model.actions.filter(({ kind, name }) => kind !== "workload" || names.has(name)) }
}

function walkNear<S extends object>(
  trial: Trial<S>,
  model: Model<S>,
  known: Trace<S>,
  length: number,
  dice: Dice,
): Trace<S> | null {
  const pick = newPicker(model.actions, "swarm", dice, () => {})
  const begun = dice.nextInt(0, Math.max(0, known.steps.length - 1))
  const states = [initialState(model), ...known.states.slice(1, begun + 1)]
  const steps: EnabledStep<S>[] = known.steps.slice(0, begun)
  while (steps.length < length) {
    const state = states[steps.length] as S
    const step = pick(offerIn(model, state))
    if (step === undefined) break
    const after = trial.next(state, step)
    steps.push(step)
    states.push(after)
    const finding = trial.ofStep(state, after, step)
    if (finding !== null) return finding.kind === "found" ? { steps, states, found: finding } : null
  }
  const finding = trial.ofEnd(states[steps.length] as S)
  return finding?.kind === "found" ? { steps, states, found: finding } : null
}

/** What a state offers, worked out by the model's own code as it is asked for. */
function offerIn<S extends object>({ actions }: Model<S>, state: S): Offer<EnabledStep<S>> {
  const known: (readonly EnabledStep<S>[] | undefined)[] = []
  const of = (action: number): readonly EnabledStep<S>[] => {
    const steps = known[action] ?? enabledOf(actions.slice(action, action + 1), state)
    known[action] = steps
    return steps
  }
  return { many: (action) => of(action).length, one: (action, index) => of(action)[index] as EnabledStep<S> }
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
