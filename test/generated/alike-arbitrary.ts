import fc from "fast-check"
import { type Alike, type AlikeAction, type AlikePromise, alikeModelOf, alikePropertiesOf } from "./alike.ts"
import { isSmall } from "./arbitrary.ts"
import { type Deed, initialGroup, type Question } from "./group.ts"

const who = fc.constantFrom("self", "other")
const small = fc.integer({ min: 0, max: 2 })
const not = fc.boolean()

const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ not, ask: fc.constantFrom("noLeader", "linked") }),
  fc.record({ not, ask: fc.constantFrom("leads", "votes", "marked"), who }),
  fc.record({ not, ask: fc.constant("role"), who, value: small }),
  fc.record({ not, ask: fc.constant("sees"), who, whom: fc.constantFrom("self", "other", "nobody") }),
  fc.record({ not, ask: fc.constantFrom("phase", "voters"), value: small }),
)

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom("phase", "link", "unlink", "step down") }),
  fc.record({ do: fc.constantFrom("lead", "vote", "unvote", "turn", "unmark", "forget"), who }),
  fc.record({ do: fc.constantFrom("role", "mark"), who, value: small }),
  fc.record({ do: fc.constant("see"), who, whom: who }),
)

const actions: fc.Arbitrary<AlikeAction> = fc.record({
  kind: fc.constantFrom("protocol", "workload", "fault", "healing"),
  choices: fc.constantFrom("pairs", "pairs", "pairs", "voters"),
  guard: fc.array(question, { maxLength: 2 }),
  effect: fc.array(deed, { minLength: 1, maxLength: 3 }),
})

const some = fc.array(question, { minLength: 1, maxLength: 4 })

const promise = (kind: AlikePromise["kind"]): fc.Arbitrary<AlikePromise> =>
  kind === "alwaysNext" || kind === "sometimes"
    ? fc.record({ kind: fc.constant(kind), before: fc.array(question, { maxLength: 2 }), after: some })
    : fc.record({ kind: fc.constant(kind), state: some })

/** Small models of two or three members who are alike, with one property of each kind that is wanted. */
export const alike = (promises: readonly AlikePromise["kind"][], statesMax = 1_500): fc.Arbitrary<Alike> =>
  fc
    .record({
      members: fc.constantFrom(["a", "b", "c"], ["a", "b", "c"], ["a", "b"]),
      actions: fc.array(actions, { minLength: 2, maxLength: 5 }),
      promises: fc.tuple(...promises.map(promise)),
    })
    .filter((model) => isWhole(model) && isSmall(alikeModelOf(model), statesMax))

/** Whether the initial state breaks nothing. */
const isWhole = (model: Alike): boolean =>
  alikePropertiesOf(model).every(
    (property) => property.kind !== "always" || property.broken(initialGroup(model.members)) === null,
  )
