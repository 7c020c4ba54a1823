import type { Property } from "./property.ts"
import type { BoundHit, PropertyReport, PropertyVerdict, Verdict, Violation } from "./report.ts"

/** How a search came to its end, as far as a verdict needs to know. */
export interface Outcome {
  /** What may be said of a property that nothing broke. */
  readonly clean: "holds" | "holds-to-bound" | "passed" | "undecided"
  /** One for each property that was broken. */
  readonly violations: readonly Violation[]
  /** In how many runs a goal was reached; an exhaustive search knows no runs and counts 1. */
  readonly reached: ReadonlyMap<string, number>
  /** What may be said of `afterHealing` where nothing broke it. */
  readonly healing: PropertyVerdict
  /** Whether the search went on after a violation, so that what was not broken by then was judged to the end. */
  readonly wentOn: boolean
}

/** One verdict for all: the worst that is known. What is unreached for want of time is undecided. */
export function overall<S>(
  properties: readonly Property<S>[],
  { clean, violations, reached, healing }: Outcome,
): Verdict {
  if (violations.length > 0) return "violated"
  const isHealingOpen = healing === "undecided" && properties.some(({ kind }) => kind === "afterHealing")
  if (clean === "undecided" || isHealingOpen) return "undecided"
  return properties.some(({ kind, name }) => kind === "sometimes" && !reached.has(name)) ? "unreached" : clean
}

/** A verdict for each property; the runs are of random exploration only. */
export function byProperty<S>(
  properties: readonly Property<S>[],
  outcome: Outcome,
  runs?: { readonly all: number; readonly healed: number },
): readonly PropertyReport[] {
  return properties.map((property) => {
    const { name, kind } = property
    const verdict = ofProperty(property, outcome)
    const violation = outcome.violations.find((one) => one.property === name)
    const broken = violation === undefined ? {} : { where: violation.where }
    if (runs === undefined) return { name, kind, verdict, ...broken }
    const judged = {
      sometimes: outcome.reached.get(name) ?? 0,
      afterHealing: runs.healed,
      always: runs.all,
      alwaysNext: runs.all,
      noDeadlock: runs.all,
    }
    return { name, kind, verdict, ...broken, runs: judged[kind] }
  })
}

/** When a search ends at a violation, what it says of the rest is undecided; runs go on passing. */
function ofProperty<S>({ name, kind }: Property<S>, outcome: Outcome): PropertyVerdict {
  const { clean, violations, reached, healing, wentOn } = outcome
  if (violations.some(({ property }) => property === name)) return "violated"
  const wasCut = clean === "undecided" || (violations.length > 0 && !wentOn)
  if (kind === "sometimes" && reached.has(name)) return "reached"
  if (kind === "afterHealing" && healing === "not-judged") return "not-judged"
  if (wasCut) return "undecided"
  if (kind === "sometimes") return "unreached"
  return kind === "afterHealing" ? healing : clean
}

/** A bound that was hit, for a report. */
export function hit(bound: BoundHit["bound"], limit?: number): BoundHit {
  return limit === undefined ? { bound } : { bound, limit }
}
