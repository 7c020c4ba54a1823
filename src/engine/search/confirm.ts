import { QuorateError } from "../../errors.ts"
import { sameData } from "../data.ts"
import { isFair } from "../healing.ts"
import type { EnabledStep, Model, Step } from "../model.ts"
import type { AfterHealing, NoDeadlock, Property, Sometimes, Where } from "../property.ts"
import { replay } from "../replay.ts"
import type { Violation } from "../report.ts"
import { enabledOf, enabledSteps, take } from "../walk.ts"

/** A way to break a property, as a search claims it. */
export interface Breach<S> {
  readonly property: Exclude<Property<S>, Sometimes<S>>
  readonly steps: readonly Step[]
  /** For `afterHealing`: what happens after faults and workload have stopped, and round what it goes then. */
  readonly healing?: readonly Step[]
  readonly loop?: readonly Step[]
  /** Whether no shorter way exists, which is so unless it is null: then nobody knows. */
  readonly shortest?: true | null
}

/**
 * Takes the steps of a breach with the model's own code, which knows nothing of what a search has learned, and judges the
 * states anew: only what comes out broken here too is ever printed. Fails with BAD_MODEL where it does not.
 */
export function confirmed<S extends object>(model: Model<S>, breach: Breach<S>): Violation {
  const { property, steps, healing = [], loop = [] } = breach
  const run = replay(model, steps)
  if (run.kind === "refused")
    throw unrepeatable(model, `step ${run.refusal.index + 1} against ${property.name} is refused: ${run.refusal.why}`)
  const where = broken(model, breach, run.states)
  if (where === null) throw unrepeatable(model, `what breaks ${property.name} does not break it when it is replayed`)
  const plain = (all: readonly Step[]) => all.map(({ action, choice }) => ({ action, choice }))
  return {
    property: property.name,
    where,
    steps: plain(steps),
    ...(property.kind === "afterHealing" && { healing: plain(healing) }),
    ...(loop.length > 0 && { loop: plain(loop) }),
    length: steps.length,
    shortest: breach.shortest === undefined ? true : breach.shortest,
  }
}

function unrepeatable<S extends object>({ name }: Model<S>, what: string): QuorateError {
  return new QuorateError(
    "BAD_MODEL",
    `model ${name}: ${what}. An action or property depends on something beside the state and its choice; find it with --verify`,
  )
}

function broken<S extends object>(
  model: Model<S>,
  { property, steps, healing = [], loop = [] }: Breach<S>,
  states: readonly S[],
): Where | null {
  const last = states.at(-1) as S
  switch (property.kind) {
    case "always":
      return property.broken(last)
    case "alwaysNext": {
      const step = steps.at(-1)
      return step === undefined ? null : property.broken(states.at(-2) as S, last, step)
    }
    case "noDeadlock":
      return isStuck(model, property, last) ? {} : null
    case "afterHealing":
      return brokenForGood(model, property, last, { healing, loop })
  }
}

const changes = <S extends object>(step: EnabledStep<S>, state: S): boolean => !sameData(take(state, step), state)

/** Whether nothing that changes a state can happen in it, though something should. */
export function isStuck<S extends object>(model: Model<S>, { isEnd }: Pick<NoDeadlock<S>, "isEnd">, state: S): boolean {
  return enabledSteps(model, state).every((step) => !changes(step, state)) && !isEnd(state)
}

/**
 * Where a fair run breaks a property for good, once faults and workload have stopped: it takes the steps of `healing`, then
 * goes round the loop for ever, or has nothing left to do. Null where it is no such run: a step cannot be taken, the loop
 * does not close, a step that can be taken in it is not, or the property is not broken in the loop.
 */
export function brokenForGood<S extends object>(
  model: Model<S>,
  property: AfterHealing<S>,
  from: S,
  { healing, loop }: { readonly healing: readonly Step[]; readonly loop: readonly Step[] },
): Where | null {
  const actions = model.actions.filter(isFair)
  const alone = { ...model, initial: from, actions }
  const run = replay(alone, [...healing, ...loop])
  if (run.kind === "refused") return null
  const round = run.states.slice(healing.length)
  const possible = round.flatMap((state) => enabledOf(actions, state).filter((step) => changes(step, state)))
  const isTaken = (step: EnabledStep<S>) =>
    loop.some(({ action, choice }) => action === step.action && sameData(choice, step.choice))
  if (!sameData(round[0], round.at(-1)) || !possible.every(isTaken)) return null
  for (const state of round) {
    const where = property.broken(state)
    if (where !== null) return where
  }
  return null
}
