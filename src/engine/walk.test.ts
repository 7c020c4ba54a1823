import { expect, test } from "vitest"
import { type ActionDefinition, action, type Model } from "./model.ts"
import { always } from "./property.ts"
import { explore } from "./random/explore.ts"
import { exhaustive } from "./search/exhaustive.ts"
import { dieHard } from "./toys/jugs.ts"
import { applyStep, enabledSteps, initialState } from "./walk.ts"

interface Counter {
  readonly list: readonly number[]
}

function counter(given: Partial<ActionDefinition<Counter, number>>): Model<Counter> {
  const push = action<Counter, number>("Push", {
    kind: "protocol",
    choices: [1, 2],
    guard: ({ list }) => list.length < 3,
    effect: ({ list }, n) => {
      list.push(n)
    },
    ...given,
  })
  return { name: "counter", initial: { list: [] }, components: { list: "one" }, actions: [push] }
}

const badModel = (message: string) =>
  expect.objectContaining({ code: "BAD_MODEL", message: expect.stringContaining(message) })

test("enabled steps come in the order of actions and choices, and equal ones are one object", () => {
  const state = initialState(dieHard)
  const steps = enabledSteps(dieHard, state)
  expect(steps.map((step) => `${step.action} ${step.choice}`)).toEqual([
    "Fill small",
    "Fill big",
    "Empty small",
    "Empty big",
    "Pour small",
    "Pour big",
  ])
  expect(enabledSteps(dieHard, state)[0]).toBe(steps[0])
})

test("a step of a trace is taken where it is enabled", () => {
  const model = counter({})
  expect(applyStep(model, { list: [] }, { action: "Push", choice: 2 })).toEqual({ list: [2] })
  expect(applyStep(model, { list: [] }, { action: "Push", choice: 3 })).toBeUndefined()
  expect(applyStep(model, { list: [1, 1, 1] }, { action: "Push", choice: 2 })).toBeUndefined()
  expect(applyStep(model, { list: [] }, { action: "Pop", choice: 2 })).toBeUndefined()
})

test("a guard that changes the state is found out, by its action's name", () => {
  const model = counter({ guard: ({ list }) => (list as number[]).push(1) > 0 })
  expect(() => exhaustive(model, [])).toThrow(badModel("action Push: its guard failed at 1"))
  expect(() => explore(model, [])).toThrow(badModel("action Push"))
})

test("an effect that fails, and a property that fails, are named", () => {
  const failing = counter({
    effect: () => {
      throw new Error("no such broker")
    },
  })
  expect(() => exhaustive(failing, [])).toThrow(badModel("action Push: its effect failed at 1: no such broker"))
  const property = always<Counter>({
    name: "sorts",
    says: "It sorts in place",
    broken: ({ list }) => ((list as number[]).sort().length > 9 ? {} : null),
  })
  expect(() => exhaustive(counter({}), [property])).toThrow(badModel("property sorts failed"))
})

test("data that cannot be compared is found in a run", () => {
  const model = counter({
    effect: ({ list }) => {
      list.push(Number.NaN)
    },
  })
  expect(() => exhaustive(model, [])).toThrow(badModel("list.0 is NaN"))
  expect(() => explore(model, [])).toThrow(badModel("list.0 is NaN"))
})

test("what a step leaves alone of a state that was not frozen is frozen, too", () => {
  interface Pair {
    readonly moved: { readonly n: number }
    readonly still: { readonly list: readonly number[] }
  }
  const move = action<Pair, null>("Move", {
    kind: "protocol",
    choices: [null],
    guard: () => true,
    effect: (draft) => {
      draft.moved.n += 1
    },
  })
  const initial: Pair = { moved: { n: 0 }, still: { list: [1] } }
  const model: Model<Pair> = { name: "pair", initial, components: { moved: "one", still: "one" }, actions: [move] }
  const after = applyStep(model, initial, { action: "Move", choice: null })
  expect(after).toEqual({ moved: { n: 1 }, still: { list: [1] } })
  expect(Object.isFrozen(after?.still.list)).toBe(true)
})

test("a model in which two actions have one name is refused, however it is run", () => {
  const once = counter({})
  const model = { ...once, actions: [...once.actions, ...once.actions] }
  expect(() => explore(model, [], { runs: 1 })).toThrow(badModel("two actions are called Push"))
  expect(() => exhaustive(model, [])).toThrow(badModel("two actions are called Push"))
})
