import fc from "fast-check"
import { expect, test } from "vitest"
import { modelOf as anyModelOf, effects, type State } from "../../../test/generated/any-effect.ts"
import { described } from "../../../test/generated/arbitrary.ts"
import { modelOf, propertiesOf } from "../../../test/generated/described.ts"
import { sameData } from "../data.ts"
import { type Healed, heal } from "../healing.ts"
import { newSpace } from "../learned/space.ts"
import type { Model } from "../model.ts"
import { always, alwaysNext, type Property, sometimes } from "../property.ts"
import { everyoneServed, oneToken, ring, tokenMadeAgain } from "../toys/ring.ts"
import { healWalk } from "./heal-walk.ts"
import { PlainWalk } from "./plain-walk.ts"
import { newSeen } from "./seen.ts"
import { RowWalk, type Walk } from "./walk.ts"

const everything = () => true

/** What can be taken, as everybody would name it. */
const offered = <S>(walk: Walk<S>) =>
  [...walk.all(everything)].map((step) => {
    const { action, choice } = walk.stepOf(step)
    return { action, choice, changes: walk.changes(step) }
  })

/** What was met since the run began, by name. */
function stand<S>(walk: Walk<S>, met: Set<string>) {
  for (const name of walk.met) met.add(name)
  const { low, high, isBroken } = walk
  return { low, high, isBroken, met: [...met].sort(), state: walk.state(), offered: offered(walk) }
}

/** Both walks heal as the model's own code does, and begin anew after that. */
function expectSameHealing<S extends object>(model: Model<S>, walks: readonly Walk<S>[]): void {
  for (const walk of walks) {
    const healed = heal(model, walk.state(), 40)
    expect(plainly(healWalk(walk, 40))).toEqual(plainly(healed))
    expect(walk.state()).toEqual(healed.state)
  }
  const [plain, rows] = walks.map((walk) => {
    walk.begin()
    return stand(walk, new Set())
  })
  expect(rows).toEqual(plain)
}

const plainly = <S>({ steps, ...rest }: Healed<S>) => ({
  ...rest,
  steps: steps.map(({ action, choice }) => ({ action, choice })),
})

/** Both walks take the same steps, drawn by `draws`, and go back to the start at each 0. */
function expectSameWalks<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  draws: readonly number[],
): ReadonlyMap<string, S> {
  const walks = [new PlainWalk(model, properties), new RowWalk(newSpace(model, properties))] as const
  const seen = new Map<string, S>()
  const met = [new Set<string>(), new Set<string>()] as const
  for (const draw of [0, ...draws]) {
    const steps = walks.map((walk) => [...walk.all(everything)])
    for (const [index, walk] of walks.entries()) {
      const step = steps[index]?.[draw % Math.max(1, steps[index]?.length ?? 0)]
      if (draw === 0 || step === undefined) {
        walk.begin()
        met[index]?.clear()
      } else walk.take(step)
    }
    const [plain, rows] = walks.map((walk, index) => stand(walk, met[index] as Set<string>))
    expect(rows).toEqual(plain)
    const key = `${plain?.low} ${plain?.high}`
    const known = seen.get(key)
    if (known !== undefined) expect(sameData(known, plain?.state)).toBe(true)
    seen.set(key, plain?.state as S)
  }
  expectSameHealing(model, walks)
  return seen
}

const draws = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 })

test("a walk over rows is a walk over plain states: the same steps, hashes, promises broken and goals met", () => {
  const models = described({ promises: ["always", "alwaysNext", "sometimes"], statesMax: 300 })
  const check = fc.property(models, draws, (given, chosen) => {
    expectSameWalks(modelOf(given), propertiesOf(given), chosen)
  })
  fc.assert(check, { seed: 1, numRuns: 100 })
})

test("both walks offer the same steps in the same order, whatever effects do and however records list their names", () => {
  const properties = [
    always<State>({ name: "few", says: "", broken: ({ each }) => (Object.keys(each).length > 3 ? {} : null) }),
    alwaysNext<State>({
      name: "kept",
      says: "",
      broken: (before, after) => ("1" in before.fields && !("1" in after.fields) ? {} : null),
    }),
    sometimes<State>({ name: "moved", says: "", reached: (_before, { other }) => "x" in other }),
  ]
  const check = fc.property(effects, draws, (all, chosen) => {
    expectSameWalks(anyModelOf(all), properties, chosen)
  })
  fc.assert(check, { seed: 1, numRuns: 150 })
  const set = (what: "set" | "delete", name: "x" | "a.b") =>
    ({ what, key: "each", name, field: "p", to: "1", value: 0 }) as const
  const turned = { changes: [set("delete", "x"), set("set", "a.b"), set("set", "x")], isOfAny: false }
  expectSameWalks(anyModelOf([turned, { changes: [set("set", "x")], isOfAny: true }]), properties, [1, 1, 2, 3])
})

test("states of a ring have hashes of their own, by which they are counted", () => {
  const check = fc.property(draws, (chosen) => {
    const states = expectSameWalks(ring(3, "hasty"), [oneToken, tokenMadeAgain, everyoneServed], chosen)
    const seen = newSeen(1_000)
    const texts = new Set([...states.values()].map((state) => JSON.stringify(state)))
    for (const key of [...states.keys(), ...states.keys()]) {
      const [low = 0, high = 0] = key.split(" ").map(Number)
      seen.add(low, high)
    }
    expect(seen.count()).toBe(texts.size)
  })
  fc.assert(check, { seed: 2, numRuns: 60 })
})
