import { heal } from "./healing.ts"
import type { Judge } from "./judge.ts"
import type { EnabledStep, Model, Step } from "./model.ts"
import type { Strategy } from "./options.ts"
import type { Violation } from "./report.ts"
import { type Dice, newPicker, type Tried } from "./strategy.ts"
import { violationOf } from "./violation.ts"
import { initialState, take } from "./walk.ts"

/** A run of a model, cut where the first property breaks. */
export interface Run {
  readonly steps: readonly Step[]
  readonly violation?: Violation
}

/** A run as the engine draws it: its steps still know their actions. */
export interface DrawnRun<S> {
  readonly steps: readonly EnabledStep<S>[]
  readonly violation?: Violation
}

/** What is fixed for all the runs of one exploration. */
export interface Course<S extends object> {
  readonly model: Model<S>
  readonly judge: Judge<S>
  readonly strategy: Strategy
  /** States in a run, the initial one included. */
  readonly depth: number
  readonly healEvery: number
  readonly healingStepsMax: number
}

/** Who wants to know what happens in the runs. */
export interface Meter<S> {
  onRun(initial: S): void
  onTried: Tried<S>
  onStep(before: S, after: S, step: EnabledStep<S>): void
  onHealed(steps: number): void
  /** Cuts the run short. */
  shouldStop(): boolean
}

/**
 * Walks the model among what is enabled, judging as it goes. One run in `healEvery` is healed at its end; such a run has a
 * random length, since what cannot heal is often mended later by chance.
 */
export function drawRun<S extends object>(course: Course<S>, dice: Dice, meter: Meter<S>): DrawnRun<S> {
  const { model, judge, depth, healingStepsMax } = course
  const pick = newPicker(model, course.strategy, dice, meter.onTried)
  const heals = judge.healing.length > 0 && dice.nextInt(1, course.healEvery) === 1
  const length = heals ? dice.nextInt(0, depth - 1) : depth - 1
  const steps: EnabledStep<S>[] = []
  let state = initialState(model)
  meter.onRun(state)
  const broken = judge.ofState(state)
  if (broken !== null) return { steps, violation: violationOf(broken, steps, { shortest: true }) }
  while (steps.length < length) {
    const step = meter.shouldStop() ? undefined : pick(state)
    if (step === undefined) break
    const after = take(state, step)
    steps.push(step)
    meter.onStep(state, after, step)
    const brokenHere = judge.ofStep(state, after, step)
    if (brokenHere !== null) return { steps, violation: violationOf(brokenHere, steps, { shortest: null }) }
    state = after
  }
  if (!heals) return { steps }
  const healed = heal(model, state, healingStepsMax)
  meter.onHealed(healed.steps.length)
  const unhealed = judge.ofSettled(healed.state)
  return unhealed === null ? { steps } : { steps, violation: violationOf(unhealed, steps, { shortest: null, healed }) }
}
