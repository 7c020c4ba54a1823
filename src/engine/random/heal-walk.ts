import { type Healed, isFair, longestAgo } from "../healing.ts"
import type { EnabledStep } from "../model.ts"
import type { Walk } from "./walk.ts"

/** Heals the system that a walk stands in: the same schedule as `heal` takes with the model's own code, over rows. */
export function healWalk<S extends object>(walk: Walk<S>, stepsMax: number): Healed<S> {
  const takenAt = new Map<number, number>()
  const steps: EnabledStep<S>[] = []
  let idle = 0
  for (let now = 1; steps.length < stepsMax; now += 1) {
    const moves = fairSteps(walk)
    if (idle >= moves.length) return { state: walk.state(), steps, settled: true }
    const move = longestAgo(moves, (one) => takenAt.get(one) ?? 0)
    takenAt.set(move, now)
    idle = walk.changes(move) ? 0 : idle + 1
    if (idle > 0) continue
    steps.push(walk.stepOf(move))
    walk.pass(move)
  }
  return { state: walk.state(), steps, settled: fairSteps(walk).length === 0 }
}

function fairSteps<S extends object>(walk: Walk<S>): readonly number[] {
  return [...walk.all(isFair)]
}
