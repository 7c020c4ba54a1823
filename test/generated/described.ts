import { type Action, type ActionKind, action, type Model, type Visible } from "../../src/engine/model.ts"
import { afterHealing, always, alwaysNext, noDeadlockIn, type Property, sometimes } from "../../src/engine/property.ts"
import { type Cells, type Choice, partAt } from "./cells.ts"
import { type Change, change } from "./changes.ts"
import { areTrue, type Condition } from "./conditions.ts"

/** A model as plain data, so that a thread can build the same one. */
export interface Described {
  readonly initial: Cells
  readonly actions: readonly DescribedAction[]
  readonly promises: readonly Promised[]
}

export interface DescribedAction {
  readonly kind: ActionKind
  /** A list, or the entries of a record, or the numbers up to that in a cell. */
  readonly choices: readonly Choice[] | { readonly all: "each" | "fields" } | { readonly upTo: "p" | "q" }
  readonly guard: readonly Condition[]
  readonly effect: readonly Change[]
}

/** A property: it is broken, or a goal is met, where all of its conditions are true. */
export type Promised =
  | { readonly kind: "always" | "afterHealing" | "noDeadlock"; readonly state: readonly Condition[] }
  | {
      readonly kind: "alwaysNext" | "sometimes"
      readonly before: readonly Condition[]
      readonly after: readonly Condition[]
      /** The index of the action that is meant, or -1 for any. */
      readonly action: number
      /** The value of the choice that is meant, or -1 for any. */
      readonly value: number
    }

/** What stands for `$` where there is no choice. */
export const nobody: Choice = { at: "x", value: 0 }
const nameOf = (index: number): string => `Action${index}`

/** Builds the model that is described. */
export function modelOf({ initial, actions }: Pick<Described, "initial" | "actions">): Model<Cells> {
  return {
    name: "described",
    initial,
    components: { p: "one", q: "one", list: "one", each: "each", fields: "eachField" },
    actions: actions.map(actionOf),
  }
}

function actionOf({ kind, choices, guard, effect }: DescribedAction, index: number): Action<Cells> {
  return action<Cells, Choice>(nameOf(index), {
    kind,
    choices: "all" in choices || "upTo" in choices ? (state) => choicesIn(state, choices) : choices,
    guard: (state, choice) => areTrue(state, guard, choice),
    effect: (draft, choice) => {
      for (const one of effect) change(draft, one, choice)
    },
  })
}

/** In an order that does not depend on when an entry was put in. */
function choicesIn(
  state: Visible<Cells>,
  choices: { readonly all: "each" | "fields" } | { readonly upTo: "p" | "q" },
): readonly Choice[] {
  if ("all" in choices)
    return Object.keys(state[choices.all])
      .sort()
      .map((at) => ({ at, value: at.length }))
  const most = partAt(state, [choices.upTo])
  return Array.from({ length: typeof most === "number" ? most + 1 : 1 }, (_, value) => ({ at: "x", value }))
}

/** Builds the properties that are described. */
export const propertiesOf = ({ promises }: Pick<Described, "promises">): readonly Property<Cells>[] =>
  promises.map((promised, index) => propertyOf(promised, `promise-${index}`))

function propertyOf(promised: Promised, name: string): Property<Cells> {
  const says = "what is described is never so"
  switch (promised.kind) {
    case "always":
      return always({ name, says, broken: (state) => brokenIf(areTrue(state, promised.state, nobody)) })
    case "afterHealing":
      return afterHealing({ name, says, broken: (state) => brokenIf(areTrue(state, promised.state, nobody)) })
    case "noDeadlock":
      return { ...noDeadlockIn<Cells>({ isEnd: (state) => areTrue(state, promised.state, nobody) }), name }
    case "alwaysNext":
      return alwaysNext({ name, says, broken: (before, after, step) => brokenIf(isMet(promised, before, after, step)) })
    case "sometimes":
      return sometimes({ name, says, reached: (before, after, step) => isMet(promised, before, after, step) })
  }
}

const brokenIf = (isBroken: boolean) => (isBroken ? {} : null)

function isMet(
  { before: first, after: then, action: index, value }: Extract<Promised, { kind: "alwaysNext" | "sometimes" }>,
  before: Cells,
  after: Cells,
  step: { readonly action: string; readonly choice: unknown },
): boolean {
  if (index >= 0 && step.action !== nameOf(index)) return false
  if (!areTrue(after, then, nobody) || !areTrue(before, first, nobody)) return false
  return value < 0 || (step.choice as Choice).value === value
}
