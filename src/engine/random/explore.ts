import fc from "fast-check"
import type { Model } from "../model.ts"
import type { ExploreOptions } from "../options.ts"
import type { Property } from "../property.ts"
import type { RandomReport, Violation } from "../report.ts"
import { byProperty, hit, type Outcome, overall } from "../verdict.ts"
import type { Meter, Run } from "./draw-run.ts"
import { type Counts, newMeter, silent } from "./meter.ts"
import { RunArbitrary } from "./run-arbitrary.ts"
import { newRunSetup } from "./run-setup.ts"

const defaults = {
  runs: 1_000,
  seed: 1,
  statesSeenMax: 1_000_000,
  shouldStop: () => false,
  onProgress: () => {},
} as const satisfies ExploreOptions

/** Counterexamples that are compared by length, beside the first. */
const extraCounterexamplesMax = 6

/** Thrown in a property to end fast-check's runs early. */
class Stop extends Error {}

/**
 * Random runs, by fast-check: the first violation is shrunk, compared with some more of the same property, and the shortest
 * is reported with the path that leads fast-check to it. The same model, properties, seed and options give the same report.
 * Shrinking is bounded in states and not stopped by the watch, so that `path` gives the same trace on every machine.
 */
export function explore<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  options: ExploreOptions = {},
): RandomReport {
  const resolved = { ...defaults, ...options }
  const { seed } = resolved
  const setup = newRunSetup(model, properties, options)
  const meter = newMeter(model, properties, resolved)

  function search(
    arbitrary: fc.Arbitrary<Run>,
    wanted: string | null,
    parameters: fc.Parameters<[Run]>,
  ): Violation | undefined {
    const property = fc.property(arbitrary, ({ violation }) => {
      if (violation === undefined && meter.isStopped()) throw new Stop()
      return violation === undefined || (wanted !== null && violation.property !== wanted)
    })
    const { counterexample, counterexamplePath } = fc.check(property, { ...parameters, seed })
    const violation = counterexample?.[0].violation
    return violation && { ...violation, path: counterexamplePath ?? "" }
  }

  const quick = new RunArbitrary({ ...setup, shrinkTo: "quick" }, meter)
  const thorough = (counted: Meter<S>) => new RunArbitrary({ ...setup, shrinkTo: "thorough" }, counted)

  /** The shortest of some counterexamples of one property. */
  function shortestLike(first: Violation): Violation {
    let best = first
    let from = indexOf(first) + 1
    const end = from + (options.extraRuns ?? Math.min(8_000, Math.max(500, 2 * from)))
    for (let count = 0; count < extraCounterexamplesMax && from < end && best.length > 1; count += 1) {
      const other = search(quick, first.property, { path: `${from}`, numRuns: end - from })
      if (other === undefined) break
      from = indexOf(other) + 1
      if (other.length < best.length) best = other
    }
    return best
  }

  function searchAll(): Violation | undefined {
    const numRuns = resolved.runs
    if (options.path !== undefined) return search(thorough(meter), null, { numRuns, path: options.path })
    const first = search(quick, null, { numRuns })
    if (first === undefined) return undefined
    const { path = "" } = shortestLike(first)
    return search(thorough(silent as Meter<S>), first.property, { path, numRuns: 1 })
  }

  return reportOf(properties, resolved, searchAll(), meter.counts())
}

/** The index of a run among all the runs of its seed, which is how its path begins. */
function indexOf({ path }: Violation): number {
  return Number.parseInt(path ?? "0", 10)
}

function reportOf<S>(
  properties: readonly Property<S>[],
  { seed, statesSeenMax }: { readonly seed: number; readonly statesSeenMax: number },
  violation: Violation | undefined,
  { runs, steps, depth, distinct, isStopped, isFull, reached, coverage }: Counts,
): RandomReport {
  const clean = isStopped && steps === 0 ? "undecided" : "passed"
  const violations = violation === undefined ? [] : [violation]
  const outcome: Outcome = { clean, reached, healing: "passed", violations, wentOn: true }
  return {
    engine: "random",
    verdict: overall(properties, outcome),
    states: { distinct, generated: runs + steps },
    depth,
    seed,
    runs,
    steps,
    properties: byProperty(properties, outcome, { all: runs, healed: coverage.healed.runs }),
    ...(violation && { violation }),
    coverage,
    bounds: [...(isStopped ? [hit("stopped")] : []), ...(isFull ? [hit("statesSeen", statesSeenMax)] : [])],
  }
}
