import type { Action } from "../model.ts"
import type { Strategy } from "../options.ts"
import { actionPriorities, priorities } from "./priorities.ts"
import { swarm } from "./swarm.ts"

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

/** A picker for one run. */
export function newPicker<S>(actions: readonly Action<S>[], strategy: Strategy, dice: Dice, tried: Tried<S>): Picker {
  return { swarm, uniform, priorities, actionPriorities }[strategy](actions, dice, tried)
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
