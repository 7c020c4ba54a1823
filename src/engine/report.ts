import type { Step } from "./model.ts"
import type { Property, Where } from "./property.ts"

/**
 * What a check says of a model as a whole:
 * - `holds`: every reachable state was visited;
 * - `holds-to-bound`: everything up to a bound the user asked for;
 * - `passed`: no violation in the runs that were made, which proves nothing;
 * - `violated`: with a trace that replays;
 * - `undecided`: memory, time or a bound nobody asked for ran out first;
 * - `unreached`: nothing is broken, but a goal was not met.
 */
export type Verdict = "holds" | "holds-to-bound" | "passed" | "violated" | "undecided" | "unreached"

/** What a check says of one property; `not-judged` where the engine was told to leave it alone. */
export type PropertyVerdict = Verdict | "reached" | "not-judged"

export interface PropertyReport {
  readonly name: string
  readonly kind: Property<unknown>["kind"]
  readonly verdict: PropertyVerdict
  /** What broke it, where it is violated. */
  readonly where?: Where
  /** Random only: the runs that reached the goal, or in which the property was judged. */
  readonly runs?: number
}

/** A way to break a property, as a trace that replays. */
export interface Violation {
  readonly property: string
  readonly where: Where
  readonly steps: readonly Step[]
  /** For `afterHealing`: what the fair run does after `steps`, up to the state that is wrong. */
  readonly healing?: readonly Step[]
  /** For `afterHealing`: the run was cut after this many healing steps, with some still to take. */
  readonly unsettledAfter?: number
  /** For `afterHealing`: what goes round for ever after `healing`, as a fair run may. */
  readonly loop?: readonly Step[]
  /** Number of `steps`; healing steps do not count. */
  readonly length: number
  /** The length before shrinking, where it was shrunk. */
  readonly shrunkFrom?: number
  /** Whether no shorter trace breaks the property; null where nobody knows. */
  readonly shortest: boolean | null
  /** After shrinking: everything with up to so many steps was searched, and does not break the property. */
  readonly searchedTo?: number
  /** What fast-check needs, with the seed, to come to this very trace again. */
  readonly path?: string
}

/** A bound that cut something short, so that a reader knows what was not looked at. */
export interface BoundHit {
  readonly bound: "depth" | "states" | "memory" | "stopped" | "statesSeen"
  /** Where it cut short the judging of what comes after healing: every state was visited, but not every fair run. */
  readonly of?: "fairRuns"
  /** The limit, where it is a number. */
  readonly limit?: number
}

interface Common {
  readonly verdict: Verdict
  readonly states: { readonly distinct: number; readonly generated: number }
  /** States on the longest shortest path (exhaustive) or on the longest run (random), the initial one included. */
  readonly depth: number
  readonly properties: readonly PropertyReport[]
  /** The first violation. */
  readonly violation?: Violation
  readonly bounds: readonly BoundHit[]
}

/** What the runs came across; a pass means no more than this covers. */
export interface Coverage {
  /** How often each action was taken, in the model's order; never-enabled ones are here with 0. */
  readonly actions: Readonly<Record<string, number>>
  /** Actions that no run could ever take, although it tried. */
  readonly neverEnabled: readonly string[]
  /** In how many runs each goal was reached. */
  readonly goals: Readonly<Record<string, number>>
  /** Runs at whose end the healing was judged, and the steps that it took. */
  readonly healed: { readonly runs: number; readonly steps: number }
}

/** What random runs found. `distinct` is a count of hashes, so it may be short by a state in a billion. */
export interface RandomReport extends Common {
  readonly engine: "random"
  readonly seed: number
  readonly runs: number
  readonly steps: number
  readonly coverage: Coverage
}

/** What a breadth-first search found; `generated` counts successors, the initial state included, as TLC prints it. */
export interface ExhaustiveReport extends Common {
  readonly engine: "exhaustive"
  /** One for each property that was broken, in the order in which a search comes to them. */
  readonly violations: readonly Violation[]
  /** Every path of up to so many states was visited, and broke nothing; where nothing was broken. */
  readonly provedDepth?: number
  readonly coverage: Pick<Coverage, "actions" | "neverEnabled">
  readonly graph: GraphReport
  /** Where symmetry was used: what is alike, and the states that those which were kept stand for. */
  readonly symmetry?: { readonly of: readonly string[]; readonly represented: number }
  /** Where memory ended: states were told apart by 64 bits of hash, with these odds that two were taken for one. */
  readonly fingerprints?: { readonly odds: number }
  readonly workers: number
  readonly bytesPerState: number
  readonly learned: LearnedReport
}

/** The graph of states, as far as it was expanded. */
export interface GraphReport {
  readonly expanded: number
  /** Moves of a state: the mean, and the most. */
  readonly outDegree: { readonly mean: number; readonly max: number }
  /** States in which nothing can happen that changes anything. */
  readonly ends: number
}

/** How often the model's own code ran, of how many times it would have run had nothing been remembered. */
export interface LearnedReport {
  readonly asked: number
  readonly of: number
}

export type Report = RandomReport | ExhaustiveReport

/** What an engine tells now and then while it works. */
export interface Progress {
  readonly runs: number
  readonly steps: number
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** Exhaustive only: states that are known and not yet expanded. */
  readonly frontier: number
  /** Exhaustive only: states of fair runs, once these are judged. */
  readonly fairStates?: number
}

/** What both engines take from the one who called them; the engine has no clock, so time comes in here. */
export interface Watch {
  /** Asked often, and cheap: when it says true, the engine stops and reports what it knows. */
  readonly shouldStop: () => boolean
  /** Called every so many steps. */
  readonly onProgress: (progress: Progress) => void
}
