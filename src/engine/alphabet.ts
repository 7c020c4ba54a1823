import { dataText } from "./data.ts"
import type { EnabledStep, Model } from "./model.ts"
import { stillThere } from "./trial.ts"
import { enabledOf } from "./walk.ts"

/** The steps that a search may take in a state. */
export type Alphabet<S> = (state: S) => readonly EnabledStep<S>[]

/** Only the steps of a trace, each as often as one likes, in the order of the model's actions. */
export function stepsAlphabet<S extends object>(model: Model<S>, steps: readonly EnabledStep<S>[]): Alphabet<S> {
  const distinct = [...new Map(steps.map((step) => [textOf(step), step])).values()]
  const order = new Map(model.actions.map(({ name }, index) => [name, index]))
  const sorted = distinct.sort((a, b) => (order.get(a.action) ?? 0) - (order.get(b.action) ?? 0))
  return (state) => sorted.flatMap((step) => stillThere(model, state, step) ?? [])
}

/** All choices of the actions of a trace. */
export function actionsAlphabet<S extends object>(model: Model<S>, steps: readonly EnabledStep<S>[]): Alphabet<S> {
  const names = new Set(steps.map(({ action }) => action))
  const actions = model.actions.filter(({ name }) => names.has(name))
  return (state) => enabledOf(actions, state)
}

/** Everything, but no fault and no workload that the trace can do without. */
export function lawfulAlphabet<S extends object>(model: Model<S>, steps: readonly EnabledStep<S>[]): Alphabet<S> {
  const names = new Set(steps.map(({ action }) => action))
  const actions = model.actions.filter(({ name, kind }) => names.has(name) || kind === "protocol" || kind === "healing")
  return (state) => enabledOf(actions, state)
}

function textOf<S>({ action, choice }: EnabledStep<S>): string {
  return `${action} ${dataText(choice)}`
}
