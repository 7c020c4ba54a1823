import { type Action, type ActionKind, action, type Model, type Symmetry } from "../../src/engine/model.ts"
import { always, alwaysNext, noDeadlockIn, type Property, sometimes } from "../../src/engine/property.ts"
import { type Deed, doDeed, type Group, initialGroup, isSo, type Pair, type Question } from "./group.ts"

/** A model whose members all follow the same rules, as plain data. */
export interface Alike {
  readonly members: readonly string[]
  readonly actions: readonly AlikeAction[]
  readonly promises: readonly AlikePromise[]
}

export interface AlikeAction {
  readonly kind: ActionKind
  /** Who acts upon whom: every pair, or those whose first has a vote. */
  readonly choices: "pairs" | "voters"
  readonly guard: readonly Question[]
  readonly effect: readonly Deed[]
}

/** Broken, or a goal that is met, where all questions are answered with yes for some pair, or for that of the step. */
export type AlikePromise =
  | { readonly kind: "always" | "noDeadlock"; readonly state: readonly Question[] }
  | {
      readonly kind: "alwaysNext" | "sometimes"
      readonly before: readonly Question[]
      readonly after: readonly Question[]
    }

const pairsOf = (members: readonly string[], firsts: readonly string[] = members): readonly Pair[] =>
  firsts.flatMap((self) => members.filter((other) => other !== self).map((other) => ({ self, other })))

const areSo = (state: Group, questions: readonly Question[], pair: Pair): boolean =>
  questions.every((question) => isSo(state, question, pair))

/** Builds the model that is described. */
export function alikeModelOf({ members, actions }: Pick<Alike, "members" | "actions">): Model<Group> {
  const pairs = pairsOf(members)
  const built = actions.map(
    ({ kind, choices, guard, effect }, index): Action<Group> =>
      action<Group, Pair>(`Action${index}`, {
        kind,
        choices: choices === "pairs" ? pairs : ({ voters }) => pairsOf(members, voters),
        guard: (state, pair) => areSo(state, guard, pair),
        effect: (draft, pair) => {
          for (const deed of effect) doDeed(draft, deed, pair)
        },
      }),
  )
  return {
    name: "alike",
    initial: initialGroup(members),
    components: { leader: "one", voters: "one", phase: "one", nodes: "eachField", marks: "each", links: "each" },
    actions: built,
    symmetry: [symmetryOf(members)],
  }
}

const symmetryOf = (members: readonly string[]): Symmetry<Group> => ({
  of: "members",
  members,
  renaming: {
    leader: { whole: (leader, image) => image(leader) },
    voters: { whole: (voters, image) => voters.map(image).sort() },
    nodes: {
      entry: (name, image) => image(name),
      value: (node, image) => ("sees" in node ? { ...node, sees: image(node.sees) } : node),
    },
    marks: { entry: (name, image) => image(name) },
    links: { entry: (name, image) => name.split(">").map(image).join(">") },
  },
})

/** Builds the properties that are described. */
export function alikePropertiesOf({ members, promises }: Pick<Alike, "members" | "promises">): Property<Group>[] {
  const pairs = pairsOf(members)
  const anyone = (state: Group, questions: readonly Question[]) => pairs.some((pair) => areSo(state, questions, pair))
  const says = "what is described is never so"
  return promises.map((promise, index) => {
    const name = `promise-${index}`
    if (promise.kind === "always")
      return always({ name, says, broken: (state) => (anyone(state, promise.state) ? {} : null) })
    if ("state" in promise) return { ...noDeadlockIn<Group>({ isEnd: (state) => anyone(state, promise.state) }), name }
    const { before: first, after: then } = promise
    const isMet = (before: Group, after: Group, pair: Pair) => areSo(after, then, pair) && areSo(before, first, pair)
    return promise.kind === "sometimes"
      ? sometimes({ name, says, reached: (before, after, { choice }) => isMet(before, after, choice as Pair) })
      : alwaysNext({
          name,
          says,
          broken: (before, after, { choice }) => (isMet(before, after, choice as Pair) ? {} : null),
        })
  })
}
