import type { Draft } from "immer"

/** What the system itself can see: everything but the ghost data under `history`. */
export type Visible<S> = Omit<S, "history">

/**
 * Who takes a step, which decides how it is budgeted and scheduled:
 * - `protocol`: the system does it by itself, so a fair run always comes to it;
 * - `workload`: a user asks for it (a record, a topic), within a budget;
 * - `fault`: the environment breaks something, within a budget;
 * - `healing`: the environment mends something: never budgeted, and fair.
 */
export type ActionKind = "protocol" | "workload" | "fault" | "healing"

/** One thing that can happen: who could (choices), when (guard), what (effect). */
export interface ActionDefinition<S, C> {
  readonly kind: ActionKind
  /** Ids of the rules that the action follows; for the systems of this package, of those in `spec/rules`. */
  readonly cites?: readonly string[]
  /** Finite; a plain array, in an order of its own, where it does not depend on the state; otherwise in any order. */
  readonly choices: readonly C[] | ((state: Visible<S>) => Iterable<C>)
  /** Pure; whether the choice can be taken in this state. */
  guard(state: Visible<S>, choice: C): boolean
  /** Changes the draft of the state; deterministic, with no effect on anything else. */
  effect(draft: Draft<S>, choice: C): void
}

/** An action whose type of choice is hidden, as engines see it. */
export interface Action<S> extends ActionDefinition<S, unknown> {
  readonly name: string
}

/** The one place where the type of a choice is hidden: the author of an action sees `C`, the engines do not. */
export function action<S, C>(name: string, definition: ActionDefinition<S, C>): Action<S> {
  return { ...(definition as ActionDefinition<S, unknown>), name }
}

/**
 * How a state splits into components, the parts that are compared and remembered on their own: a key of the state is one
 * (`counter`), each of its entries is (`brokers.1`), or each field of each entry (`replicas.1.log`). What a rule reads is
 * remembered by component, so the finer they are, the more states a rule learned once answers for.
 */
export type Components<S> = { readonly [K in keyof S]: "one" | "each" | "eachField" }

/** Gives a member of a symmetry its image, and everything else as it is. */
export type Image = <T>(part: T) => T

/**
 * How one key of a state mentions members: as a whole, or by its entries' names and values. What is left out mentions none.
 * Where the key splits into components, a function is given a record that has one of the parts only, and renames that.
 */
type Renamed<V> =
  | { readonly whole: (value: V, image: Image) => V }
  | {
      readonly entry?: (name: string, image: Image) => string
      readonly value?: (value: V[keyof V], image: Image) => V[keyof V]
    }

/**
 * Individuals that the rules treat alike, such as the replicas of a partition: a state in which two of them have changed
 * places behaves as the one before, so a search may keep one of both.
 */
export interface Symmetry<S> {
  /** What the individuals are together: `replicas`. */
  readonly of: string
  readonly members: readonly (string | number)[]
  /** Puts the image of every member in its place; keys that mention no member are left out. */
  readonly renaming: { readonly [K in keyof S]?: Renamed<S[K]> }
}

/** A system: where it starts, how its state splits, and what can happen. States are plain, JSON-shaped data. */
export interface Model<S extends object> {
  readonly name: string
  readonly initial: S
  readonly components: Components<S>
  readonly actions: readonly Action<S>[]
  /** Whether a state is an end, in which it is right that nothing can happen any more; none is, by default. */
  isEnd?(state: S): boolean
  /** Which individuals are alike; or why there is none, as a sentence that tells a user who asked for symmetry. */
  readonly symmetry?: readonly Symmetry<S>[] | { readonly none: string }
}

/** What a trace stores of a step: names and parameters, never a seed or an index. */
export interface Step {
  readonly action: string
  readonly choice: unknown
}

/** A step that is enabled in some state, with the action it belongs to. */
export interface EnabledStep<S> extends Step {
  readonly definition: Action<S>
}
