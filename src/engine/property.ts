import type { Model, Step } from "./model.ts"

/** Where a property is broken: the broker, partition, offset, … that break it. */
export type Where = Readonly<Record<string, unknown>>

interface Common {
  /** Kebab-case, unique in the system, as given to `--property`. */
  readonly name: string
  /** The promise, in a sentence that one would say to a colleague. */
  readonly says: string
  /** Why the property tells individuals apart that the model calls alike, if it does: then symmetry is refused. */
  readonly individual?: string
  /** Ids of the rules that make the promise true; for the systems of this package, of those in `spec/rules`. */
  readonly cites?: readonly string[]
}

/** Must be true of every reachable state. */
export interface Always<S> extends Common {
  readonly kind: "always"
  broken(state: S): Where | null
  /**
   * The same in parts, given the initial state: the promise is broken just where a part is. A part reads less than the
   * whole, so what is learned of it serves more states.
   */
  parts?(initial: S): readonly ((state: S) => Where | null)[]
}

/** Must be true of every step that is taken. */
export interface AlwaysNext<S> extends Common {
  readonly kind: "alwaysNext"
  broken(before: S, after: S, step: Step): Where | null
}

/** A goal: some run must reach it, or the other passes mean nothing. */
export interface Sometimes<S> extends Common {
  readonly kind: "sometimes"
  reached(before: S, after: S, step: Step): boolean
}

/** Faults and workload stop, the rest runs fairly until nothing is left to do; then it must be true. */
export interface AfterHealing<S> extends Common {
  readonly kind: "afterHealing"
  broken(settled: S): Where | null
}

/** In every state something can happen that changes it, unless the state is an end. */
export interface NoDeadlock<S> extends Common {
  readonly kind: "noDeadlock"
  /** Whether nothing should happen in a state any more. */
  isEnd(state: S): boolean
}

export type Property<S> = Always<S> | AlwaysNext<S> | Sometimes<S> | AfterHealing<S> | NoDeadlock<S>

type Given<P extends { kind: string }> = Omit<P, "kind">

export const always = <S>(given: Given<Always<S>>): Always<S> => ({ ...given, kind: "always" })
/** A promise about each of some individuals that are there in every state, judged one by one. */
export const alwaysForEach = <S, B>({
  each,
  broken,
  ...common
}: Common & {
  readonly each: (state: S) => readonly B[]
  readonly broken: (state: S, one: B) => Where | null
}): Always<S> => ({
  ...common,
  kind: "always",
  broken(state) {
    for (const one of each(state)) {
      const where = broken(state, one)
      if (where !== null) return where
    }
    return null
  },
  parts: (initial) => each(initial).map((one) => (state) => broken(state, one)),
})
export const alwaysNext = <S>(given: Given<AlwaysNext<S>>): AlwaysNext<S> => ({ ...given, kind: "alwaysNext" })
export const sometimes = <S>(given: Given<Sometimes<S>>): Sometimes<S> => ({ ...given, kind: "sometimes" })
export const afterHealing = <S>(given: Given<AfterHealing<S>>): AfterHealing<S> => ({ ...given, kind: "afterHealing" })

/** The promise that a model never gets stuck, which is judged where somebody asks for it. */
export const noDeadlockIn = <S extends object>({ isEnd = () => false }: Pick<Model<S>, "isEnd">): NoDeadlock<S> => ({
  kind: "noDeadlock",
  name: "no-deadlock",
  says: "Something can happen in every state, unless it is an end",
  isEnd,
})
