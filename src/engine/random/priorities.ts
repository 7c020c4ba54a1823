import type { Action, ActionKind } from "../model.ts"
import { drawPhases, drawWeights, indexAt, sum, switchedOn } from "./phases.ts"
import type { Dice, Offer, Picker, Tried } from "./strategy.ts"

const priorityMax = 2 ** 30
/** A step falls behind all others once in so many times that it is taken, at most, as a power of two. */
const fallsMax = 6
/** The weight of whatever has the highest priority, where faults and workload are drawn by theirs. */
const firstInCalm = 30
const firstInBurst = 10

/**
 * Every step has a priority, and of those that can be taken the one with the highest is: so one message is late for as long as
 * others arrive, and what belongs together happens at once. Where weights give a long delay a chance that falls with each
 * step, here it has one that does not. It comes in four kinds, as each run draws it. What was taken falls behind all others
 * now and then, as in probabilistic concurrency testing (Burckhardt et al., 2010), or has another priority whenever it comes
 * again, as in partial order sampling (Yuan et al., 2018). Faults and workload have priorities like everything else, or come
 * by weight and in bursts, as in a swarm; some of them are switched off.
 */
export function priorities<S>(actions: readonly Action<S>[], dice: Dice, tried: Tried<S>): Picker {
  const numbers = switchedOn(actions, dice)
  const isWeighted = dice.nextInt(0, 1) === 1
  const byWeight = isWeighted ? numbers.filter((number) => isUpToOthers((actions[number] as Action<S>).kind)) : []
  const ranking = newRanking(
    numbers.filter((number) => !byWeight.includes(number)),
    dice,
  )
  const chance = newChance(actions, byWeight, dice)

  return (offer) => {
    for (const number of numbers) tried(actions[number] as Action<S>)
    const first = ranking.first(offer)
    const number = chance(offer, first !== undefined)
    if (number !== undefined) return offer.one(number, dice.nextInt(0, offer.many(number) - 1))
    if (first !== undefined) ranking.taken(first)
    return first
  }
}

const isUpToOthers = (kind: ActionKind): boolean => kind === "fault" || kind === "workload"

/** The priorities of the steps of a run. */
interface Ranking {
  /** The step with the highest priority, of those that can be taken. */
  first<T>(offer: Offer<T>): T | undefined
  taken(step: unknown): void
}

/** A step is known by what the offers of a run call it; its priority is drawn when it can be taken for the first time. */
function newRanking(numbers: readonly number[], dice: Dice): Ranking {
  const priorityOf = new Map<unknown, number>()
  const drawn = () => dice.nextInt(1, priorityMax)
  const isDrawnAgain = dice.nextInt(0, 1) === 1
  const falls = 2 ** dice.nextInt(0, fallsMax)
  let lowest = 0

  function known(step: unknown): number {
    const priority = priorityOf.get(step) ?? drawn()
    priorityOf.set(step, priority)
    return priority
  }

  return {
    first(offer) {
      let first: ReturnType<typeof offer.one> | undefined
      let highest = Number.NEGATIVE_INFINITY
      for (const number of numbers) {
        const many = offer.many(number)
        for (let index = 0; index < many; index += 1) {
          const step = offer.one(number, index)
          const priority = known(step)
          if (priority <= highest) continue
          highest = priority
          first = step
        }
      }
      return first
    },
    taken(step) {
      if (isDrawnAgain) priorityOf.set(step, drawn())
      else if (dice.nextInt(1, falls) === 1) {
        lowest -= 1
        priorityOf.set(step, lowest)
      }
    },
  }
}

/** Draws one of some actions by weight, of those that offer something, or none of them, where something else can be done. */
function newChance<S>(actions: readonly Action<S>[], numbers: readonly number[], dice: Dice) {
  const { calm, burst } = drawWeights(actions, numbers, dice)
  const isInBurst = drawPhases(dice)
  return <T>(offer: Offer<T>, canBeNone: boolean): number | undefined => {
    if (numbers.length === 0) return undefined
    const isBurst = isInBurst()
    const weights = (isBurst ? burst : calm).map((weight, index) =>
      offer.many(numbers[index] as number) > 0 ? weight : 0,
    )
    const none = isBurst ? firstInBurst : firstInCalm
    const total = sum(weights) + (canBeNone ? none : 0)
    const point = total === 0 ? 0 : dice.nextInt(1, total)
    return point === 0 || point > sum(weights) ? undefined : numbers[indexAt(weights, point)]
  }
}
