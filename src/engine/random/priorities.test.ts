import fc from "fast-check"
import { expect, test } from "vitest"
import { action, type Model } from "../model.ts"
import type { Strategy } from "../options.ts"
import { always } from "../property.ts"
import { consistent, twoPhase } from "../toys/two-phase.ts"
import { explore } from "./explore.ts"
import { newPicker, type Offer } from "./strategy.ts"

interface Post {
  readonly delivered: Readonly<Record<string, number>>
}

/** Four senders whose letters may arrive at any time; it is a bug that one may be overtaken by all the letters of the others. */
function post(letters: number): Model<Post> {
  const senders = ["a", "b", "c", "d"]
  const deliver = action<Post, string>("Deliver", {
    kind: "protocol",
    choices: senders,
    guard: ({ delivered }, sender) => (delivered[sender] ?? 0) < letters,
    effect: ({ delivered }, sender) => {
      delivered[sender] = (delivered[sender] ?? 0) + 1
    },
  })
  const initial = { delivered: { a: 0, b: 0, c: 0, d: 0 } }
  return { name: "post", initial, components: { delivered: "each" }, actions: [deliver] }
}

const notOvertaken = (letters: number) =>
  always<Post>({
    name: "not-overtaken",
    says: "No sender waits until all others are done",
    cites: [],
    broken: ({ delivered: { a = 0, ...others } }) =>
      a === 0 && Object.values(others).every((count) => count === letters) ? { a } : null,
  })

test.each([1, 2, 3, 4, 5])(
  "a step waits while others are taken over and over, which chance alone does not do (seed %i)",
  (seed) => {
    const found = (strategy: "priorities" | "swarm" | "uniform", runs: number) =>
      explore(post(13), [notOvertaken(13)], { seed, runs, strategy }).violation?.length
    expect(found("priorities", 200)).toBe(39)
    expect([found("swarm", 1_000), found("uniform", 1_000)]).toEqual([undefined, undefined])
  },
)

/** The same with letters that may be returned, after which their sender delivers no more. */
function postWithReturns(letters: number): Model<Post> {
  const { actions, ...others } = post(letters)
  const giveBack = action<Post, string>("Return", {
    kind: "protocol",
    choices: ["a", "b", "c", "d"],
    guard: ({ delivered }, sender) => (delivered[sender] ?? 0) < letters,
    effect: ({ delivered }, sender) => {
      delivered[sender] = 1_000
    },
  })
  return { ...others, actions: [...actions, giveBack] }
}

const oneReturned = (letters: number) =>
  always<Post>({
    name: "one-returned",
    says: "Some letter is returned before all are delivered",
    cites: [],
    broken: ({ delivered }) => (Object.values(delivered).every((count) => count === letters) ? { delivered } : null),
  })

test.each([1, 2, 3, 4, 5])("all steps of an action wait while others are taken (seed %i)", (seed) => {
  const found = (strategy: "actionPriorities" | "uniform", runs: number) =>
    explore(postWithReturns(13), [oneReturned(13)], { seed, runs, strategy }).violation?.length
  expect([found("actionPriorities", 200), found("uniform", 1_000)]).toEqual([52, undefined])
})

const strategies = ["priorities", "actionPriorities"] as const

test.each(strategies)("the path of a violation comes to it again, from the seed alone (%s)", (strategy) => {
  const options = { seed: 3, strategy }
  const { violation } = explore(twoPhase(5, "broken"), [consistent], options)
  expect(violation).toBeDefined()
  const again = explore(twoPhase(5, "broken"), [consistent], { ...options, path: violation?.path ?? "" })
  expect(again.violation).toEqual(violation)
})

/** In each state, how many steps each action offers. */
const states = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 })
const kinds = ["protocol", "workload", "fault", "healing"] as const
const actions = kinds.map((kind) =>
  action<Post, null>(kind, { kind, choices: [null], guard: () => true, effect: () => {} }),
)

/** What is picked in some states that follow one another, from dice of their own. */
function picks(
  strategy: Strategy,
  given: readonly (readonly number[])[],
  seed: number,
  tried: Set<string>,
): readonly (string | undefined)[] {
  const random = fc.sample(fc.infiniteStream(fc.nat(2 ** 30 - 1)), { seed, numRuns: 1 })[0] as Iterator<number>
  const dice = { nextInt: (min: number, max: number) => min + (random.next().value % (max - min + 1)) }
  const pick = newPicker(actions, strategy, dice, ({ name }) => tried.add(name))
  return given.map((counts) => {
    const offer: Offer<string> = {
      many: (number) => counts[number] ?? 0,
      one: (number, index) => `${kinds[number]} ${index}`,
    }
    return pick(offer)
  })
}

test.each(strategies)(
  "something is picked wherever protocol or healing offers something, of what was tried (%s)",
  (strategy) => {
    const check = fc.property(states, fc.nat(), (given, seed) => {
      const tried = new Set<string>()
      const picked = picks(strategy, given, seed, tried)
      expect(picks(strategy, given, seed, new Set())).toEqual(picked)
      for (const [index, counts] of given.entries()) {
        const [kind = "", number = ""] = (picked[index] ?? "").split(" ")
        if (picked[index] === undefined) expect([counts[0], counts[3]]).toEqual([0, 0])
        else expect(Number(number)).toBeLessThan(counts[(kinds as readonly string[]).indexOf(kind)] ?? 0)
        if (picked[index] !== undefined) expect(tried).toContain(kind)
      }
    })
    fc.assert(check, { seed: 1, numRuns: 300 })
  },
)
