import { newStateJudge } from "../learned/judging.ts"
import type { Space } from "../learned/space.ts"
import type { EnabledStep } from "../model.ts"
import { type AfterHealing, always, type Property } from "../property.ts"
import type { BoundHit } from "../report.ts"
import { hit } from "../verdict.ts"
import type { Breach } from "./confirm.ts"
import type { Exchange } from "./exchange.ts"
import { newFairGraph } from "./fair-graph.ts"
import { newFairRuns } from "./fair-runs.ts"
import { healAlong } from "./one-healing.ts"
import { ordinalsOf, statesOf } from "./orders.ts"
import { stepsOf } from "./path.ts"
import type { SearchThread } from "./thread.ts"

/** Looks for states from which a system does not heal. */
export interface Unhealed<S> {
  /** Tries one fair run from each state between two numbers; true where the search can end, as a promise is broken. */
  tryOne(first: number, end: number): boolean
  /** Judges every fair run from the states before a number. */
  judgeAll(end: number): void
  /** Judges every fair run from states that fewer steps lead to than to a breach which a single run has shown. */
  certify(): void
  readonly found: readonly Breach<S>[]
  /** What kept it from judging every fair run; null where nothing did. */
  readonly cut: BoundHit | null
  bytes(): number
}

/** How much may be looked at. */
export interface HealingLimits {
  readonly all: boolean
  readonly maxStates: number
  readonly shouldStop: () => boolean
  readonly memoryLeft: () => number
  /** Told now and then how many states of fair runs were looked at. */
  readonly onFairStates: (count: number) => void
}

/** States from which one fair run is tried while the search goes on; those that few steps lead to. */
const triedMax = 20_000
/** Steps after which a run that is tried is given up: it may go on for ever, and is judged with all others in the end. */
const triedStepsMax = 2_000
/** States between two looks at the limits. */
const lookEvery = 256
/** States of fair runs that are looked at to see whether a breach is a shortest one. */
const certifyMax = 200_000

/**
 * While the search goes on, one fair run from each state is tried, which finds most of what does not heal within a few
 * steps. When the states are known, every fair run is judged: the first state from which one fails is one that the
 * fewest steps lead to.
 */
export function newUnhealed<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  properties: readonly Property<S>[],
  { all, maxStates, shouldStop, memoryLeft, onFairStates }: HealingLimits,
): Unhealed<S> {
  const healing = properties.filter((property): property is AfterHealing<S> => property.kind === "afterHealing")
  const found: Breach<S>[] = []
  if (healing.length === 0)
    return { tryOne: () => false, judgeAll: () => {}, certify: () => {}, found, cut: null, bytes: () => 0 }
  const judge = newStateJudge(
    healing.map((property) => always<S>({ ...property, broken: (state) => property.broken(state) })),
    space.catalogue,
    space.recorder,
  )
  const graph = newFairGraph(space)
  const runs = newFairRuns(graph, judge, mayGoOn)
  let open = healing.map((_, index) => index)
  let looks = 0
  let cut: BoundHit | null = null
  let statesMax = maxStates
  /** The breach that a single run has shown, and the first state that as many steps lead to as to where it starts. */
  let tried: { readonly index: number; readonly levelStart: number } | undefined

  function mayGoOn(): boolean {
    if (looks % lookEvery === 0 && cut === null) {
      onFairStates(graph.count())
      cut = limitHit()
    }
    looks += 1
    return cut === null
  }

  function limitHit(): BoundHit | null {
    if (shouldStop()) return hit("stopped")
    if (graph.count() > statesMax) return hit("states", statesMax)
    return memoryLeft() < graph.bytes() / 2 ? hit("memory") : null
  }

  function tryOne(first: number, end: number): boolean {
    for (const state of statesOf(thread, exchange, first, Math.min(end, triedMax))) {
      if (open.length === 0 || shouldStop()) break
      const { row, steps, settled } = healAlong(space, thread.rowOf(state), triedStepsMax)
      if (!settled) continue
      const count = judge.visit(row)
      const [answer = 0] = judge.answers.slice(0, count).sort()
      if (count === 0 || !open.includes(answer - 1)) continue
      tried = { index: answer - 1, levelStart: first }
      report(answer - 1, state.global, steps, [], null)
      if (!all) return true
    }
    return false
  }

  function judgeAll(end: number): void {
    for (const state of statesOf(thread, exchange, 0, end)) {
      if (open.length === 0) break
      const row = thread.rowOf(state)
      const mask = runs.brokenFrom(row)
      if (mask === null) break
      for (const index of open.filter((property) => (mask & (1 << property)) !== 0)) {
        const { way, loop } = runs.runFrom(row, index)
        report(index, state.global, way, loop, true)
      }
      if (found.length > 0 && !all) break
    }
  }

  function certify(): void {
    const [breach] = found
    if (breach === undefined || tried === undefined || all) return
    const { index, levelStart } = tried
    statesMax = certifyMax
    open = [index]
    found.length = 0
    judgeAll(levelStart)
    if (found.length === 0) found.push({ ...breach, shortest: cut === null ? true : null })
  }

  function report(
    index: number,
    global: number,
    healed: readonly number[],
    loop: readonly number[],
    shortest: true | null,
  ): void {
    if (!open.includes(index) || (found.length > 0 && !all)) return
    open = open.filter((other) => other !== index)
    const named = (steps: readonly number[]) => steps.map((step) => space.moves.steps.list[step] as EnabledStep<S>)
    found.push({
      property: healing[index] as AfterHealing<S>,
      steps: stepsOf(space, undefined, ordinalsOf(thread, exchange, global)),
      healing: named(healed),
      loop: named(loop),
      shortest,
    })
  }

  return {
    tryOne,
    judgeAll,
    certify,
    found,
    get cut() {
      return cut
    },
    bytes: () => graph.bytes(),
  }
}
