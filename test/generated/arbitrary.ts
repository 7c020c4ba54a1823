import fc from "fast-check"
import { newInterner, rowKey } from "../../src/engine/components.ts"
import type { Model } from "../../src/engine/model.ts"
import { enabledSteps, initialState, take } from "../../src/engine/walk.ts"
import type { Cells, Choice, Data, Path } from "./cells.ts"
import type { Change } from "./changes.ts"
import { areTrue, type Condition } from "./conditions.ts"
import { type Described, type DescribedAction, modelOf, nobody, type Promised } from "./described.ts"

const entries = ["x", "y", "z"] as const
const small = fc.integer({ min: 0, max: 2 })
const named = fc.constantFrom("x", "y", "$")
const field = fc.constantFrom("f", "g")

const one: fc.Arbitrary<Path> = fc.constantFrom(["p"], ["q"])
const entry: fc.Arbitrary<Path> = fc.oneof(fc.tuple(fc.constant("each"), named), fc.tuple(fc.constant("fields"), named))
const inner: fc.Arbitrary<Path> = fc.tuple(fc.constant("fields"), named, field)
const whole: fc.Arbitrary<Path> = fc.constantFrom(["each"], ["fields"])
const cell: fc.Arbitrary<Path> = fc.oneof(one, entry, inner)

const simple: fc.Arbitrary<Data> = fc.constantFrom(0, 1, 2, null, "$")
const fieldsOf: fc.Arbitrary<{ readonly [name: string]: Data }> = fc.constantFrom(
  { f: 0, g: 0 },
  { g: 1, f: 0 },
  { f: 1 },
  { f: 0, h: 1 },
  {},
)
const data: fc.Arbitrary<Data> = fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: fieldsOf })
const record: fc.Arbitrary<{ readonly [name: string]: Data }> = fc.dictionary(fc.constantFrom(...entries), data, {
  maxKeys: 2,
  noNullPrototype: true,
})

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ ask: fc.constantFrom("is", "isNot", "isNot"), at: cell, value: simple }),
  fc.record({ ask: fc.constant("same"), at: cell, as: cell }),
  fc.record({
    ask: fc.constantFrom("there", "notThere"),
    at: fc.oneof(entry, inner),
    by: fc.constantFrom("in", "own", "keys", "read"),
  }),
  fc.record({
    ask: fc.constantFrom("fewer", "notFewer"),
    at: fc.oneof(whole, fc.constant<Path>(["list"]), entry),
    than: fc.integer({ min: 1, max: 2 }),
  }),
)

/** How an effect may reach beyond one component. */
export type Reach = "far" | "near"

const changes = (reach: Reach): fc.Arbitrary<Change> =>
  fc.oneof(
    fc.record({ do: fc.constant("set"), at: cell, value: data }),
    fc.record({ do: fc.constant("set"), at: whole, value: record }),
    fc.record({ do: fc.constant("count"), at: cell }),
    fc.record({ do: fc.constant("count"), at: cell }),
    fc.record({ do: fc.constant("set"), at: cell, value: simple }),
    fc.record({ do: fc.constant("drop"), at: fc.oneof(entry, inner) }),
    fc.record({ do: fc.constant("assign"), at: entry, value: fieldsOf }),
    fc.constant<Change>({ do: "shift" }),
    ...(reach === "far"
      ? [
          fc.record({ do: fc.constantFrom("copy", "move"), at: cell, from: cell }),
          fc.record({ do: fc.constant("wrap"), at: one, from: entry }),
          fc.record({ do: fc.constant("push"), from: fc.oneof(entry, inner) }),
        ]
      : []),
  )

/** A whole record is copied last: what is changed in one of two places afterwards would be changed in both. */
const effects = (reach: Reach): fc.Arbitrary<readonly Change[]> => {
  const some = fc.array(changes(reach), { minLength: 1, maxLength: 3 })
  const copy: fc.Arbitrary<Change> = fc.record({ do: fc.constant("copy"), at: whole, from: whole })
  const andCopy = fc.tuple(some, copy).map(([before, last]) => [...before, last])
  return reach === "near" ? some : fc.oneof({ weight: 7, arbitrary: some }, { weight: 1, arbitrary: andCopy })
}

const choice: fc.Arbitrary<Choice> = fc.record({ at: fc.constantFrom(...entries), value: small })

const actions = (kinds: readonly DescribedAction["kind"][], reach: Reach): fc.Arbitrary<DescribedAction> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    choices: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.uniqueArray(choice, { minLength: 1, maxLength: 3, selector: ({ at, value }) => `${at}${value}` }),
      },
      { weight: 1, arbitrary: fc.record({ all: fc.constantFrom("each", "fields") }) },
      { weight: 1, arbitrary: fc.record({ upTo: fc.constantFrom("p", "q") }) },
    ),
    guard: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(condition, { maxLength: 2 }) },
    ),
    effect: effects(reach),
  })

const kinds = ["protocol", "protocol", "workload", "fault", "healing"] as const
const asked = fc.array(condition, { minLength: 1, maxLength: 3 })

const promise = (kind: Promised["kind"]): fc.Arbitrary<Promised> =>
  kind === "alwaysNext" || kind === "sometimes"
    ? fc.record({
        kind: fc.constant(kind),
        before: fc.array(condition, { maxLength: 1 }),
        after: asked,
        action: fc.integer({ min: -1, max: 2 }),
        value: fc.integer({ min: -1, max: 2 }),
      })
    : fc.record({ kind: fc.constant(kind), state: asked })

const initial: fc.Arbitrary<Cells> = fc.record({
  p: small,
  q: fc.oneof(small, fc.constant(null)),
  list: fc.constant([]),
  each: record,
  fields: record,
})

/** What may be wanted of models. */
export interface Wanted {
  readonly promises: readonly Promised["kind"][]
  readonly kinds?: readonly DescribedAction["kind"][]
  readonly reach?: Reach
  readonly actionsMax?: number
  /** States that a model may have. */
  readonly statesMax?: number
}

/** Small models of all shapes, with one property of each kind that is wanted. */
export const described = ({ promises, reach = "far", statesMax = 1_500, ...wanted }: Wanted): fc.Arbitrary<Described> =>
  fc
    .record({
      initial,
      actions: fc.array(actions(wanted.kinds ?? kinds, reach), {
        minLength: Math.min(4, wanted.actionsMax ?? 4),
        maxLength: wanted.actionsMax ?? 7,
      }),
      promises: fc.tuple(...promises.map(promise)),
    })
    .filter(
      ({ initial: state, promises: all }) =>
        !all.some((one) => "state" in one && one.kind === "always" && areTrue(state, one.state, nobody)),
    )
    .filter((model) => isSmall(modelOf(model), statesMax))

/** Whether a model has no more states than these. */
export function isSmall<S extends object>(model: Model<S>, most: number): boolean {
  const { row } = newInterner(model)
  const initially = initialState(model)
  const seen = new Map([[rowKey(row(initially)), initially]])
  for (const state of seen.values()) {
    for (const step of enabledSteps(model, state)) {
      const after = take(state, step)
      seen.set(rowKey(row(after)), after)
    }
    if (seen.size > most) return false
  }
  return true
}
