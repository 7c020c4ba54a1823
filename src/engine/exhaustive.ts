import { newInterner, rowKey } from "./components.ts"
import { heal } from "./healing.ts"
import { newJudge, reaches } from "./judge.ts"
import type { EnabledStep, Model, Step } from "./model.ts"
import type { ExhaustiveOptions } from "./options.ts"
import type { Property } from "./property.ts"
import type { BoundHit, ExhaustiveReport, Progress, Violation } from "./report.ts"
import { byProperty, hit, type Outcome, overall } from "./verdict.ts"
import { violationOf } from "./violation.ts"
import { enabledSteps, initialState, take } from "./walk.ts"

const defaults = {
  depth: Number.POSITIVE_INFINITY,
  maxStates: 10_000_000,
  healing: true,
  healingStepsMax: 5_000,
  shouldStop: () => false,
  onProgress: (_progress: Progress) => {},
} as const satisfies Required<ExhaustiveOptions>

/** Expansions between two looks at the watch. */
const watchEvery = 64

/**
 * Visits every reachable state, breadth first, so that the first violation is a shortest one. Step properties are judged on
 * every step, also to states that were seen before. States are compared by their rows, never by a hash alone.
 */
export function exhaustive<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  options: ExhaustiveOptions = {},
): ExhaustiveReport {
  const { depth: depthMax, maxStates, healing, healingStepsMax, shouldStop, onProgress } = { ...defaults, ...options }
  const judge = newJudge(properties)
  const interner = newInterner(model)
  const reached = new Map<string, number>()
  const indexOf = new Map<string, number>()
  const frontier: (S | undefined)[] = []
  const cameBy: Origin<S>[] = []
  let depth = 1
  let levelEnd = 1
  let generated = 1
  let bound: BoundHit | undefined

  function search(): Violation | undefined {
    const initial = initialState(model)
    const unhealed = add(initial, null)
    const broken = judge.ofState(initial)
    if (broken !== null) return violationOf(broken, [], { shortest: true })
    if (unhealed !== undefined) return unhealed
    for (let at = 0; at < frontier.length; at += 1) {
      if (at === levelEnd) {
        depth += 1
        levelEnd = frontier.length
      }
      if (at % watchEvery === 0 && isOver(at)) return undefined
      const violation = expand(at)
      if (violation !== undefined) return violation
      if (bound?.bound === "states") return undefined
    }
    return undefined
  }

  function expand(at: number): Violation | undefined {
    const before = frontier[at] as S
    frontier[at] = undefined
    const enabled = enabledSteps(model, before)
    if (depth >= depthMax) {
      if (enabled.length > 0) bound = hit("depth", depthMax)
      return undefined
    }
    for (const step of enabled) {
      const after = take(before, step)
      generated += 1
      for (const goal of judge.goals)
        if (!reached.has(goal.name) && reaches(goal, before, after, step)) reached.set(goal.name, 1)
      const broken = judge.ofStep(before, after, step)
      if (broken !== null) return violationOf(broken, traceTo(cameBy, { parent: at, step }), { shortest: true })
      const unhealed = add(after, { parent: at, step })
      if (unhealed !== undefined) return unhealed
    }
    return undefined
  }

  /** Remembers a state, if it is new, and heals it once. */
  function add(state: S, origin: Origin<S>): Violation | undefined {
    const key = rowKey(interner.row(state))
    if (indexOf.has(key)) return undefined
    if (indexOf.size >= maxStates) {
      bound = hit("states", maxStates)
      return undefined
    }
    indexOf.set(key, frontier.length)
    frontier.push(state)
    cameBy.push(origin)
    if (!healing || judge.healing.length === 0) return undefined
    const healed = heal(model, state, healingStepsMax)
    const broken = judge.ofSettled(healed.state)
    return broken === null ? undefined : violationOf(broken, traceTo(cameBy, origin), { shortest: true, healed })
  }

  function isOver(at: number): boolean {
    onProgress({ runs: 0, steps: 0, distinct: indexOf.size, generated, depth, frontier: frontier.length - at })
    if (shouldStop()) bound = hit("stopped")
    return bound?.bound === "stopped"
  }

  const violation = search()
  const outcome: Outcome = { clean: cleanBy(bound), reached, healing, ...(violation && { violation }) }
  return {
    engine: "exhaustive",
    verdict: overall(properties, outcome),
    states: { distinct: indexOf.size, generated },
    depth: Math.max(depth, (violation?.length ?? 0) + 1),
    properties: byProperty(properties, outcome),
    ...(violation && { violation }),
    bounds: bound === undefined ? [] : [bound],
  }
}

/** How a state was first reached; null for the initial one. */
type Origin<S> = { readonly parent: number; readonly step: EnabledStep<S> } | null

function traceTo<S>(cameBy: readonly Origin<S>[], last: Origin<S>): Step[] {
  const steps: Step[] = []
  for (let origin = last; origin !== null; origin = cameBy[origin.parent] as Origin<S>) steps.push(origin.step)
  return steps.reverse()
}

function cleanBy(bound: BoundHit | undefined): Outcome["clean"] {
  if (bound === undefined) return "holds"
  return bound.bound === "depth" ? "holds-to-bound" : "undecided"
}
