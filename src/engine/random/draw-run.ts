import { QuorateError } from "../../errors.ts"
import type { Broken, Judge } from "../judge.ts"
import type { EnabledStep, Model, Step } from "../model.ts"
import type { Strategy } from "../options.ts"
import type { Property } from "../property.ts"
import { replay } from "../replay.ts"
import type { Violation } from "../report.ts"
import { violationOf } from "../violation.ts"
import { enabledSteps } from "../walk.ts"
import type { Ground } from "./ground.ts"
import { healWalk } from "./heal-walk.ts"
import { type Dice, newPicker, type Tried } from "./strategy.ts"
import type { Walk } from "./walk.ts"

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
  readonly properties: readonly Property<S>[]
  readonly judge: Judge<S>
  /** What was learned of the model, and one walk over it that every run uses in its turn. */
  readonly ground: Ground<S>
  /** Steps of the last run. */
  readonly count: { steps: number }
  readonly strategy: Strategy
  /** States in a run, the initial one included. */
  readonly depth: number
  readonly healEvery: number
  readonly healingStepsMax: number
}

/** Who wants to know what happens in the runs; the walk stands where a step has led to. */
export interface Meter<S extends object> {
  onRun(walk: Walk<S>): void
  onTried: Tried<S>
  onStep(step: EnabledStep<S>, walk: Walk<S>): void
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
  const walk = course.ground.walk(course.count.steps)
  course.count.steps = 0
  const pick = newPicker(model.actions, course.strategy, dice, meter.onTried)
  const heals = judge.healing.length > 0 && dice.nextInt(1, course.healEvery) === 1
  const length = heals ? dice.nextInt(0, depth - 1) : depth - 1
  const steps: EnabledStep<S>[] = []
  walk.begin()
  meter.onRun(walk)
  if (walk.isBroken) return violated(course, steps, { shortest: true })
  while (steps.length < length) {
    if (judge.deadlock !== undefined && isStuck(walk)) {
      const broken = brokenAtEnd(course, steps)
      if (broken !== null) return { steps, violation: violationOf(broken, steps, { shortest: null }) }
    }
    const move = meter.shouldStop() ? undefined : pick(walk)
    if (move === undefined) break
    const step = walk.stepOf(move)
    walk.take(move)
    steps.push(step)
    course.count.steps += 1
    meter.onStep(step, walk)
    if (walk.isBroken) return violated(course, steps, { shortest: null })
  }
  if (!heals) return { steps }
  const healed = healWalk(walk, healingStepsMax)
  meter.onHealed(healed.steps.length)
  const unhealed = judge.ofSettled(healed.state)
  return unhealed === null ? { steps } : { steps, violation: violationOf(unhealed, steps, { shortest: null, healed }) }
}

function isStuck<S extends object>(walk: Walk<S>): boolean {
  for (const move of walk.all(() => true)) if (walk.changes(move)) return false
  return true
}

function brokenAtEnd<S extends object>({ model, judge }: Course<S>, steps: readonly EnabledStep<S>[]): Broken | null {
  const { states } = replay(model, steps)
  const last = states.at(-1) as S
  return judge.deadlock !== undefined && judge.isStuck(enabledSteps(model, last), last)
    ? { property: judge.deadlock.name, where: {} }
    : null
}

/** What the last step broke, told by the model's own code. */
function violated<S extends object>(
  { model, judge }: Course<S>,
  steps: readonly EnabledStep<S>[],
  known: { readonly shortest: boolean | null },
): DrawnRun<S> {
  const { states } = replay(model, steps)
  const [before, after] = [states.at(-2), states.at(-1) as S]
  const step = steps.at(-1)
  const broken = before === undefined || step === undefined ? judge.ofState(after) : judge.ofStep(before, after, step)
  if (broken === null || states.length !== steps.length + 1)
    throw new QuorateError(
      "BAD_MODEL",
      `model ${model.name}: what a run broke is not broken when it is replayed. An action or property depends on something beside the state and its choice; find it with an exhaustive search and --verify`,
    )
  return { steps, violation: violationOf(broken, steps, known) }
}
