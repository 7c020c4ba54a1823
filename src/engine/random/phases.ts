import type { Action, ActionKind } from "../model.ts"
import type { Dice } from "./strategy.ts"

type Weights = Readonly<Record<ActionKind, number>>

/** How likely the kinds of actions are in calm, and in a burst of faults. */
const kinds = {
  calm: { protocol: 8, workload: 4, healing: 4, fault: 1 },
  burst: { protocol: 4, workload: 2, healing: 1, fault: 8 },
} as const satisfies Record<string, Weights>
const calmSteps = [4, 24] as const
const burstSteps = [1, 6] as const
/** By what an action's weight is multiplied for a whole run, so that in some runs a part of the system is slow. */
const speeds = [1, 1, 3, 9] as const

/** The numbers of the actions that a run has: some faults and some workload are switched off, in some runs many. */
export function switchedOn<S>(actions: readonly Action<S>[], dice: Dice): readonly number[] {
  const offInTwelve = dice.nextInt(0, 3) * 3
  const isOn = ({ kind }: Action<S>) =>
    kind === "fault" || kind === "workload" ? dice.nextInt(1, kind === "fault" ? 12 : 24) > offInTwelve : true
  const numbers: number[] = []
  for (const [number, action] of actions.entries()) if (isOn(action)) numbers.push(number)
  return numbers
}

/** The weights of some actions in calm and in a burst, each action as fast as it is drawn. */
export function drawWeights<S>(
  actions: readonly Action<S>[],
  numbers: readonly number[],
  dice: Dice,
): { readonly calm: Int32Array; readonly burst: Int32Array } {
  const calm = new Int32Array(numbers.length)
  const burst = new Int32Array(numbers.length)
  for (const [index, number] of numbers.entries()) {
    const { kind } = actions[number] as Action<S>
    const speed = speeds[dice.nextInt(0, speeds.length - 1)] ?? 1
    calm[index] = kinds.calm[kind] * speed
    burst[index] = kinds.burst[kind] * speed
  }
  return { calm, burst }
}

/** Calm and bursts in turns, as long as they are drawn: to be asked once a step, whether it is one of a burst. */
export function drawPhases(dice: Dice): () => boolean {
  let isBurst = false
  let left = dice.nextInt(...calmSteps)
  return () => {
    if (left === 0) {
      isBurst = !isBurst
      left = isBurst ? dice.nextInt(...burstSteps) : dice.nextInt(...calmSteps)
    }
    left -= 1
    return isBurst
  }
}

/** The index whose share of the weights holds the n-th point, from 1. */
export function indexAt(weights: Int32Array, point: number): number {
  let left = point
  let index = 0
  while (left > (weights[index] as number)) {
    left -= weights[index] as number
    index += 1
  }
  return index
}

/** The sum of some weights. */
export const sum = (weights: Int32Array): number => weights.reduce((total, weight) => total + weight, 0)
