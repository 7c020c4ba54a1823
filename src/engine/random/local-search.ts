import type { EnabledStep } from "../model.ts"
import type { Alphabet } from "./alphabet.ts"
import type { Finding, Trial } from "./trial.ts"

/** Where to look, and how far. */
export interface Bounds<S> {
  readonly stepsOf: Alphabet<S>
  readonly stepsMax: number
  /** States to make, known ones included. */
  readonly statesMax: number
  /** States worth meeting, by row key, with the steps that the known way needs from the start to there. */
  readonly later?: ReadonlyMap<string, number>
}

/** What a search came to: a shorter way to a violation, or to a later state; `exhausted` where it saw everything in reach. */
interface Way<S> {
  readonly steps: readonly EnabledStep<S>[]
  /** The steps of the known way that this one stands for; absent for a way to a violation. */
  readonly replaces?: number
}

export interface Found<S> {
  readonly way: Way<S> | null
  readonly exhausted: boolean
}

interface Node<S> {
  readonly state: S
  readonly depth: number
  faults: number
  step: EnabledStep<S> | null
  parent: Node<S> | null
}

/**
 * Breadth first from one state to the nearest violation of the trial's property, and of the nearest ones to that with the
 * fewest faults. With `later` also to the later state that saves most steps. Bounded in states, not in time.
 */
export function searchFrom<S extends object>(trial: Trial<S>, from: S, bounds: Bounds<S>): Found<S> {
  const { stepsMax } = bounds
  const end = trial.made() + bounds.statesMax
  const start: Node<S> = { state: from, depth: 0, faults: 0, step: null, parent: null }
  const nodes = new Map([[trial.keyOf(from), start]])
  let violating: Node<S> | null = null
  let shortCut: { readonly node: Node<S>; readonly replaces: number } | null = null

  function consider(node: Node<S>, finding: Finding<S>): void {
    if (finding?.kind !== "found") return
    const isBetter =
      violating === null ||
      node.depth < violating.depth ||
      (node.depth === violating.depth && node.faults < violating.faults)
    if (isBetter) violating = node
  }

  function result(exhausted: boolean): Found<S> {
    if (violating !== null) return { way: { steps: wayTo(violating) }, exhausted }
    if (shortCut !== null) return { way: { steps: wayTo(shortCut.node), replaces: shortCut.replaces }, exhausted }
    return { way: null, exhausted }
  }

  for (const node of nodes.values()) {
    const bestDepth: number = (violating as Node<S> | null)?.depth ?? stepsMax + 1
    if (node.depth + 1 > Math.min(bestDepth, stepsMax)) return result(true)
    for (const step of bounds.stepsOf(node.state, wayTo(node))) {
      if (trial.made() >= end || trial.isSpent()) return result(false)
      const after = trial.next(node.state, step)
      const faults = node.faults + (step.definition.kind === "fault" ? 1 : 0)
      const reached: Node<S> = { state: after, depth: node.depth + 1, faults, step, parent: node }
      const finding = trial.ofStep(node.state, after, step)
      consider(reached, finding)
      if (finding !== null) continue
      const key = trial.keyOf(after)
      const known = nodes.get(key)
      if (known !== undefined) {
        preferFewerFaults(known, reached)
        continue
      }
      nodes.set(key, reached)
      consider(reached, trial.ofEnd(after))
      const replaces = bounds.later?.get(key)
      if (replaces !== undefined && replaces - reached.depth > saved(shortCut)) shortCut = { node: reached, replaces }
    }
  }
  return result(true)
}

function preferFewerFaults<S extends object>(known: Node<S>, other: Node<S>): void {
  if (known.depth !== other.depth || known.faults <= other.faults) return
  known.faults = other.faults
  known.step = other.step
  known.parent = other.parent
}

const saved = <S extends object>(cut: { readonly node: Node<S>; readonly replaces: number } | null) =>
  cut === null ? 0 : cut.replaces - cut.node.depth

function wayTo<S extends object>(last: Node<S>): readonly EnabledStep<S>[] {
  const steps: EnabledStep<S>[] = []
  for (let node: Node<S> | null = last; node !== null; node = node.parent) if (node.step !== null) steps.push(node.step)
  return steps.reverse()
}
