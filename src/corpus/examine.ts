import {
  type ExhaustiveReport,
  exhaustive,
  explore,
  type Verdict,
  type Violation,
  type Watch,
} from "../engine/index.ts"
import type { Bug } from "../spec/bugs.ts"
import type { System } from "../spec/system.ts"
import { type Pair, pairOf, type Side } from "./pair.ts"

/** What is known of a bug once both sides were searched and random runs have looked for it. */
export interface Figures {
  readonly id: string
  readonly system: Bug["system"]
  readonly property: string
  /** With the rule as it was. `shortest` says that no shorter trace exists. */
  readonly before: { readonly verdict: Verdict; readonly length: number | null; readonly shortest: boolean }
  /** With the rule as it is today, within the same bounds: depth in states, the initial one included. */
  readonly after: { readonly verdict: Verdict; readonly depth: number; readonly distinct: number }
  /** Runs that random exploration needs to find it, over ten seeds; null where most of them do not. */
  readonly random: { readonly medianRuns: number | null }
}

/** Figures with what they were taken from. */
export interface Examined {
  readonly bug: Bug
  readonly pair: Pair
  readonly figures: Figures
  readonly found: { readonly report: ExhaustiveReport; readonly violation: Violation } | null
}

/** How much deeper than the bug the mended side is searched. */
const deeper = 1.5
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
/** How long a random run may be, in states. */
const runDepth = 80

/** Searches both sides of a bug, and lets random runs look for it. */
export function examine(bug: Bug, systems: readonly System[], watch: Partial<Watch> = {}): Examined {
  const pair = pairOf(bug, systems)
  const before = search(pair.before, Number.POSITIVE_INFINITY, watch)
  const { violation } = before
  const length = violation?.length ?? null
  const after = search(pair.after, Math.ceil(deeper * ((length ?? bug.length) + 1)), watch)
  return {
    bug,
    pair,
    figures: {
      id: bug.id,
      system: bug.system,
      property: bug.property,
      before: { verdict: before.verdict, length, shortest: violation?.shortest === true },
      after: { verdict: after.verdict, depth: after.depth, distinct: after.states.distinct },
      random: { medianRuns: medianRuns(pair.before, bug, watch) },
    },
    found: violation === undefined ? null : { report: before, violation },
  }
}

/** Whether the bug was found by a shortest trace of the expected length, and is gone with the rule of today. */
export const isAsExpected = ({ length: expected }: Bug, { before, after }: Figures): boolean =>
  before.verdict === "violated" &&
  before.shortest &&
  before.length === expected &&
  (after.verdict === "holds" || after.verdict === "holds-to-bound")

const search = ({ model, property }: Side, depth: number, watch: Partial<Watch>): ExhaustiveReport =>
  exhaustive(model, [property], { ...watch, depth })

/**
 * The median over the seeds of how many runs it takes to break the promise, where none may take more than so many. No more
 * runs are made than can tell: a seed that needs more than half of the others needed does not move the median, and where half
 * of them find nothing there is none.
 */
function medianRuns(
  { model, property }: Side,
  { runs: runsMax, strategy }: Pick<Bug, "runs" | "strategy">,
  watch: Partial<Watch>,
): number | null {
  const least = { healEvery: 1, extraRuns: 0, shrinkStatesMax: 0, certifyStatesMax: 0 }
  const options = { ...watch, ...least, depth: runDepth, strategy }
  const middle = seeds.length / 2
  const counts: number[] = []
  let failed = 0
  for (const seed of seeds) {
    const runs = counts[middle] ?? runsMax
    const report = explore(model, [property], { ...options, runs, seed })
    if (report.violation !== undefined) counts.push(report.runs)
    else if (runs === runsMax) failed += 1
    if (failed === middle) return null
    counts.sort((a, b) => a - b)
  }
  return ((counts[middle - 1] as number) + (counts[middle] as number)) / 2
}
