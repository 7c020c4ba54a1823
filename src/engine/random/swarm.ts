import type { Action } from "../model.ts"
import { drawPhases, drawWeights, indexAt, sum, switchedOn } from "./phases.ts"
import type { Dice, Picker, Tried } from "./strategy.ts"

/**
 * Swarm testing (Groce et al., 2012): each run switches some faults and some workload off, and draws how fast each action
 * is. Faults come in bursts. An action is drawn by weight, then one of its enabled choices: an action with many choices is
 * no likelier than one with few, and the guards of the others need not be asked.
 */
export function swarm<S>(actions: readonly Action<S>[], dice: Dice, tried: Tried<S>): Picker {
  const numbers = switchedOn(actions, dice)
  const { calm, burst } = drawWeights(actions, numbers, dice)
  const totals = { calm: sum(calm), burst: sum(burst) }
  const weights = new Int32Array(numbers.length)
  const isTried = new Uint8Array(numbers.length)
  const isInBurst = drawPhases(dice)

  return (offer) => {
    const isBurst = isInBurst()
    weights.set(isBurst ? burst : calm)
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
