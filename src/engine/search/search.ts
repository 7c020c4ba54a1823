import type { Space } from "../learned/space.ts"
import type { BoundHit, Progress } from "../report.ts"
import { hit } from "../verdict.ts"
import { type Exchange, leastOf, mostOf, sumOf, sums } from "./exchange.ts"
import { endOf, type Finding, findingsIn } from "./findings.ts"
import { command, originOf } from "./orders.ts"
import type { SearchThread } from "./thread.ts"
import { isBefore } from "./voice.ts"

/** What a search may cost, and who watches it. */
export interface Limits {
  /** States on a path, the initial one included. */
  readonly depth: number
  readonly maxStates: number
  /** Whether to go on after a property is broken, to break the others too. */
  readonly all: boolean
  readonly shouldStop: () => boolean
  /** Bytes that may still be taken. */
  readonly memoryLeft: () => number
  /** Called as soon as all states of a level are known, with the first of them and the end; true ends the search. */
  readonly onLevel: (first: number, end: number) => boolean
  /** Called between rounds, when nothing is on its way. */
  readonly onPause: (position: Position, isLast: boolean) => void
  readonly onProgress: (progress: Progress) => void
}

/** How far a search has come. States are numbered in the order in which they were found. */
export interface Position {
  /** All states before this one are expanded. */
  readonly expanded: number
  /** The end of the level that is being expanded, and its depth. */
  readonly levelEnd: number
  readonly depth: number
  /** States that are known. */
  readonly distinct: number
}

export const beginning: Position = { expanded: 0, levelEnd: 1, depth: 1, distinct: 1 }

/** How a search ended, and what it counted. */
export interface Searched extends Position {
  readonly generated: number
  readonly findings: readonly Finding[]
  readonly bounds: readonly BoundHit[]
  /** Whether states are known by hashes only, since memory ended. */
  readonly hasForgotten: boolean
  /** By action. */
  readonly taken: readonly number[]
  readonly represented: number
  readonly ends: number
  readonly widest: number
  readonly kilobytes: number
  /** How often the model's own code was asked what can happen, and how often that was looked up for a state. */
  readonly asked: number
  readonly visits: number
}

/** States that each thread expands in a round. */
const sliceStates = 4_096
/** New states that an expanded one is reckoned to bring at most, where room is made ahead. */
const growth = 4

/**
 * Visits every state that can be reached, breadth first: level by level, each in rounds. Only the thread that numbers the
 * states calls this; the others obey.
 */
export function search<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  limits: Limits,
  from: Position,
): Searched {
  const bounds: BoundHit[] = []
  let { expanded, levelEnd, depth, distinct } = from
  let end: Finding | undefined

  function run(): void {
    end = endOf(space, exchange, limits.all)
    if (end !== undefined || limits.onLevel(0, levelEnd)) return
    for (;;) {
      if (expanded === levelEnd) {
        if (distinct === levelEnd) return
        levelEnd = distinct
        depth += 1
        if (limits.onLevel(expanded, levelEnd)) return
      }
      if (depth >= limits.depth) {
        command(thread, exchange, "probe")
        if (sumOf(exchange, "goesOn") > 0) bounds.push(hit("depth", limits.depth))
        return
      }
      if (isOver() || !round()) return
    }
  }

  function isOver(): boolean {
    limits.onProgress({ runs: 0, steps: 0, distinct, generated: generated(), depth, frontier: distinct - expanded })
    if (limits.shouldStop()) bounds.push(hit("stopped"))
    else if (!hasMemory()) bounds.push(hit("memory"))
    return bounds.length > 0
  }

  /** Whether there is memory for another round; what can be done without is given up first, once. */
  function hasMemory(): boolean {
    const needed = () => exchange.threads * thread.store.bytesToGrow(sliceStates * growth)
    if (limits.memoryLeft() >= needed()) return true
    if (thread.store.identity === "fingerprints") return false
    command(thread, exchange, "forget")
    return limits.memoryLeft() >= needed()
  }

  /** Expands a slice of the level; false where the search is to end. */
  function round(): boolean {
    const target = Math.min(levelEnd, expanded + sliceStates * exchange.threads)
    command(thread, exchange, "round", target, distinct)
    expanded = leastOf(exchange, "done")
    distinct = sumOf(exchange, "count")
    end = settled()
    const full = distinct > limits.maxStates ? originOf(thread, exchange, limits.maxStates) : undefined
    if (full !== undefined && (end === undefined || isBefore(full.parent, full.ordinal, end.parent, end.ordinal))) {
      end = undefined
      cut(full)
      distinct = limits.maxStates
      bounds.push(hit("states", limits.maxStates))
      return false
    }
    if (end !== undefined) {
      cut(end)
      return false
    }
    if (sumOf(exchange, "tight") > 0) command(thread, exchange, "relayout")
    if (expanded === target) limits.onPause(position(), false)
    return true
  }

  /** Forgets what came after the move with which the search ends. */
  function cut({ parent, ordinal }: Pick<Finding, "parent" | "ordinal">): void {
    command(thread, exchange, "cut", parent, ordinal)
    expanded = parent + 1
    distinct = sumOf(exchange, "count")
  }

  /** What ends the search, once all that comes before it is taken in. */
  function settled(): Finding | undefined {
    const found = endOf(space, exchange, limits.all)
    return found !== undefined && found.parent < expanded ? found : undefined
  }

  const position = (): Position => ({ expanded, levelEnd, depth, distinct })
  const counted = (at: number): number => exchange.counts.reduce((sum, counts) => sum + (counts[at] as number), 0)
  const taken = (): readonly number[] => space.model.actions.map((_, action) => counted(action))
  const generated = (): number => 1 + taken().reduce((sum, count) => sum + count, 0)

  run()
  if (end === undefined && !bounds.some(({ bound }) => bound === "states")) limits.onPause(position(), true)
  const actions = space.model.actions.length
  return {
    ...position(),
    generated: generated(),
    findings: findingsIn(exchange).filter(
      ({ parent, ordinal }) => end === undefined || !isBefore(end.parent, end.ordinal, parent, ordinal),
    ),
    bounds,
    hasForgotten: thread.store.identity === "fingerprints",
    taken: taken(),
    represented: counted(actions + sums.represented),
    ends: counted(actions + sums.ends),
    widest: mostOf(exchange, "widest"),
    kilobytes: sumOf(exchange, "kilobytes"),
    asked: sumOf(exchange, "asked"),
    visits: sumOf(exchange, "visits"),
  }
}
