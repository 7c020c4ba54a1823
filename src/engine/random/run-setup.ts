import { heal } from "../healing.ts"
import { newJudge } from "../judge.ts"
import type { Model } from "../model.ts"
import type { ExploreOptions } from "../options.ts"
import type { Property } from "../property.ts"
import { initialState } from "../walk.ts"
import type { Course } from "./draw-run.ts"
import { groundOf } from "./ground.ts"
import { newSuccessors, type Successors } from "./successors.ts"

/** Options of single runs, however many there are. */
export type RunOptions = Pick<
  ExploreOptions,
  "depth" | "strategy" | "healEvery" | "healingStepsMax" | "shrinkStatesMax" | "certifyStatesMax"
>

/** What drawing and shrinking runs needs. */
export interface RunSetup<S extends object> extends Course<S> {
  readonly shrinkStatesMax: number
  readonly certifyStatesMax: number
  /** Shared by all that is shrunk, so that nothing is worked out twice. */
  readonly successors: Successors<S>
}

const defaults = {
  depth: 100,
  strategy: "swarm",
  healingStepsMax: 5_000,
  shrinkStatesMax: 60_000,
  certifyStatesMax: 60_000,
} as const satisfies RunOptions

/** Healings are dearer than their number: what is healed has more to mend than an initial state. */
const healEveryMin = 8

/** Fills in the options, once. */
export function newRunSetup<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  options: RunOptions,
): RunSetup<S> {
  const resolved = { ...defaults, ...options }
  const judge = newJudge(properties)
  const healEvery = options.healEvery ?? (judge.healing.length === 0 ? 1 : usualHealEvery(model, resolved))
  const ground = groundOf(model, properties)
  return {
    ...resolved,
    model,
    properties,
    judge,
    ground,
    count: { steps: 0 },
    healEvery,
    successors: newSuccessors(model),
  }
}

/** So that healing takes less than a fifth of the steps, where it takes as long as from the initial state. */
function usualHealEvery<S extends object>(
  model: Model<S>,
  { depth, healingStepsMax }: { readonly depth: number; readonly healingStepsMax: number },
): number {
  const { steps } = heal(model, initialState(model), healingStepsMax)
  return Math.max(healEveryMin, Math.ceil((5 * steps.length) / depth))
}
