import type { Watch } from "./report.ts"
import type { Checkpoint } from "./search/checkpoint.ts"
import type { SharedMemory } from "./search/memory.ts"

/** How a random run may pick its next step; the first is how it does by default. */
export const strategies = ["swarm", "uniform", "priorities", "actionPriorities"] as const

/** One of them. */
export type Strategy = (typeof strategies)[number]

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
  /** `swarm` by default: bursts of faults, and in each run some actions switched off. `priorities` makes some steps wait long, `actionPriorities` all steps of some actions, and `uniform` makes all as likely. */
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
  /** States that a search of everything shorter than the shrunk trace may visit; 60,000 by default. */
  readonly certifyStatesMax?: number
}

/** Options of `exhaustive`. */
export interface ExhaustiveOptions extends Partial<Watch> {
  /** States on a path, the initial one included; no bound by default. A bound gives `holds-to-bound`. */
  readonly depth?: number
  /** Distinct states to remember at most; 100,000,000 by default. Reaching it gives `undecided`. */
  readonly maxStates?: number
  /** Go on after a violation, until every property is broken or every state visited; false by default. */
  readonly all?: boolean
  /** Keep one state of those that the model's symmetry makes equal; false by default. Fails with USAGE where that is unsound. */
  readonly symmetry?: boolean
  /** Whether `afterHealing` is judged, for every fair run from every state; true by default. */
  readonly healing?: boolean
  /**
   * Compare every step with the model's own code, ask everything twice, and try out that what is called alike is: slow, for
   * those who write models. False by default. Fails with BAD_MODEL, naming the action or property.
   */
  readonly verify?: boolean
  /** Bytes that may still be taken; asked often, and without end by default. Where they end, rows are given up first. */
  readonly memoryLeft?: () => number
  /** Where the search is saved now and then, and taken up again; nowhere by default. */
  readonly checkpoint?: Checkpoint
  /** What the checkpoint is of, beside the model's name and the properties: a configuration, say. */
  readonly of?: string
  /** Threads that search together with the calling one, which is not free until they are done; none by default. */
  readonly crew?: Crew
}

/** Threads of a search. The engine starts none itself: whoever calls it knows how to, and where the model comes from. */
export interface Crew {
  /** How many search, the calling thread included: 2 or more. */
  readonly threads: number
  /**
   * Starts the others. Each calls `joinSearch` with the same model and options, the properties of these names in this order,
   * the shared memory, and its number: 1, 2, …
   */
  start(memory: SharedMemory, properties: readonly string[]): void
}
