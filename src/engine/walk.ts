import { type Draft, freeze } from "immer"
import { QuorateError } from "../errors.ts"
import { dataText, sameData } from "./data.ts"
import { changed } from "./draft/index.ts"
import type { Action, EnabledStep, Model, Step } from "./model.ts"

/** The choices of an action that do not depend on the state, as steps: made once, so equal steps are one object. */
const staticSteps = new WeakMap<object, readonly EnabledStep<never>[]>()

/** Plain data that nobody can change any more. */
export const frozen = <T>(data: T): T => freeze(data, true)

/** Models whose actions were seen to have names of their own. */
const named = new WeakSet<object>()

/** The initial state of a model, frozen: whoever changes a state outside an effect is found out at once. Fails with BAD_MODEL where two actions have one name, by which a trace could not tell them apart. */
export function initialState<S extends object>(model: Model<S>): S {
  if (!named.has(model)) checkNames(model)
  return frozen(model.initial)
}

function checkNames<S extends object>(model: Model<S>): void {
  const names = model.actions.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new QuorateError(
      "BAD_MODEL",
      `model ${model.name}: two actions are called ${twice}; a trace tells them apart by name`,
    )
  named.add(model)
}

/** The steps of one action, enabled or not, in its order of choices. */
export function stepsOf<S>(definition: Action<S>, state: S): Iterable<EnabledStep<S>> {
  const { choices } = definition
  return typeof choices === "function"
    ? dynamicSteps(definition, inOrder(choices(state)))
    : staticStepsOf(definition, choices)
}

/**
 * Choices that depend on the state: numbers by size, and the rest by their text. Equal states may list the names of a record in
 * another order, as they came to be, and what is found must not depend on that.
 */
export function inOrder(choices: Iterable<unknown>): readonly unknown[] {
  const ranked = Array.from(choices, (choice) => ({
    choice,
    rank: typeof choice === "number" ? choice : dataText(choice),
  }))
  if (ranked.length > 1) ranked.sort((a, b) => compare(a.rank, b.rank))
  return ranked.map(({ choice }) => choice)
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b
  if (typeof a === "number" || typeof b === "number") return typeof a === "number" ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** The steps of an action whose choices do not depend on the state. */
export function staticStepsOf<S>(definition: Action<S>, choices: readonly unknown[]): readonly EnabledStep<S>[] {
  const known = staticSteps.get(definition)
  if (known !== undefined) return known as readonly EnabledStep<S>[]
  const steps = [...dynamicSteps(definition, choices)]
  staticSteps.set(definition, steps as unknown as readonly EnabledStep<never>[])
  return steps
}

function* dynamicSteps<S>(definition: Action<S>, choices: Iterable<unknown>): Iterable<EnabledStep<S>> {
  for (const choice of choices) yield { action: definition.name, choice: frozen(choice), definition }
}

/** The enabled steps of some actions, in their order. */
export function enabledOf<S>(actions: readonly Action<S>[], state: S): EnabledStep<S>[] {
  const enabled: EnabledStep<S>[] = []
  for (const definition of actions) addEnabled(enabled, definition, state)
  return enabled
}

/** Everything that can happen in a state, in the order of actions and choices. */
export function enabledSteps<S extends object>({ actions }: Model<S>, state: S): EnabledStep<S>[] {
  return enabledOf(actions, state)
}

function addEnabled<S>(enabled: EnabledStep<S>[], definition: Action<S>, state: S): void {
  let choice: unknown
  try {
    for (const step of stepsOf(definition, state)) {
      choice = step.choice
      if (definition.guard(state, choice)) enabled.push(step)
    }
  } catch (cause) {
    throw brokenAction(definition, "choices or guard", choice, cause)
  }
}

/** The state after a step that is enabled; the guard is not asked again. */
export function take<S extends object>(state: S, { definition, choice }: EnabledStep<S>): S {
  try {
    return changed(frozen(state), (draft: Draft<S>) => {
      definition.effect(draft, choice)
    })
  } catch (cause) {
    throw brokenAction(definition, "effect", choice, cause)
  }
}

/** The step as a trace stores it, and where the model knows it, whether or not it is enabled. */
export function findStep<S extends object>(
  { actions }: Model<S>,
  state: S,
  { action, choice }: Step,
): EnabledStep<S> | undefined {
  const definition = actions.find(({ name }) => name === action)
  if (definition === undefined) return undefined
  try {
    for (const step of stepsOf(definition, state)) if (sameData(step.choice, choice)) return step
    return undefined
  } catch (cause) {
    throw brokenAction(definition, "choices", choice, cause)
  }
}

/** The state after a step of a trace, or undefined where it is not one of the choices or the guard refuses it. */
export function applyStep<S extends object>(model: Model<S>, state: S, step: Step): S | undefined {
  const found = findStep(model, state, step)
  return found !== undefined && isEnabled(state, found) ? take(state, found) : undefined
}

/** Whether a step that is among the choices can be taken. */
export function isEnabled<S>(state: S, { definition, choice }: EnabledStep<S>): boolean {
  try {
    return definition.guard(state, choice)
  } catch (cause) {
    throw brokenAction(definition, "guard", choice, cause)
  }
}

/** Of the steps of a trace those that can be taken, one after another, as the model knows them. */
export function enabledAmong<S extends object>(model: Model<S>, steps: readonly Step[]): readonly EnabledStep<S>[] {
  const enabled: EnabledStep<S>[] = []
  let state = initialState(model)
  for (const step of steps) {
    const known = findStep(model, state, step)
    if (known === undefined || !isEnabled(state, known)) continue
    state = take(state, known)
    enabled.push(known)
  }
  return enabled
}

/** What went wrong in an action, and where: a mistake of the model's author. */
export function brokenAction<S>({ name }: Action<S>, part: string, choice: unknown, cause: unknown): QuorateError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const at = choice === undefined ? "" : ` at ${JSON.stringify(choice)}`
  return new QuorateError("BAD_MODEL", `action ${name}: its ${part} failed${at}: ${message}`, { cause })
}
