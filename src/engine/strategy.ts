import type { Action, ActionKind, EnabledStep, Model } from "./model.ts"
import type { Strategy } from "./options.ts"
import { enabledOf, enabledSteps } from "./walk.ts"

/** Where chance comes from; fast-check's Random is one. Both ends of the range may come. */
export interface Dice {
  nextInt(min: number, max: number): number
}

/** Picks an enabled step of a state, or tells that there is none. */
export type Picker<S> = (state: S) => EnabledStep<S> | undefined

/** What a picker tells of actions that it tried. */
export type Tried<S> = (action: Action<S>) => void

type Weights = Readonly<Record<ActionKind, number>>

const calm = { protocol: 8, workload: 4, healing: 4, fault: 1 } as const satisfies Weights
const burst = { protocol: 4, workload: 2, healing: 1, fault: 8 } as const satisfies Weights
const calmSteps = [4, 24] as const
const burstSteps = [1, 6] as const
/** By what an action's weight is multiplied for a whole run, so that in some runs a part of the system is slow. */
const speeds = [1, 1, 3, 9] as const

/** A picker for one run. */
export function newPicker<S extends object>(
  model: Model<S>,
  strategy: Strategy,
  dice: Dice,
  tried: Tried<S>,
): Picker<S> {
  return strategy === "swarm" ? swarm(model, dice, tried) : uniform(model, dice, tried)
}

/** Every enabled step is as likely as any other. */
function uniform<S extends object>(model: Model<S>, dice: Dice, tried: Tried<S>): Picker<S> {
  return (state) => {
    for (const action of model.actions) tried(action)
    const enabled = enabledSteps(model, state)
    return enabled.length === 0 ? undefined : enabled[dice.nextInt(0, enabled.length - 1)]
  }
}

/**
 * Swarm testing (Groce et al., 2012): each run switches some faults and some workload off, and draws how fast each action
 * is. Faults come in bursts. An action is drawn by weight, then one of its enabled choices: an action with many choices is
 * no likelier than one with few, and the guards of the others need not be asked.
 */
function swarm<S extends object>({ actions }: Model<S>, dice: Dice, tried: Tried<S>): Picker<S> {
  const offInTwelve = dice.nextInt(0, 3) * 3
  const isOn = ({ kind }: Action<S>) =>
    kind === "fault" || kind === "workload" ? dice.nextInt(1, kind === "fault" ? 12 : 24) > offInTwelve : true
  const drawn = actions
    .filter(isOn)
    .map((action) => ({ action, speed: speeds[dice.nextInt(0, speeds.length - 1)] ?? 1 }))
  const inCalm = drawn.map(({ action, speed }) => calm[action.kind] * speed)
  const inBurst = drawn.map(({ action, speed }) => burst[action.kind] * speed)
  let isBurst = false
  let left = dice.nextInt(...calmSteps)

  return (state) => {
    if (left === 0) {
      isBurst = !isBurst
      left = isBurst ? dice.nextInt(...burstSteps) : dice.nextInt(...calmSteps)
    }
    left -= 1
    const weights = [...(isBurst ? inBurst : inCalm)]
    let total = sum(weights)
    while (total > 0) {
      const index = indexAt(weights, dice.nextInt(1, total))
      const { action } = drawn[index] as { action: Action<S> }
      tried(action)
      const enabled = enabledOf([action], state)
      if (enabled.length > 0) return enabled[dice.nextInt(0, enabled.length - 1)]
      total -= weights[index] as number
      weights[index] = 0
    }
    return undefined
  }
}

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0)

/** The index whose share of the weights holds the n-th point, from 1. */
function indexAt(weights: readonly number[], point: number): number {
  let left = point
  let index = 0
  while (left > (weights[index] as number)) {
    left -= weights[index] as number
    index += 1
  }
  return index
}
