import { type Healed, heal } from "../healing.ts"
import { type Broken, type Judge, judgeOf } from "../judge.ts"
import type { EnabledStep, Model } from "../model.ts"
import type { Property } from "../property.ts"
import { exhaustive } from "../search/exhaustive.ts"
import { enabledAmong, findStep, initialState, isEnabled } from "../walk.ts"
import type { Successors } from "./successors.ts"

/** A trace that breaks the property that is shrunk for, cut where it does; `states` begins with the initial one. */
export interface Trace<S> {
  readonly steps: readonly EnabledStep<S>[]
  readonly states: readonly S[]
  readonly found: Breach<S>
}

/** How the target is broken. */
interface Breach<S> {
  readonly kind: "found"
  readonly broken: Broken
  readonly healed?: Healed<S>
}

/** What a step, or the state at the end, means to one who looks for a breach; a step that breaks something else spoils. */
export type Finding<S> = Breach<S> | { readonly kind: "spoilt" } | null

/** Tries traces for one property, and counts the states it makes: the price of shrinking. */
export interface Trial<S extends object> extends Pick<Successors<S>, "enabled" | "keyOf"> {
  readonly model: Model<S>
  /** Replays steps, leaving out those that are not enabled; null where the property stays whole. */
  attempt(steps: readonly EnabledStep<S>[]): Trace<S> | null
  /** Takes a step and pays for it. */
  next(state: S, step: EnabledStep<S>): S
  ofStep(before: S, after: S, step: EnabledStep<S>): Finding<S>
  /** For `afterHealing`, what is wrong with a state after healing. */
  ofEnd(state: S): Finding<S>
  /** Searches everything with fewer steps than a trace, as far as it may; null for `afterHealing`, which is dear to judge. */
  certify(trace: Trace<S>): Certificate<S> | null
  /** Whether the states that shrinking may make have all been made. */
  isSpent(): boolean
  /** States made so far. */
  made(): number
  readonly statesMax: number
}

/** What a search of everything shorter has shown. */
export interface Certificate<S> {
  /** A shorter way to break the property, a shortest one. */
  readonly shorter: readonly EnabledStep<S>[] | null
  /** Nothing with so few steps breaks it. */
  readonly searchedTo: number
}

/** What a trial is about, and what it may cost. */
export interface TrialSetup<S extends object> {
  readonly model: Model<S>
  readonly properties: readonly Property<S>[]
  readonly judge: Judge<S>
  readonly successors: Successors<S>
  readonly target: string
  readonly healingStepsMax: number
  readonly statesMax: number
  /** States that a search of everything shorter may visit. */
  readonly certifyStatesMax: number
}

/**
 * A trace counts only while it breaks the target first: one that breaks another property on its way is another
 * counterexample, and a person who mends that one would see this trace vanish.
 */
export function newTrial<S extends object>(setup: TrialSetup<S>): Trial<S> {
  const { model, judge, target, successors, healingStepsMax, statesMax } = setup
  const { enabled, keyOf } = successors
  const end = judgeOf(setup.properties, target)
  let made = 0

  function next(state: S, step: EnabledStep<S>): S {
    made += 1
    return successors.next(state, step)
  }

  function ofStep(before: S, after: S, step: EnabledStep<S>): Finding<S> {
    const broken = judge.ofStep(before, after, step)
    if (broken === null) return null
    return broken.property === target ? { kind: "found", broken } : { kind: "spoilt" }
  }

  function ofEnd(state: S): Finding<S> {
    if (end.healing.length === 0) return null
    const healed = heal(model, state, healingStepsMax)
    made += healed.steps.length
    const broken = end.ofSettled(healed.state)
    return broken === null ? null : { kind: "found", broken, healed }
  }

  function attempt(wanted: readonly EnabledStep<S>[]): Trace<S> | null {
    const states = [initialState(model)]
    const steps: EnabledStep<S>[] = []
    let before = states[0] as S
    for (const step of wanted) {
      const known = stillThere(model, before, step)
      if (known === undefined) continue
      const after = next(before, known)
      steps.push(known)
      states.push(after)
      const finding = ofStep(before, after, known)
      if (finding !== null) return finding.kind === "found" ? { steps, states, found: finding } : null
      before = after
    }
    const finding = ofEnd(before)
    return finding?.kind === "found" ? { steps, states, found: finding } : null
  }

  function certify({ steps }: Trace<S>): Certificate<S> | null {
    const judged = setup.properties.filter(({ name }) => name === target)
    if (judged.some(({ kind }) => kind === "afterHealing")) return null
    const report = exhaustive(model, judged, { depth: steps.length, maxStates: setup.certifyStatesMax })
    const { violation, provedDepth = 1 } = report
    if (violation === undefined) return { shorter: null, searchedTo: provedDepth - 1 }
    return { shorter: enabledAmong(model, violation.steps), searchedTo: violation.length - 1 }
  }

  return {
    model,
    certify,
    enabled,
    keyOf,
    attempt,
    next,
    ofStep,
    ofEnd,
    isSpent: () => made >= statesMax,
    made: () => made,
    statesMax,
  }
}

/** The step, if it can be taken here; of choices that depend on the state, the one that is equal. */
export function stillThere<S extends object>(
  model: Model<S>,
  state: S,
  step: EnabledStep<S>,
): EnabledStep<S> | undefined {
  const known = typeof step.definition.choices === "function" ? findStep(model, state, step) : step
  return known !== undefined && isEnabled(state, known) ? known : undefined
}
