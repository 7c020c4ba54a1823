import { QuorateError } from "../errors.ts"
import { sameData } from "./data.ts"
import type { EnabledStep, Step } from "./model.ts"
import type { AfterHealing, Always, NoDeadlock, Property, Sometimes, Where } from "./property.ts"
import { newReadingView, type Read, type ReadingView, readsTheSame } from "./reading-view.ts"
import { take } from "./walk.ts"

/** The first property that is broken, and where. */
export interface Broken {
  readonly property: string
  readonly where: Where
}

/** Properties, sorted by what they look at. */
export interface Judge<S> {
  readonly goals: readonly Sometimes<S>[]
  readonly healing: readonly AfterHealing<S>[]
  readonly deadlock: NoDeadlock<S> | undefined
  /** Whether nothing can happen in a state, though something should; given what is enabled. */
  isStuck(enabled: readonly EnabledStep<S>[], state: S): boolean
  /** What is wrong with an initial state. */
  ofState(state: S): Broken | null
  /** What is wrong with a step, or with the state it leads to. */
  ofStep(before: S, after: S, step: Step): Broken | null
  /** What is wrong with a state in which nothing is left to do. */
  ofSettled(state: S): Broken | null
}

/** Judges by the properties in their order, so a run that breaks two at once always breaks the same one. */
export function newJudge<S extends object>(properties: readonly Property<S>[]): Judge<S> {
  const judged = properties.filter((property) => property.kind === "always" || property.kind === "alwaysNext")
  const invariants = properties.filter((property): property is Always<S> => property.kind === "always")
  const healing = properties.filter((property): property is AfterHealing<S> => property.kind === "afterHealing")
  const goals = properties.filter((property): property is Sometimes<S> => property.kind === "sometimes")
  const deadlock = properties.find((property): property is NoDeadlock<S> => property.kind === "noDeadlock")
  const invariant = newInvariants<S>()
  return {
    goals,
    healing,
    deadlock,
    isStuck: (enabled, state) =>
      deadlock !== undefined &&
      enabled.every((step) => sameData(take(state, step), state)) &&
      !asking(deadlock, () => deadlock.isEnd(state)),
    ofState: (state) => firstBroken(invariants, (property) => invariant(property, state)),
    ofStep: (before, after, step) =>
      firstBroken(judged, (property) =>
        property.kind === "always" ? invariant(property, after) : property.broken(before, after, step),
      ),
    ofSettled: (state) => firstBroken(healing, (property) => property.broken(state)),
  }
}

/**
 * Judges states by `always` properties, each only where it can tell something new: a property that held of a state holds of
 * the next one too if all that it read is the same, since it is a function of what it reads. Few steps touch all of a state.
 */
function newInvariants<S extends object>(): (property: Always<S>, state: S) => Where | null {
  const heldOf = new Map<Always<S>, Read>()
  let view: ReadingView<S> | undefined
  return (property, state) => {
    const held = heldOf.get(property)
    if (held !== undefined && readsTheSame(state, held)) return null
    view ??= newReadingView(Object.keys(state) as (keyof S & string)[])
    const { answer, read } = view.reading(state, (seen) => property.broken(seen))
    if (answer === null) heldOf.set(property, read)
    return answer
  }
}

/** A judge of one property, for shrinking: what breaks another one is no shorter way to break this one. */
export function judgeOf<S extends object>(properties: readonly Property<S>[], name: string): Judge<S> {
  return newJudge(properties.filter((property) => property.name === name))
}

function firstBroken<P extends Named>(properties: readonly P[], broken: (property: P) => Where | null): Broken | null {
  for (const property of properties) {
    const where = asking(property, () => broken(property))
    if (where !== null) return { property: property.name, where }
  }
  return null
}

/** A property, as far as it is called by its name. */
interface Named {
  readonly name: string
}

/** Asks a property; what it throws is a mistake of its author. */
export function asking<T>({ name }: Named, ask: () => T): T {
  try {
    return ask()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new QuorateError("BAD_MODEL", `property ${name} failed: ${message}`, { cause })
  }
}
