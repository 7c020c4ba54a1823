import { isFair, longestAgo } from "../healing.ts"
import type { Space } from "../learned/space.ts"
import { after, movesOf } from "./path.ts"

/** How a system heals along one schedule. */
export interface OneHealing {
  readonly row: Int32Array
  /** Numbers of steps. */
  readonly steps: readonly number[]
  readonly settled: boolean
}

/**
 * Lets the system run alone from a row, as `heal` does: of what can be taken that which was taken longest ago comes first.
 * One fair run of many, and quickly made.
 */
export function healAlong<S extends object>(space: Space<S>, from: Int32Array, stepsMax: number): OneHealing {
  const { moves, model } = space
  const isFairAction = model.actions.map(isFair)
  const takenAt = new Map<number, number>()
  const steps: number[] = []
  let row = from
  let idle = 0
  for (let now = 1; steps.length < stepsMax; now += 1) {
    const fair = movesOf(space, row).filter((move) => isFairAction[moves.actionNumbers.all[move] as number])
    if (idle >= fair.length) return { row, steps, settled: true }
    const stepOf = (move: number) => moves.stepNumbers.all[move] as number
    const move = longestAgo(fair, (one) => takenAt.get(stepOf(one)) ?? 0)
    takenAt.set(stepOf(move), now)
    const next = after(space, row, move)
    idle = next.every((number, slot) => number === (row[slot] ?? 0)) ? idle + 1 : 0
    if (idle > 0) continue
    steps.push(stepOf(move))
    row = next
  }
  return { row, steps, settled: false }
}
