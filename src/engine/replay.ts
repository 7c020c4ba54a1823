import { dataText } from "./data.ts"
import type { Model, Step } from "./model.ts"
import { nearest } from "./names.ts"
import { findStep, initialState, isEnabled, stepsOf, take } from "./walk.ts"

/** Why a step of a trace cannot be taken any more. */
export interface Refusal {
  /** Of the step in the trace, from 0. */
  readonly index: number
  readonly step: Step
  readonly kind: "unknown-action" | "unknown-choice" | "not-enabled"
  /** A sentence for people, with the nearest valid names. */
  readonly why: string
}

/** A replayed trace: every state of it, the initial one first, as far as it goes. */
export type Replay<S> =
  | { readonly kind: "replayed"; readonly states: readonly S[] }
  | { readonly kind: "refused"; readonly states: readonly S[]; readonly refusal: Refusal }

/**
 * Takes the steps of a trace one after another. A step that the model refuses is a finding, not an error: the value says
 * which one and why. Nothing is judged here.
 */
export function replay<S extends object>(model: Model<S>, steps: readonly Step[]): Replay<S> {
  let state = initialState(model)
  const states = [state]
  for (const [index, step] of steps.entries()) {
    const found = findStep(model, state, step)
    if (found === undefined || !isEnabled(state, found)) {
      return { kind: "refused", states, refusal: { index, step, ...whyRefused(model, state, step) } }
    }
    state = take(state, found)
    states.push(state)
  }
  return { kind: "replayed", states }
}

function whyRefused<S extends object>(model: Model<S>, state: S, step: Step): Pick<Refusal, "kind" | "why"> {
  const definition = model.actions.find(({ name }) => name === step.action)
  if (definition === undefined) {
    const names = nearest(
      step.action,
      model.actions.map(({ name }) => name),
    )
    return { kind: "unknown-action", why: `no action is called ${step.action}; the nearest: ${names.join(", ")}` }
  }
  const choice = dataText(step.choice)
  if (findStep(model, state, step) === undefined) {
    const near = nearest(
      choice,
      Array.from(stepsOf(definition, state), (other) => dataText(other.choice)),
    )
    const hint = near.length === 0 ? "it has no choices in this state" : `the nearest: ${near.join(", ")}`
    return { kind: "unknown-choice", why: `${choice} is not among the choices of ${step.action}; ${hint}` }
  }
  return { kind: "not-enabled", why: `the guard of ${step.action} refuses ${choice} in this state` }
}
