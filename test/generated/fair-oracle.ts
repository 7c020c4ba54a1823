import { dataText, sameData } from "../../src/engine/data.ts"
import type { EnabledStep, Model } from "../../src/engine/model.ts"
import type { AfterHealing } from "../../src/engine/property.ts"
import { enabledSteps, initialState, take } from "../../src/engine/walk.ts"

interface Edge {
  readonly to: number
  readonly step: string
}

/** A state that can be reached, how many steps lead to it, and what a system that is left alone can do in it. */
interface Node<S> {
  readonly state: S
  readonly depth: number
  edges: readonly Edge[]
}

const isFair = <S>({ definition: { kind } }: EnabledStep<S>): boolean => kind === "protocol" || kind === "healing"

/** Every state, breadth first, by the model's own code. */
function graphOf<S extends object>(model: Model<S>): readonly Node<S>[] {
  const nodes: Node<S>[] = []
  const numberOf = new Map<string, number>()
  const add = (state: S, depth: number): number => {
    const text = dataText(state)
    const known = numberOf.get(text)
    if (known !== undefined) return known
    numberOf.set(text, nodes.length)
    return nodes.push({ state, depth, edges: [] }) - 1
  }
  add(initialState(model), 0)
  for (const node of nodes) {
    const taken = enabledSteps(model, node.state).map((step) => ({ step, after: take(node.state, step) }))
    const edges = taken.map(({ step, after }) => ({ step, after, to: add(after, node.depth + 1) }))
    node.edges = edges
      .filter(({ step, after }) => isFair(step) && !sameData(after, node.state))
      .map(({ step, to }) => ({ to, step: `${step.action} ${dataText(step.choice)}` }))
  }
  return nodes
}

function reachable(start: number, edgesOf: (node: number) => readonly Edge[]): ReadonlySet<number> {
  const seen = new Set([start])
  for (const node of seen) for (const { to } of edgesOf(node)) seen.add(to)
  return seen
}

function* subsets<T>(items: readonly T[]): Iterable<ReadonlySet<T>> {
  for (let bits = 0; bits < 2 ** items.length; bits += 1)
    yield new Set(items.filter((_, index) => (bits & (2 ** index)) !== 0))
}

/**
 * The states in which a fair run can be again and again. What it does again and again is a set of steps; it is in the end
 * where nothing but these can be taken, and goes round there in a way that takes them all. So every set is tried.
 */
function statesOfFairRuns(edges: readonly (readonly Edge[])[]): ReadonlySet<number> {
  const found = new Set<number>()
  const steps = [...new Set(edges.flatMap((some) => some.map(({ step }) => step)))]
  for (const taken of subsets(steps)) {
    const isInside = (node: number): boolean => edges[node]?.every(({ step }) => taken.has(step)) ?? false
    const within = (node: number): readonly Edge[] => edges[node]?.filter(({ to }) => isInside(to)) ?? []
    for (const node of edges.keys()) {
      if (!isInside(node) || found.has(node)) continue
      const part = [...reachable(node, within)].filter((other) => reachable(other, within).has(node))
      const inPart = part.flatMap((member) => within(member).filter(({ to }) => part.includes(to)))
      const isRound = taken.size === 0 ? edges[node]?.length === 0 : inPart.length > 0
      if (isRound && [...taken].every((step) => inPart.some((edge) => edge.step === step))) found.add(node)
    }
  }
  return found
}

/** What is known of a model and a property of fair runs. */
interface Judgement {
  /** Steps to the first state from which a fair run breaks the property for good; undefined where none does. */
  readonly length: number | undefined
  readonly states: number
  readonly steps: number
}

/** Judges every fair run by trying everything; for models of a few states and steps. */
export function judgedByAll<S extends object>(model: Model<S>, property: AfterHealing<S>): Judgement {
  const nodes = graphOf(model)
  const edges = nodes.map((node) => node.edges)
  const again = statesOfFairRuns(edges)
  const isBad = (node: number): boolean =>
    [...reachable(node, (at) => edges[at] ?? [])].some(
      (other) => again.has(other) && property.broken((nodes[other] as Node<S>).state) !== null,
    )
  const depths = nodes.flatMap(({ depth }, node) => (isBad(node) ? [depth] : []))
  return {
    length: depths.length === 0 ? undefined : Math.min(...depths),
    states: nodes.length,
    steps: new Set(edges.flat().map(({ step }) => step)).size,
  }
}
