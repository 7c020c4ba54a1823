import { describe, expect, test } from "vitest"
import { type Action, type ActionDefinition, action, type Model, type Symmetry } from "../model.ts"
import { afterHealing, always, type Property } from "../property.ts"
import { replay } from "../replay.ts"
import { exhaustive } from "./exhaustive.ts"
import { plainSearch } from "./plain-search.ts"

interface Ranks {
  readonly ranks: Readonly<Record<string, number>>
  readonly leader: string | null
  /** Who was promoted, oldest first. */
  readonly order: readonly string[]
}

type Wrong = Partial<ActionDefinition<Ranks, string>>

const members = ["a", "b", "c"]
const symmetry: Symmetry<Ranks> = {
  of: "members",
  members,
  renaming: {
    ranks: { entry: (name, image) => image(name) },
    leader: { whole: (leader, image) => image(leader) },
    order: { whole: (order, image) => order.map(image) },
  },
}

/** Members rise by and by, and one of those who have risen leads. */
function ranks({ rise = {}, lead = {} }: { readonly rise?: Wrong; readonly lead?: Wrong } = {}): Model<Ranks> {
  const named = (name: string, definition: ActionDefinition<Ranks, string>): Action<Ranks> => action(name, definition)
  return {
    name: "ranks",
    initial: { ranks: { a: 0, b: 0, c: 0 }, leader: null, order: [] },
    components: { ranks: "each", leader: "one", order: "one" },
    actions: [
      named("Rise", {
        kind: "protocol",
        choices: members,
        guard: (state, name) => (state.ranks[name] ?? 0) < 2,
        effect: (draft, name) => {
          draft.ranks[name] = (draft.ranks[name] ?? 0) + 1
          if (draft.ranks[name] === 2) draft.order.push(name)
        },
        ...rise,
      }),
      named("Lead", {
        kind: "protocol",
        choices: members,
        guard: (state, name) => state.leader === null && state.ranks[name] === 2,
        effect: (draft, name) => {
          draft.leader = name
        },
        ...lead,
      }),
    ],
    symmetry: [symmetry],
  }
}

const usurped: Property<Ranks> = always({
  name: "usurped",
  says: "Who was promoted last does not lead",
  broken: ({ leader, order }) => (order.length === 3 && leader === order[2] ? { leader } : null),
})

test("of states that are alike one is kept, and all are counted", () => {
  const { distinct } = plainSearch(ranks(), [])
  const report = exhaustive(ranks(), [], { symmetry: true, verify: true })
  expect(report.symmetry).toEqual({ of: ["members"], represented: distinct })
  expect(report.states.distinct).toBeLessThan(distinct / 4)
})

test("a violation is told as a run of the model itself", () => {
  const { violation } = exhaustive(ranks(), [usurped], { symmetry: true })
  const plain = exhaustive(ranks(), [usurped]).violation
  expect(violation?.length).toBe(plain?.length)
  const last = replay(ranks(), violation?.steps ?? []).states.at(-1)
  expect(last && usurped.kind === "always" && usurped.broken(last)).toEqual(violation?.where)
})

describe("a symmetry that is none is found by verifying", () => {
  const wrong: readonly (readonly [what: string, named: string, model: Model<Ranks>])[] = [
    [
      "a guard that knows a name",
      "Lead",
      ranks({ lead: { guard: (state, name) => state.leader === null && name !== "b" } }),
    ],
    [
      "an effect that knows a name",
      "Rise",
      ranks({ rise: { effect: (draft, name) => Object.assign(draft.ranks, { [name]: name === "c" ? 2 : 1 }) } }),
    ],
    ["a choice that is left out", "Lead", ranks({ lead: { choices: ["a", "b"] } })],
    [
      "the first by name",
      "Lead",
      ranks({
        lead: {
          guard: (state, name) => state.leader === null && members.find((one) => state.ranks[one] !== 0) === name,
        },
      }),
    ],
  ]

  test.each(wrong)("%s", (_what, named, model) => {
    expect(() => exhaustive(model, [], { symmetry: true, verify: true })).toThrow(
      expect.objectContaining({ code: "BAD_MODEL", message: expect.stringContaining(`action ${named} treats`) }),
    )
  })

  test("a key that mentions members and is not renamed", () => {
    const { order: _, ...renaming } = symmetry.renaming
    const model: Model<Ranks> = {
      ...ranks({ lead: { guard: (state, name) => state.leader === null && state.order[0] === name } }),
      symmetry: [{ ...symmetry, renaming }],
    }
    expect(() => exhaustive(model, [], { symmetry: true, verify: true })).toThrow(
      expect.objectContaining({
        code: "BAD_MODEL",
        message: expect.stringContaining("treats individuals differently"),
      }),
    )
  })
})

describe("symmetry is refused, with the reason", () => {
  const refused = (model: Model<Ranks>, properties: readonly Property<Ranks>[], why: string) =>
    expect(() => exhaustive(model, properties, { symmetry: true })).toThrow(
      expect.objectContaining({ code: "USAGE", message: expect.stringContaining(why) }),
    )

  test("where the model has none", () => {
    const { symmetry: _, ...plain } = ranks()
    refused(plain, [], "does not say which of its individuals are alike")
    refused({ ...plain, symmetry: { none: "everyone has a rank" } }, [], "everyone has a rank")
  })

  test("where a property tells individuals apart, or is about fair runs", () => {
    refused(ranks(), [{ ...usurped, individual: "it is about a" }], "property usurped tells individuals apart")
    const healing = afterHealing<Ranks>({ name: "led", says: "", broken: () => null })
    refused(ranks(), [healing], "property led is about fair runs")
  })

  test("where there are too many permutations", () => {
    const many = { ...symmetry, members: ["a", "b", "c", "d", "e", "f", "g", "h"] }
    refused({ ...ranks(), symmetry: [many] }, [], "40320 permutations of members")
  })
})
