import type { Property } from "./property.ts"
import type { BoundHit, PropertyReport, PropertyVerdict, Verdict, Violation } from "./report.ts"

/** How a search came to its end, as far as a verdict needs to know. */
export interface Outcome {
  /** What may be said of a property that nothing broke. */
  readonly clean: "holds" | "holds-to-bound" | "passed" | "undecided"
  readonly violation?: Violation
  /** In how many runs a goal was reached; an exhaustive search knows no runs and counts 1. */
  readonly reached: ReadonlyMap<string, number>
  /** Whether `afterHealing` was judged at all. */
  readonly healing: boolean
}

/** One verdict for all: the worst that is known. What is unreached for want of time is undecided. */
export function overall<S>(properties: readonly Property<S>[], { clean, violation, reached }: Outcome): Verdict {
  if (violation !== undefined) return "violated"
  if (clean === "undecided") return "undecided"
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
    const broken = outcome.violation?.property === name ? { where: outcome.violation.where } : {}
    if (runs === undefined) return { name, kind, verdict, ...broken }
    const judged = {
      sometimes: outcome.reached.get(name) ?? 0,
      afterHealing: runs.healed,
      always: runs.all,
      alwaysNext: runs.all,
    }
    return { name, kind, verdict, ...broken, runs: judged[kind] }
  })
}

/**
 * When a search ends at a violation, what it says of the rest is undecided; runs go on passing. Healing follows one
 * schedule of many, so it never holds.
 */
function ofProperty<S>({ name, kind }: Property<S>, { clean, violation, reached, healing }: Outcome): PropertyVerdict {
  if (violation?.property === name) return "violated"
  const wasCut = clean === "undecided" || (violation !== undefined && clean !== "passed")
  if (kind === "sometimes" && reached.has(name)) return "reached"
  if (kind === "afterHealing" && !healing) return "not-judged"
  if (wasCut) return "undecided"
  if (kind === "sometimes") return "unreached"
  return kind === "afterHealing" ? "passed" : clean
}

/** A bound that was hit, for a report. */
export function hit(bound: BoundHit["bound"], limit?: number): BoundHit {
  return limit === undefined ? { bound } : { bound, limit }
}
