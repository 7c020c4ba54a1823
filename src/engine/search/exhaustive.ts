import { invariant, QuorateError } from "../../errors.ts"
import type { Space } from "../learned/space.ts"
import type { Model, Step } from "../model.ts"
import type { ExhaustiveOptions } from "../options.ts"
import type { AfterHealing, Property } from "../property.ts"
import type { BoundHit, ExhaustiveReport, Violation } from "../report.ts"
import { byProperty, type Outcome, overall } from "../verdict.ts"
import { checkpointOf, resumed, searchedOf } from "./checkpoint.ts"
import { type Breach, confirmed } from "./confirm.ts"
import { type Finding, isGoal } from "./findings.ts"
import { newMember, sizesOf } from "./member.ts"
import { fail, failureOf, newSharedMemory, OtherThreadFailed, type SharedMemory } from "./memory.ts"
import { command, ordinalsTo } from "./orders.ts"
import { stepsOf } from "./path.ts"
import { beginning, type Limits, type Searched, search } from "./search.ts"
import { asymmetry, symmetriesOf } from "./symmetry.ts"
import { newUnhealed } from "./unhealed.ts"

const defaults = {
  depth: Number.POSITIVE_INFINITY,
  maxStates: 100_000_000,
  all: false,
  symmetry: false,
  healing: true,
  verify: false,
  of: "",
  memoryLeft: () => Number.POSITIVE_INFINITY,
  shouldStop: () => false,
  onProgress: () => {},
} as const satisfies Omit<Required<ExhaustiveOptions>, "crew" | "checkpoint">

type Resolved = Required<Omit<ExhaustiveOptions, "crew" | "checkpoint">> &
  Pick<ExhaustiveOptions, "crew" | "checkpoint">

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
  const { all, checkpoint } = options
  const { space, canon, exchange, thread } = newMember(model, judged, options, memory, 0)
  const unhealed = newUnhealed(space, thread, exchange, judged, {
    ...options,
    onFairStates: (fairStates) => {
      const { distinct, generated, depth } = searched
      options.onProgress({ runs: 0, steps: 0, distinct, generated, depth, frontier: 0, fairStates })
    },
  })
  const of = searchedOf(model, judged, options)
  const limits: Limits = {
    ...options,
    onLevel: (first, end) => unhealed.tryOne(first, end),
    onPause: (position, isLast) => {
      if (checkpoint === undefined || thread.store.identity !== "rows" || !(isLast || checkpoint.isDue())) return
      checkpoint.save(checkpointOf(space, thread, exchange, of, position))
    },
  }
  const from = checkpoint?.load && resumed(space, thread, exchange, of, checkpoint.load)
  const searched = search(space, thread, exchange, limits, from ?? beginning)
  const isWhole = searched.bounds.every(({ bound }) => bound === "depth") && !searched.hasForgotten
  const mayJudge =
    isWhole && (all || (searched.findings.every((finding) => isGoal(space, finding)) && unhealed.found.length === 0))
  if (mayJudge) unhealed.judgeAll(searched.distinct)
  else unhealed.certify()
  const broken = searched.findings.flatMap((finding) => {
    const property = propertyOf(space, finding)
    if (property.kind === "sometimes") return []
    const isWanted = (before: S, after: S, step: Step) =>
      property.kind !== "alwaysNext" || property.broken(before, after, step) !== null
    return [{ property, steps: stepsOf(space, canon, ordinalsTo(thread, exchange, finding), isWanted) }]
  })
  const order = (breach: Breach<S>): number => properties.indexOf(breach.property)
  const violations = [...unhealed.found, ...broken]
    .sort((a, b) => a.steps.length - b.steps.length || order(a) - order(b))
    .slice(0, all ? undefined : 1)
    .map((breach) => confirmed(model, breach))
  command(thread, exchange, "stop")
  const more = {
    ...options,
    moreBytes: unhealed.bytes(),
    workers: exchange.threads,
    isHealingJudged: mayJudge && unhealed.cut === null,
    bounds:
      mayJudge && unhealed.cut !== null
        ? [...searched.bounds, { ...unhealed.cut, of: "fairRuns" } as const]
        : searched.bounds,
  }
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

interface More {
  readonly moreBytes: number
  readonly workers: number
  readonly isHealingJudged: boolean
  readonly bounds: readonly BoundHit[]
}

function reportOf<S extends object>(
  space: Space<S>,
  properties: readonly Property<S>[],
  searched: Searched,
  violations: readonly Violation[],
  { all, healing, symmetry, moreBytes, workers, isHealingJudged, bounds }: Resolved & More,
): ExhaustiveReport {
  const { distinct, generated, expanded, taken, represented, ends, widest, kilobytes } = searched
  const clean = cleanBy(searched.bounds)
  const goals = searched.findings
    .map((finding) => propertyOf(space, finding))
    .filter(({ kind }) => kind === "sometimes")
  const outcome: Outcome = {
    clean,
    violations,
    reached: new Map(goals.map(({ name }) => [name, 1])),
    healing: !healing ? "not-judged" : isHealingJudged ? clean : "undecided",
    wentOn: all && searched.expanded === distinct,
  }
  const [violation] = violations
  const names = space.model.actions.map(({ name }) => name)
  return {
    engine: "exhaustive",
    verdict: overall(properties, outcome),
    states: { distinct, generated },
    depth: Math.max(searched.depth, ...violations.map(({ length }) => length + 1)),
    properties: byProperty(properties, outcome),
    ...(violation && { violation }),
    violations,
    bounds,
    ...(violation === undefined && { provedDepth: searched.depth }),
    coverage: {
      actions: Object.fromEntries(names.map((name, index) => [name, taken[index] ?? 0])),
      neverEnabled: names.filter((_, index) => taken[index] === 0),
    },
    graph: { expanded, outDegree: { mean: (generated - 1) / Math.max(1, expanded), max: widest }, ends },
    ...(symmetry && { symmetry: { of: symmetriesOf(space.model).map(({ of }) => of), represented } }),
    ...(searched.hasForgotten && { fingerprints: { odds: oddsOf(distinct) } }),
    workers,
    bytesPerState: Math.round((kilobytes * 1_024 + moreBytes) / distinct),
    learned: { asked: searched.asked, of: searched.visits * space.moves.questions },
  }
}

function cleanBy(bounds: readonly BoundHit[]): Outcome["clean"] {
  if (bounds.length === 0) return "holds"
  return bounds.every(({ bound }) => bound === "depth") ? "holds-to-bound" : "undecided"
}

/** The odds that two of so many states share 64 bits of hash, as if the bits were drawn. */
const oddsOf = (states: number): number => -Math.expm1(-(states * (states - 1)) / 2 ** 65)
