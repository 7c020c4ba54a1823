import type { Space } from "../learned/space.ts"
import type { BoundHit, Progress } from "../report.ts"
import { hit } from "../verdict.ts"
import { type Exchange, leastOf, mostOf, never, sumOf, sums } from "./exchange.ts"
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
  /** Asked between rounds: why the search must end, if it must; given how many bytes it is about to take. */
  readonly mustStop: (growth: number) => BoundHit | undefined
  /** Called as soon as all states of a level are known, with the first of them and the end; true ends the search. */
  readonly onLevel: (first: number, end: number) => boolean
  readonly onProgress: (progress: Progress) => void
}

/** Where a property was first broken, or a goal first met: the move of a state; in the initial state, parent -1. */
export interface Finding {
  /** The property's place: those of states, then those of steps, then deadlock. */
  readonly property: number
  readonly parent: number
  readonly ordinal: number
}

/** How a search ended, and what it counted. */
export interface Searched {
  readonly distinct: number
  readonly generated: number
  /** States on the longest shortest path. */
  readonly depth: number
  /** States whose moves were all taken. */
  readonly expanded: number
  readonly findings: readonly Finding[]
  readonly bounds: readonly BoundHit[]
  /** By action. */
  readonly taken: readonly number[]
  readonly represented: number
  readonly ends: number
  readonly widest: number
  readonly kilobytes: number
}

/** States that each thread expands in a round. */
const sliceStates = 4_096

/**
 * Visits every state that can be reached, breadth first: level by level, each in rounds. Only the thread that numbers the
 * states calls this; the others obey.
 */
export function search<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  limits: Limits,
): Searched {
  const bounds: BoundHit[] = []
  const goals = space.ofSteps.map(({ kind }) => kind === "sometimes")
  let expanded = 0
  let levelEnd = 1
  let depth = 1
  let distinct = 1
  let end: Finding | undefined

  function run(): void {
    end = firstBroken()
    if (end !== undefined || limits.onLevel(0, 1)) return
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
    const reason = limits.mustStop(thread.store.bytesToGrow(sliceStates * 4))
    if (reason !== undefined) bounds.push(reason)
    return reason !== undefined
  }

  /** Expands a slice of the level; false where the search is to end. */
  function round(): boolean {
    command(thread, exchange, "round", Math.min(levelEnd, expanded + sliceStates * exchange.threads), distinct)
    expanded = leastOf(exchange, "done")
    distinct = sumOf(exchange, "count")
    end = firstBroken()
    const full = distinct > limits.maxStates ? stateAt(limits.maxStates) : undefined
    if (full !== undefined && (end === undefined || isBefore(full.parent, full.ordinal, end.parent, end.ordinal))) {
      end = undefined
      cut(full.parent, full.ordinal)
      distinct = limits.maxStates
      bounds.push(hit("states", limits.maxStates))
      return false
    }
    if (end !== undefined) {
      cut(end.parent, end.ordinal)
      distinct = sumOf(exchange, "count")
      return false
    }
    if (sumOf(exchange, "tight") > 0) command(thread, exchange, "relayout")
    return true
  }

  const cut = (parent: number, ordinal: number): void => command(thread, exchange, "cut", parent, ordinal)

  function stateAt(global: number): Finding {
    return { property: -1, ...originOf(thread, exchange, global) }
  }

  function findings(): Finding[] {
    const properties = exchange.findings.length / 2 / exchange.threads
    const all: Finding[] = []
    for (let property = 0; property < properties; property += 1) {
      let [parent, ordinal] = [never, 0]
      for (let other = 0; other < exchange.threads; other += 1) {
        const at = (other * properties + property) * 2
        const key = [exchange.findings[at] as number, exchange.findings[at + 1] as number] as const
        if (isBefore(...key, parent, ordinal)) [parent, ordinal] = key
      }
      if (parent !== never) all.push({ property, parent, ordinal })
    }
    return all
  }

  const isGoal = ({ property }: Finding): boolean => goals[property - space.invariants.length] === true

  /** What ends the search: the first break, or, where all are wanted, the last one. */
  function firstBroken(): Finding | undefined {
    const broken = findings().filter((finding) => !isGoal(finding))
    const judged = space.invariants.length + goals.filter((goal) => !goal).length + (space.deadlock ? 1 : 0)
    if (broken.length === 0 || (limits.all && broken.length < judged)) return undefined
    const order = broken.toSorted((a, b) => (isBefore(a.parent, a.ordinal, b.parent, b.ordinal) ? -1 : 1))
    return limits.all ? order.at(-1) : order[0]
  }

  const generated = (): number => 1 + taken().reduce((sum, count) => sum + count, 0)

  function taken(): readonly number[] {
    return space.model.actions.map((_, action) => counted(action))
  }

  const counted = (at: number): number => exchange.counts.reduce((sum, counts) => sum + (counts[at] as number), 0)

  run()
  const actions = space.model.actions.length
  const isKept = ({ parent, ordinal }: Finding) =>
    end === undefined || !isBefore(end.parent, end.ordinal, parent, ordinal)
  return {
    distinct,
    generated: generated(),
    depth,
    expanded,
    findings: findings().filter(isKept),
    bounds,
    taken: taken(),
    represented: counted(actions + sums.represented),
    ends: counted(actions + sums.ends),
    widest: mostOf(exchange, "widest"),
    kilobytes: sumOf(exchange, "kilobytes"),
  }
}
