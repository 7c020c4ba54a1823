import { invariant, QuorateError } from "../../errors.ts"
import type { Space } from "../learned/space.ts"
import type { Model } from "../model.ts"
import type { ExhaustiveOptions } from "../options.ts"
import type { AfterHealing, Property } from "../property.ts"
import type { BoundHit, ExhaustiveReport, PropertyVerdict, Violation } from "../report.ts"
import { byProperty, hit, type Outcome, overall } from "../verdict.ts"
import { confirmed } from "./confirm.ts"
import { newMember, sizesOf } from "./member.ts"
import { fail, failureOf, newSharedMemory, OtherThreadFailed, type SharedMemory } from "./memory.ts"
import { command, ordinalsTo } from "./orders.ts"
import { stepsOf } from "./path.ts"
import { type Finding, type Limits, type Searched, search } from "./search.ts"
import { asymmetry, symmetriesOf } from "./symmetry.ts"
import { newUnhealed } from "./unhealed.ts"

const defaults = {
  depth: Number.POSITIVE_INFINITY,
  maxStates: 100_000_000,
  all: false,
  symmetry: false,
  healing: true,
  verify: false,
  shouldStop: () => false,
  onProgress: () => {},
} as const satisfies Omit<Required<ExhaustiveOptions>, "crew">

type Resolved = Omit<Required<ExhaustiveOptions>, "crew"> & Pick<ExhaustiveOptions, "crew">

/**
 * Visits every reachable state, breadth first, so that the first violation is a shortest one. Step properties are judged on
 * every step, also to states that were seen before; `afterHealing` on every fair run from every state.
 */
export function exhaustive<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  options: ExhaustiveOptions = {},
): ExhaustiveReport {
  const resolved: Resolved = { ...defaults, ...options }
  const { crew, healing } = resolved
  const judged = properties.filter(({ kind }) => healing || kind !== "afterHealing")
  if (resolved.symmetry) refuseAsymmetry(model, judged)
  const memory = crew === undefined ? undefined : newSharedMemory(sizesOf(model, judged, crew.threads))
  if (memory !== undefined)
    crew?.start(
      memory,
      judged.map(({ name }) => name),
    )
  try {
    return lead(model, properties, judged, resolved, memory)
  } catch (error) {
    if (memory === undefined) throw error
    if (error instanceof OtherThreadFailed) throw failureOf(memory)
    fail(memory, error)
    throw error
  }
}

function lead<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  judged: readonly Property<S>[],
  options: Resolved,
  memory: SharedMemory | undefined,
): ExhaustiveReport {
  const { all, shouldStop } = options
  const { space, canon, exchange, thread } = newMember(model, judged, options, memory, 0)
  const unhealed = newUnhealed(space, thread, exchange, judged)
  const limits: Limits = {
    ...options,
    mustStop: () => (shouldStop() ? hit("stopped") : undefined),
    onLevel: (first, end) => unhealed.look(first, end, all),
  }
  const searched = search(space, thread, exchange, limits)
  const broken = searched.findings.flatMap((finding) => {
    const property = propertyOf(space, finding)
    const steps = stepsOf(space, canon, ordinalsTo(thread, exchange, finding))
    return property.kind === "sometimes" ? [] : [{ property, steps }]
  })
  const violations = [...unhealed.found, ...broken]
    .sort((a, b) => a.steps.length - b.steps.length)
    .map((breach) => confirmed(model, breach))
  command(thread, exchange, "stop")
  const more = { ...options, moreBytes: unhealed.bytes(), workers: exchange.threads }
  return reportOf(space, properties, searched, violations, more)
}

function refuseAsymmetry<S extends object>(model: Model<S>, properties: readonly Property<S>[]): void {
  const reason = asymmetry(model, properties)
  if (reason !== null) throw new QuorateError("USAGE", `symmetry cannot be used here: ${reason}`)
}

function propertyOf<S extends object>(
  { invariants, ofSteps, deadlock }: Space<S>,
  { property }: Finding,
): Exclude<Property<S>, AfterHealing<S>> {
  const all = [...invariants, ...ofSteps, ...(deadlock === undefined ? [] : [deadlock])]
  const found = all[property]
  invariant(found, `no property has the number ${property}`)
  return found
}

function reportOf<S extends object>(
  space: Space<S>,
  properties: readonly Property<S>[],
  searched: Searched,
  violations: readonly Violation[],
  { all, healing, symmetry, moreBytes, workers }: Resolved & { readonly moreBytes: number; readonly workers: number },
): ExhaustiveReport {
  const { distinct, generated, expanded, bounds, taken, represented, ends, widest, kilobytes } = searched
  const clean = cleanBy(bounds)
  const goals = searched.findings
    .map((finding) => propertyOf(space, finding))
    .filter(({ kind }) => kind === "sometimes")
  const outcome: Outcome = {
    clean,
    violations,
    reached: new Map(goals.map(({ name }) => [name, 1])),
    healing: healing ? healingBy(clean) : "not-judged",
    wentOn: all && bounds.length === 0,
  }
  const [violation] = violations
  const names = space.model.actions.map(({ name }) => name)
  return {
    engine: "exhaustive",
    verdict: overall(properties, outcome),
    states: { distinct, generated },
    depth: Math.max(searched.depth, (violation?.length ?? 0) + 1),
    properties: byProperty(properties, outcome),
    ...(violation && { violation }),
    violations,
    bounds,
    coverage: {
      actions: Object.fromEntries(names.map((name, index) => [name, taken[index] ?? 0])),
      neverEnabled: names.filter((_, index) => taken[index] === 0),
    },
    graph: { expanded, outDegree: { mean: (generated - 1) / Math.max(1, expanded), max: widest }, ends },
    ...(symmetry && { symmetry: { of: symmetriesOf(space.model).map(({ of }) => of), represented } }),
    workers,
    bytesPerState: Math.round((kilobytes * 1_024 + moreBytes) / distinct),
    learned: { asked: space.moves.forest.counts.asked, of: expanded * space.moves.questions },
  }
}

function cleanBy(bounds: readonly BoundHit[]): Outcome["clean"] {
  if (bounds.length === 0) return "holds"
  return bounds.every(({ bound }) => bound === "depth") ? "holds-to-bound" : "undecided"
}

/** Every fair run from the states that were visited was judged, however far it goes. */
const healingBy = (clean: Outcome["clean"]): PropertyVerdict => clean
