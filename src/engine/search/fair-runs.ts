import type { CheckedForest } from "../learned/questions.ts"
import type { Edge, FairGraph } from "./fair-graph.ts"
import { newComponents } from "./fair-graph.ts"

/** Which properties a run can break for good that starts in a state: one bit for each. */
type Mask = number

/** Judges what becomes of a system that is left alone. */
export interface FairRuns {
  /** The properties that some fair run from this state ends up breaking, as bits; null where it was cut short. */
  brokenFrom(row: Int32Array): Mask | null
  /** A fair run from a state that ends up breaking a property: how it gets there, and round what it goes for ever. */
  runFrom(row: Int32Array, property: number): FairRun
}

export interface FairRun {
  /** Numbers of steps. */
  readonly way: readonly number[]
  /** Empty where nothing is left to do. */
  readonly loop: readonly number[]
}

/**
 * A run is fair when a step that can be taken again and again is taken again and again. It ends either in a state where
 * nothing is left to do, or by going round in a strongly connected part of the graph; there it can stay for ever just if
 * each step that can be taken in the part is taken within it. Where a part has steps that only lead out of it, a run that
 * stays has to keep away from the states in which they can be taken: what is left is looked at again (the emptiness check
 * for Streett automata, after Emerson and Lei, 1987). A property is broken by a run after which it is not true for good.
 */
export function newFairRuns(graph: FairGraph, judge: CheckedForest, mayGoOn: () => boolean): FairRuns {
  /** By state: what can be broken from there, and what is broken there by a run that stays. */
  const reach: Mask[] = []
  const here: Mask[] = []
  const partOf: number[] = []
  let parts = 0

  function brokenIn(state: number): Mask {
    const count = judge.visit(graph.row(state))
    let mask = 0
    for (let i = 0; i < count; i += 1) mask |= 1 << ((judge.answers[i] as number) - 1)
    return mask
  }

  const components = newComponents(
    graph.edges,
    (states, edgesOf) => {
      parts += 1
      let mask = 0
      for (const state of states) {
        partOf[state] = parts
        here[state] = 0
        for (const { to } of edgesOf(state)) mask |= reach[to] ?? 0
      }
      const [first] = states as [number]
      if (states.length === 1 && edgesOf(first).length === 0) here[first] = brokenIn(first)
      if (states.length > 1)
        for (const core of fairCores(states, edgesOf)) {
          const broken = core.reduce((all, state) => all | brokenIn(state), 0)
          for (const state of core) here[state] = broken
        }
      for (const state of states) mask |= here[state] as Mask
      for (const state of states) reach[state] = mask
    },
    mayGoOn,
  )

  function brokenFrom(row: Int32Array): Mask | null {
    const root = graph.add(row)
    return components.visit(root) ? (reach[root] as Mask) : null
  }

  function runFrom(row: Int32Array, property: number): FairRun {
    const bit = 1 << property
    const way = wayTo(graph.edges, graph.add(row), (state) => ((here[state] as Mask) & bit) !== 0)
    const last = way.at(-1)?.to ?? graph.add(row)
    const edges = graph.edges(last)
    if (edges.length === 0) return { way: way.map(({ step }) => step), loop: [] }
    const part = membersOf(partOf[last] as number)
    const core = fairCores(part, graph.edges).find((states) => states.includes(last)) ?? []
    return { way: way.map(({ step }) => step), loop: loopIn(core, last, bit).map(({ step }) => step) }
  }

  const membersOf = (part: number): number[] => [...partOf.keys()].filter((state) => partOf[state] === part)

  /** A way round that takes every step which can be taken in the part, and comes through a state that breaks the property. */
  function loopIn(core: readonly number[], start: number, bit: Mask): readonly Edge[] {
    const inside = new Set(core)
    const within = (state: number) => graph.edges(state).filter(({ to }) => inside.has(to))
    const wanted = new Set(core.flatMap((state) => graph.edges(state).map(({ step }) => step)))
    const loop: Edge[] = []
    let at = start
    const go = (way: readonly Edge[]): void => {
      for (const edge of way) {
        loop.push(edge)
        wanted.delete(edge.step)
        at = edge.to
      }
    }
    go(wayTo(within, at, (state) => (brokenIn(state) & bit) !== 0))
    while (wanted.size > 0) {
      go(wayTo(within, at, (state) => within(state).some(({ step }) => wanted.has(step))))
      go(
        within(at)
          .filter(({ step }) => wanted.has(step))
          .slice(0, 1),
      )
    }
    go(wayTo(within, at, (state) => state === start))
    return loop
  }

  return { brokenFrom, runFrom }
}

/** The parts of a strongly connected part in which a fair run can stay for ever, going through all of their states. */
function fairCores(
  states: readonly number[],
  edgesOf: (state: number) => readonly Edge[],
): readonly (readonly number[])[] {
  const inside = new Set(states)
  const could = new Set<number>()
  const stays = new Set<number>()
  for (const state of states)
    for (const { to, step } of edgesOf(state)) {
      could.add(step)
      if (inside.has(to)) stays.add(step)
    }
  if (could.size === stays.size) return [states]
  const rest = states.filter((state) => edgesOf(state).every(({ step }) => stays.has(step)))
  const placeOf = new Map(rest.map((state, place) => [state, place]))
  const within = (place: number): readonly Edge[] =>
    edgesOf(rest[place] as number).flatMap(({ to, step }) => {
      const there = placeOf.get(to)
      return there === undefined ? [] : [{ to: there, step }]
    })
  const cores: (readonly number[])[] = []
  const components = newComponents(within, (part) => {
    if (part.length > 1)
      cores.push(
        ...fairCores(
          part.map((place) => rest[place] as number),
          edgesOf,
        ),
      )
  })
  for (const place of rest.keys()) components.visit(place)
  return cores
}

/** A shortest way from a state to one that is wanted. */
function wayTo(
  edgesOf: (state: number) => readonly Edge[],
  start: number,
  isWanted: (state: number) => boolean,
): readonly Edge[] {
  const cameBy = new Map<number, { readonly from: number; readonly edge: Edge } | null>([[start, null]])
  for (const state of cameBy.keys()) {
    if (isWanted(state)) {
      const way: Edge[] = []
      for (let origin = cameBy.get(state); origin; origin = cameBy.get(origin.from)) way.unshift(origin.edge)
      return way
    }
    for (const edge of edgesOf(state)) if (!cameBy.has(edge.to)) cameBy.set(edge.to, { from: state, edge })
  }
  return []
}
