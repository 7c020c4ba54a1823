import { newStateJudge } from "../learned/judging.ts"
import type { Space } from "../learned/space.ts"
import type { EnabledStep } from "../model.ts"
import { type AfterHealing, always, type Property } from "../property.ts"
import type { Breach } from "./confirm.ts"
import type { Exchange } from "./exchange.ts"
import { newFairGraph } from "./fair-graph.ts"
import { newFairRuns } from "./fair-runs.ts"
import { ordinalsOf, statesOf } from "./orders.ts"
import { stepsOf } from "./path.ts"
import type { SearchThread } from "./thread.ts"

/** Looks for states from which a system does not heal. */
export interface Unhealed<S> {
  /** Looks at the states from one number to another; true where nothing is left to look for. */
  look(first: number, end: number, all: boolean): boolean
  readonly found: readonly Breach<S>[]
  bytes(): number
}

/** Every fair run from every state is judged; the first state from which one fails is one that the fewest steps lead to. */
export function newUnhealed<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  properties: readonly Property<S>[],
): Unhealed<S> {
  const healing = properties.filter((property): property is AfterHealing<S> => property.kind === "afterHealing")
  const found: Breach<S>[] = []
  if (healing.length === 0) return { look: () => false, found, bytes: () => 0 }
  const judge = newStateJudge(
    healing.map((property) =>
      always<S>({ name: property.name, says: property.says, broken: (state) => property.broken(state) }),
    ),
    space.catalogue,
    space.recorder,
  )
  const graph = newFairGraph(space)
  const runs = newFairRuns(graph, judge)
  let open = healing.map((_, index) => index)

  function look(first: number, end: number, all: boolean): boolean {
    for (const state of statesOf(thread, exchange, first, end)) {
      const { global } = state
      const row = thread.rowOf(state)
      const mask = runs.brokenFrom(row)
      if (mask === 0) continue
      const broken = open.filter((index) => (mask & (1 << index)) !== 0)
      for (const index of all ? broken : broken.slice(0, 1)) found.push(breachOf(index, global, row))
      open = open.filter((index) => !broken.includes(index))
      if (open.length === 0 || (!all && found.length > 0)) break
    }
    return !all && found.length > 0
  }

  function breachOf(index: number, global: number, row: Int32Array): Breach<S> {
    const { way, loop } = runs.runFrom(row, index)
    const named = (steps: readonly number[]) => steps.map((step) => space.moves.steps.list[step] as EnabledStep<S>)
    return {
      property: healing[index] as AfterHealing<S>,
      steps: stepsOf(space, undefined, ordinalsOf(thread, exchange, global)),
      healing: named(way),
      loop: named(loop),
    }
  }

  return { look, found, bytes: () => graph.bytes() }
}
