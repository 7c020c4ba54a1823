import { sameData } from "../engine/data.ts"
import { heal } from "../engine/healing.ts"
import {
  type AfterHealing,
  brokenForGood,
  isStuck,
  type Model,
  type Property,
  type Refusal,
  replay,
  type Step,
  type Where,
} from "../engine/index.ts"
import { enabledOf } from "../engine/walk.ts"
import { unreachable } from "../errors.ts"
import type { Trace } from "./read.ts"

/** Steps of healing after which what is there is judged as it is; the engine's own default. */
const healingStepsMax = 5_000

/**
 * What a replayed trace tells:
 * - `violated`: the promise is broken, at this step (0: initially), or by what is left after healing;
 * - `fixed`: the steps do not break it any more;
 * - `refused`: a step cannot happen any more although nothing was changed, so the trace proves nothing;
 * - `reached`, `unreached`: for a goal.
 */
export type Judgement =
  | {
      readonly kind: "violated"
      readonly step: number
      readonly where: Where
      readonly healing?: readonly Step[]
      /** What goes round for ever after the healing. */
      readonly loop?: readonly Step[]
      readonly leftOut: readonly Refusal[]
    }
  | { readonly kind: "fixed"; readonly leftOut: readonly Refusal[] }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly enabled: readonly unknown[] }
  | { readonly kind: "reached"; readonly step: number }
  | { readonly kind: "unreached" }

/**
 * Replays a trace and judges its property. Where the configuration was changed, a step that cannot happen any more is
 * left out and the rest is tried all the same, so that `fixed` is not said of a bug that only needs a step less.
 */
export function judgeTrace({ model, property, data, config, overrides }: Trace): Judgement {
  const isChanged = overrides.length > 0 && !sameData(config, data.config ?? {})
  const run = follow(model, data.steps, isChanged)
  const { leftOut } = run
  const found = judgeStates(property, run)
  if (found !== null && property.kind === "sometimes") return { kind: "reached", step: found.step }
  if (found !== null) return { kind: "violated", ...found, leftOut: isChanged ? leftOut : [] }
  const [refusal] = leftOut
  if (refusal !== undefined && !isChanged) return { kind: "refused", refusal, enabled: enabledNow(model, refusal, run) }
  if (property.kind === "sometimes") return { kind: "unreached" }
  if (property.kind === "noDeadlock" && isStuck(model, property, run.last))
    return { kind: "violated", step: run.steps.length, where: {}, leftOut }
  const healed = property.kind === "afterHealing" ? judgeHealing(model, property, run, data) : null
  return healed === null ? { kind: "fixed", leftOut } : { kind: "violated", step: run.steps.length, ...healed, leftOut }
}

/** The steps that were taken, the state before each and the last one, and the steps that could not be taken. */
interface Run {
  readonly steps: readonly Step[]
  readonly states: readonly object[]
  readonly last: object
  readonly leftOut: readonly Refusal[]
}

/** Takes the steps one after another; stops at one that cannot be taken, or goes on without it. */
function follow(model: Model<object>, all: readonly Step[], goOn: boolean, from = model.initial): Run {
  const steps: Step[] = []
  const leftOut: Refusal[] = []
  const states = [from]
  let last = from
  for (const [index, { action, choice }] of all.entries()) {
    const step = { action, choice }
    const result = replay({ ...model, initial: last }, [step])
    if (result.kind === "refused") {
      leftOut.push({ ...result.refusal, index })
      if (goOn) continue
      break
    }
    last = result.states[1] ?? last
    states.push(last)
    steps.push(step)
  }
  return { steps, states, last, leftOut }
}

type Broken = { readonly step: number; readonly where: Where } | null

/** The first state or step of a run that breaks the property, or reaches it where it is a goal. */
function judgeStates(property: Property<object>, { states, steps }: Run): Broken {
  for (const [step, state] of states.entries()) {
    const before = states[step - 1]
    const taken = steps[step - 1]
    const where = brokenAt(property, state, before, taken)
    if (where !== null) return { step, where }
  }
  return null
}

function brokenAt(
  property: Property<object>,
  state: object,
  before: object | undefined,
  step: Step | undefined,
): Where | null {
  switch (property.kind) {
    case "always":
      return property.broken(state)
    case "alwaysNext":
      return before === undefined || step === undefined ? null : property.broken(before, state, step)
    case "sometimes":
      return before !== undefined && step !== undefined && property.reached(before, state, step) ? {} : null
    case "afterHealing":
    case "noDeadlock":
      return null
    default:
      return unreachable(property)
  }
}

/** Heals by the steps that were recorded, where they can still be taken, and else as the engine does today. */
function judgeHealing(
  model: Model<object>,
  property: AfterHealing<object>,
  { last }: Run,
  { healing = [], loop = [] }: Trace["data"],
): { readonly where: Where; readonly healing: readonly Step[]; readonly loop?: readonly Step[] } | null {
  const forGood = brokenForGood(model, property, last, { healing, loop })
  if (forGood !== null) return { where: forGood, healing, loop }
  const again = follow(model, healing, false, last)
  const starts = again.leftOut.length === 0 && healing.length > 0 ? [again, null] : [null]
  for (const start of starts) {
    const healed = heal(model, start?.last ?? last, healingStepsMax)
    const where = property.broken(healed.state)
    if (where !== null) return { where, healing: [...(start?.steps ?? []), ...healed.steps] }
  }
  return null
}

/** What could happen instead of a step that was refused, by the same action. */
function enabledNow(model: Model<object>, { step }: Refusal, { last }: Run): readonly unknown[] {
  const action = model.actions.find(({ name }) => name === step.action)
  return action === undefined ? [] : enabledOf([action], last).map(({ choice }) => choice)
}
