import type { Watch } from "./report.ts"

/** How a random run picks its next step. */
export type Strategy = "swarm" | "uniform"

/** Options of `explore`. */
export interface ExploreOptions extends Partial<Watch> {
  /** Runs to make; 1,000 by default. */
  readonly runs?: number
  /** States in a run, the initial one included; 100 by default. */
  readonly depth?: number
  /** 1 by default: the same seed gives the same report. */
  readonly seed?: number
  /** Replays one run (`violation.path` of a report with the same seed and options). */
  readonly path?: string
  /** `swarm` by default: bursts of faults, and in each run some actions switched off. */
  readonly strategy?: Strategy
  /** Judge `afterHealing` at the end of one run in so many; by default so that it costs less than a fifth of the steps. */
  readonly healEvery?: number
  /** Steps after which a healing that does not settle is judged as it is; 5,000 by default. */
  readonly healingStepsMax?: number
  /** Distinct states counted at most, which bounds the memory; 1,000,000 by default. */
  readonly statesSeenMax?: number
  /** Runs made after a violation, in search of a shorter one; twice as many as it took to find the first, within 500 and 8,000, by default. */
  readonly extraRuns?: number
  /** States that the shrinking of one violation may generate; 60,000 by default. */
  readonly shrinkStatesMax?: number
}

/** Options of `exhaustive`. */
export interface ExhaustiveOptions extends Partial<Watch> {
  /** States on a path, the initial one included; no bound by default. A bound gives `holds-to-bound`. */
  readonly depth?: number
  /** Distinct states to remember at most; 10,000,000 by default. Reaching it gives `undecided`. */
  readonly maxStates?: number
  /**
   * Whether `afterHealing` is judged from every state; true by default, and dear. Each state is healed by
   * the one deterministic fair schedule, so it is never more than `passed`.
   */
  readonly healing?: boolean
  /** Steps after which a healing that does not settle is judged as it is; 5,000 by default. */
  readonly healingStepsMax?: number
}
