import { dataText } from "../data.ts"
import type { EnabledStep, Model } from "../model.ts"
import type { Successors } from "./successors.ts"
import { stillThere } from "./trial.ts"

/** The steps that a search may take in a state, after those that it took to come there. */
export type Alphabet<S> = (state: S, taken: readonly EnabledStep<S>[]) => readonly EnabledStep<S>[]

/** Only the steps of a trace, each at most as often as in the trace: its orders, and the orders of its parts. */
export function stepsAlphabet<S extends object>(model: Model<S>, steps: readonly EnabledStep<S>[]): Alphabet<S> {
  const order = new Map(model.actions.map(({ name }, index) => [name, index]))
  const supply = [...lettersOf(steps).values()].sort(
    (a, b) => (order.get(a.step.action) ?? 0) - (order.get(b.step.action) ?? 0),
  )
  return (state, taken) => {
    const used = lettersOf(taken)
    return supply.flatMap(({ text, step, count }) =>
      (used.get(text)?.count ?? 0) < count ? (stillThere(model, state, step) ?? []) : [],
    )
  }
}

/** Everything, but no fault and no workload that the trace can do without. */
export function lawfulAlphabet<S extends object>(
  { enabled }: Pick<Successors<S>, "enabled">,
  steps: readonly EnabledStep<S>[],
): Alphabet<S> {
  const names = new Set(steps.map(({ action }) => action))
  const isLawful = ({ action, definition: { kind } }: EnabledStep<S>) =>
    names.has(action) || kind === "protocol" || kind === "healing"
  return (state) => enabled(state).filter(isLawful)
}

/** A step, and how often it comes. */
export interface Letter<S> {
  readonly text: string
  readonly step: EnabledStep<S>
  readonly count: number
}

/** The distinct steps of a trace, in order of appearance, by their text. */
export function lettersOf<S>(steps: readonly EnabledStep<S>[]): ReadonlyMap<string, Letter<S>> {
  const letters = new Map<string, Letter<S>>()
  for (const step of steps) {
    const text = textOf(step)
    letters.set(text, { text, step, count: (letters.get(text)?.count ?? 0) + 1 })
  }
  return letters
}

function textOf<S>({ action, choice }: EnabledStep<S>): string {
  return `${action} ${dataText(choice)}`
}

/** Whether some steps are all among others, each as often. */
export function contains<S>(all: ReadonlyMap<string, Letter<S>>, some: ReadonlyMap<string, Letter<S>>): boolean {
  return [...some.values()].every(({ text, count }) => (all.get(text)?.count ?? 0) >= count)
}
