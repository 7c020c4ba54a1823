import type { Action, ActionKind } from "../model.ts"
import type { Strategy } from "../options.ts"

/** Where chance comes from; fast-check's Random is one. Both ends of the range may come. */
export interface Dice {
  nextInt(min: number, max: number): number
}

/** What can be taken in a state, by action. */
export interface Offer<T> {
  many(action: number): number
  one(action: number, index: number): T
}

/** Picks one of what is offered, or tells that there is nothing. */
export type Picker = <T>(offer: Offer<T>) => T | undefined

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
export function newPicker<S>(actions: readonly Action<S>[], strategy: Strategy, dice: Dice, tried: Tried<S>): Picker {
  return strategy === "swarm" ? swarm(actions, dice, tried) : uniform(actions, dice, tried)
}

/** Every enabled step is as likely as any other. */
function uniform<S>(actions: readonly Action<S>[], dice: Dice, tried: Tried<S>): Picker {
  return (offer) => {
    let total = 0
    for (const [index, action] of actions.entries()) {
      tried(action)
      total += offer.many(index)
    }
    let left = total === 0 ? 0 : dice.nextInt(0, total - 1)
    for (const index of actions.keys()) {
      const many = offer.many(index)
      if (left < many) return offer.one(index, left)
      left -= many
    }
    return undefined
  }
}

/**
 * Swarm testing (Groce et al., 2012): each run switches some faults and some workload off, and draws how fast each action
 * is. Faults come in bursts. An action is drawn by weight, then one of its enabled choices: an action with many choices is
 * no likelier than one with few, and the guards of the others need not be asked.
 */
function swarm<S>(actions: readonly Action<S>[], dice: Dice, tried: Tried<S>): Picker {
  const offInTwelve = dice.nextInt(0, 3) * 3
  const isOn = ({ kind }: Action<S>) =>
    kind === "fault" || kind === "workload" ? dice.nextInt(1, kind === "fault" ? 12 : 24) > offInTwelve : true
  const numbers: number[] = []
  for (const [number, action] of actions.entries()) if (isOn(action)) numbers.push(number)
  const inCalm = new Int32Array(numbers.length)
  const inBurst = new Int32Array(numbers.length)
  for (const [index, number] of numbers.entries()) {
    const { kind } = actions[number] as Action<S>
    const speed = speeds[dice.nextInt(0, speeds.length - 1)] ?? 1
    inCalm[index] = calm[kind] * speed
    inBurst[index] = burst[kind] * speed
  }
  const totals = { calm: sum(inCalm), burst: sum(inBurst) }
  const weights = new Int32Array(numbers.length)
  const isTried = new Uint8Array(numbers.length)
  let isBurst = false
  let left = dice.nextInt(...calmSteps)

  return (offer) => {
    if (left === 0) {
      isBurst = !isBurst
      left = isBurst ? dice.nextInt(...burstSteps) : dice.nextInt(...calmSteps)
    }
    left -= 1
    weights.set(isBurst ? inBurst : inCalm)
    let total = isBurst ? totals.burst : totals.calm
    while (total > 0) {
      const index = indexAt(weights, dice.nextInt(1, total))
      const number = numbers[index] as number
      if (isTried[index] === 0) {
        tried(actions[number] as Action<S>)
        isTried[index] = 1
      }
      const many = offer.many(number)
      if (many > 0) return offer.one(number, dice.nextInt(0, many - 1))
      total -= weights[index] as number
      weights[index] = 0
    }
    return undefined
  }
}

const sum = (weights: Int32Array): number => weights.reduce((total, weight) => total + weight, 0)

/** The index whose share of the weights holds the n-th point, from 1. */
function indexAt(weights: Int32Array, point: number): number {
  let left = point
  let index = 0
  while (left > (weights[index] as number)) {
    left -= weights[index] as number
    index += 1
  }
  return index
}
