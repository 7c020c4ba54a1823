import type { EnabledStep, Model } from "../model.ts"
import type { Property } from "../property.ts"
import type { Coverage, Progress, Watch } from "../report.ts"
import type { Meter } from "./draw-run.ts"
import { newSeen } from "./seen.ts"
import type { Walk } from "./walk.ts"

/** What has been counted so far. */
export interface Counts {
  readonly runs: number
  readonly steps: number
  /** States on the longest run. */
  readonly depth: number
  readonly distinct: number
  readonly isStopped: boolean
  /** Whether there were more distinct states than may be counted. */
  readonly isFull: boolean
  readonly reached: ReadonlyMap<string, number>
  readonly coverage: Coverage
}

export interface CountingMeter<S extends object> extends Meter<S> {
  counts(): Counts
  isStopped(): boolean
}

/** Steps between two looks at the watch. */
const watchEvery = 64

/** Counts what the runs come across, in bounded memory, and asks the watch whether to go on. */
export function newMeter<S extends object>(
  { actions }: Model<S>,
  properties: readonly Property<S>[],
  { shouldStop, onProgress, statesSeenMax }: Watch & { readonly statesSeenMax: number },
): CountingMeter<S> {
  const seen = newSeen(statesSeenMax)
  const goals = properties.filter(({ kind }) => kind === "sometimes")
  const taken = new Map(actions.map(({ name }) => [name, { times: 0 }]))
  const tried = new Set<string>()
  const reached = new Map<string, number>()
  const goalsOfRun = new Set<string>()
  let [runs, steps, depth, stepsOfRun, asked, healedRuns, healedSteps] = [0, 0, 0, 0, 0, 0, 0]
  let isStopped = false

  function onRun(walk: Walk<S>): void {
    runs += 1
    stepsOfRun = 0
    depth = Math.max(depth, 1)
    goalsOfRun.clear()
    seen.add(walk.low, walk.high)
  }

  function onStep({ action }: EnabledStep<S>, walk: Walk<S>): void {
    steps += 1
    stepsOfRun += 1
    if (stepsOfRun >= depth) depth = stepsOfRun + 1
    const ofAction = taken.get(action)
    if (ofAction !== undefined) ofAction.times += 1
    seen.add(walk.low, walk.high)
    for (const goal of walk.met) {
      if (goalsOfRun.has(goal)) continue
      goalsOfRun.add(goal)
      reached.set(goal, (reached.get(goal) ?? 0) + 1)
    }
  }

  function onHealed(count: number): void {
    healedRuns += 1
    healedSteps += count
  }

  function isOver(): boolean {
    if (!isStopped && asked % watchEvery === 0) {
      onProgress(progress())
      isStopped = shouldStop()
    }
    asked += 1
    return isStopped
  }

  function progress(): Progress {
    return { runs, steps, distinct: seen.count(), generated: runs + steps, depth, frontier: 0 }
  }

  function counts(): Counts {
    const coverage: Coverage = {
      actions: Object.fromEntries(Array.from(taken, ([name, { times }]) => [name, times])),
      neverEnabled: [...taken].filter(([name, { times }]) => times === 0 && tried.has(name)).map(([name]) => name),
      goals: Object.fromEntries(goals.map(({ name }) => [name, reached.get(name) ?? 0])),
      healed: { runs: healedRuns, steps: healedSteps },
    }
    return { runs, steps, depth, distinct: seen.count(), isStopped, isFull: seen.isFull(), reached, coverage }
  }

  return {
    onRun,
    onStep,
    onHealed,
    onTried: ({ name }) => tried.add(name),
    shouldStop: isOver,
    isStopped: () => isStopped,
    counts,
  }
}

/** A meter for those who count nothing and never stop. */
export const silent: Meter<object> = {
  onRun: () => {},
  onTried: () => {},
  onStep: () => {},
  onHealed: () => {},
  shouldStop: () => false,
}
