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
  return byPriority(actions, numbers, dice, tried, { isWeighted, firstOf: firstStep })
}

/**
 * The same with a priority for every action, whichever choice it is taken with, where faults and workload come by weight: so
 * a whole part of the protocol waits long, such as leaders that give up.
 */
export function actionPriorities<S>(actions: readonly Action<S>[], dice: Dice, tried: Tried<S>): Picker {
  const numbers = switchedOn(actions, dice)
  return byPriority(actions, numbers, dice, tried, { isWeighted: true, firstOf: firstAction })
}

/** What has the highest priority of what can be taken: what it is known by, its action, and which of its steps if not any. */
interface First {
  readonly known: unknown
  readonly number: number
  readonly index: number | null
}

type PriorityOf = (known: unknown) => number
type FirstOf = <T>(offer: Offer<T>, numbers: readonly number[], priorityOf: PriorityOf) => First | undefined

function byPriority<S>(
  actions: readonly Action<S>[],
  numbers: readonly number[],
  dice: Dice,
  tried: Tried<S>,
  { isWeighted, firstOf }: { readonly isWeighted: boolean; readonly firstOf: FirstOf },
): Picker {
  const byWeight = isWeighted ? numbers.filter((number) => isUpToOthers((actions[number] as Action<S>).kind)) : []
  const others = numbers.filter((number) => !byWeight.includes(number))
  const ranking = newRanking(dice)
  const chance = newChance(actions, byWeight, dice)

  return (offer) => {
    for (const number of numbers) tried(actions[number] as Action<S>)
    const any = (number: number) => offer.one(number, dice.nextInt(0, offer.many(number) - 1))
    const first = firstOf(offer, others, ranking.priorityOf)
    const number = chance(offer, first !== undefined)
    if (number !== undefined) return any(number)
    if (first === undefined) return undefined
    ranking.taken(first.known)
    return first.index === null ? any(first.number) : offer.one(first.number, first.index)
  }
}

const isUpToOthers = (kind: ActionKind): boolean => kind === "fault" || kind === "workload"

/** Steps are known by what the offers of a run call them. */
function firstStep<T>(offer: Offer<T>, numbers: readonly number[], priorityOf: PriorityOf): First | undefined {
  let first: First | undefined
  let highest = Number.NEGATIVE_INFINITY
  for (const number of numbers) {
    const many = offer.many(number)
    for (let index = 0; index < many; index += 1) {
      const known = offer.one(number, index)
      const priority = priorityOf(known)
      if (priority <= highest) continue
      highest = priority
      first = { known, number, index }
    }
  }
  return first
}

function firstAction<T>(offer: Offer<T>, numbers: readonly number[], priorityOf: PriorityOf): First | undefined {
  let first: First | undefined
  let highest = Number.NEGATIVE_INFINITY
  for (const number of numbers) {
    if (offer.many(number) === 0) continue
    const priority = priorityOf(number)
    if (priority <= highest) continue
    highest = priority
    first = { known: number, number, index: null }
  }
  return first
}

/** The priorities of a run, each drawn when it is asked for the first time. */
function newRanking(dice: Dice): { readonly priorityOf: PriorityOf; readonly taken: (known: unknown) => void } {
  const priorities = new Map<unknown, number>()
  const drawn = () => dice.nextInt(1, priorityMax)
  const isDrawnAgain = dice.nextInt(0, 1) === 1
  const falls = 2 ** dice.nextInt(0, fallsMax)
  let lowest = 0

  return {
    priorityOf(known) {
      const priority = priorities.get(known) ?? drawn()
      priorities.set(known, priority)
      return priority
    },
    taken(known) {
      if (isDrawnAgain) priorities.set(known, drawn())
      else if (dice.nextInt(1, falls) === 1) {
        lowest -= 1
        priorities.set(known, lowest)
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
