import { describe, expect, test } from "vitest"
import type { QuorateError } from "../../errors.ts"
import { type ActionDefinition, action, type Model } from "../model.ts"
import { afterHealing, always, alwaysNext, type Property, sometimes } from "../property.ts"
import { exhaustive } from "./exhaustive.ts"

type Entries = Readonly<Record<string, unknown>>

interface State {
  readonly count: number
  readonly list: readonly number[]
  readonly each: Entries
  readonly fields: Readonly<Record<string, Entries>>
}

type Wrong = Partial<ActionDefinition<State, string>>

/** A model that is right but for one action, which can be taken from the second state on. */
function withWrong(wrong: Wrong, properties: readonly Property<State>[] = []) {
  const count = action<State, number>("Count", {
    kind: "protocol",
    choices: [1, 2],
    guard: (state) => state.count < 4,
    effect: (draft, by) => {
      draft.count += by
    },
  })
  const other = action<State, string>("Wrong", {
    kind: "protocol",
    choices: ["x", "y"],
    guard: (state) => state.count === 1,
    effect: (draft, name) => {
      draft.each[name] = 1
    },
    ...wrong,
  })
  const model: Model<State> = {
    name: "wrong",
    initial: { count: 0, list: [], each: {}, fields: { a: { f: 0 } } },
    components: { count: "one", list: "one", each: "each", fields: "eachField" },
    actions: [count, other],
  }
  return { model, properties }
}

/** Every way to search finds the mistake, and names what made it. */
function expectFound(make: () => ReturnType<typeof withWrong>, named: string, verify: readonly boolean[]): void {
  for (const isVerified of verify) {
    const { model, properties } = make()
    expect(() => exhaustive(model, properties, { verify: isVerified })).toThrow(
      expect.objectContaining<Partial<QuorateError>>({
        name: "QuorateError",
        code: "BAD_MODEL",
        message: expect.stringContaining(named),
      }),
    )
  }
}

test("the model without the mistake is right", () => {
  const { model } = withWrong({})
  expect(exhaustive(model, [], { verify: true })).toMatchObject({ verdict: "holds", states: { distinct: 21 } })
})

describe("what depends on more than the state is found by asking twice", () => {
  test("a guard that counts how often it is asked", () => {
    const guard = (every: number) => {
      let calls = 0
      return () => {
        calls += 1
        return calls % every === 0
      }
    }
    expectFound(() => withWrong({ guard: guard(2) }), "action Wrong is not deterministic", [true])
    expectFound(() => withWrong({ guard: guard(3) }), "action Wrong is not deterministic", [true])
  })

  test("a guard that a few calls later changes its mind", () => {
    const make = () => {
      let calls = 0
      return withWrong({
        guard: () => {
          calls += 1
          return calls < 7
        },
      })
    }
    expectFound(make, "action Wrong at", [true])
  })

  test("an effect with a counter of its own", () => {
    const make = () => {
      let calls = 0
      return withWrong({
        effect: (draft, name) => {
          calls += 1
          draft.each[name] = calls
        },
      })
    }
    expectFound(make, "action Wrong is not deterministic", [true])
  })

  test("a property with a counter of its own", () => {
    const make = (kind: "always" | "alwaysNext") => () => {
      let calls = 0
      const broken = ({ count }: State) => {
        calls += 1
        return count === 3 && calls % 2 === 0 ? {} : null
      }
      const given = { name: "fickle", says: "It is not asked often" }
      return withWrong({}, [
        kind === "always"
          ? always<State>({ ...given, broken })
          : alwaysNext<State>({ ...given, broken: (_before, after) => broken(after) }),
      ])
    }
    for (const kind of ["always", "alwaysNext"] as const)
      expectFound(make(kind), "property fickle is not deterministic", [true])
  })
})

describe("a state that is changed outside an effect is found at once", () => {
  const change = (
    state: State,
    how: (loose: { count: number; list: number[]; each: Record<string, unknown> }) => void,
  ) => {
    how(state as unknown as { count: number; list: number[]; each: Record<string, unknown> })
    return false
  }

  test.each([
    ["a key", (state: State) => change(state, (loose) => Object.assign(loose, { count: 1 }))],
    ["a list", (state: State) => change(state, ({ list }) => list.push(1))],
    ["an entry", (state: State) => change(state, ({ each }) => Object.assign(each, { x: 1 }))],
    ["an entry that goes", (state: State) => change(state, ({ each }) => Reflect.deleteProperty(each, "x") || fail())],
  ])("%s", (_what, guard) => {
    expectFound(() => withWrong({ guard: guard as Wrong["guard"] & object }), "action Wrong: its", [false, true])
    const broken = (state: State) => (guard(state) ? {} : null)
    const promise = always<State>({ name: "meddler", says: "Nothing is touched", broken })
    expectFound(() => withWrong({}, [promise]), "property meddler failed", [false, true])
  })
})

const fail = () => {
  throw new TypeError("it cannot be deleted")
}

describe("what is no JSON is refused, with its place", () => {
  test.each([
    ["undefined", undefined],
    ["a Date", new (globalThis as unknown as { Date: new (at: number) => object }).Date(0)],
    ["a Map", new Map()],
    ["a function", () => 0],
    ["NaN", Number.NaN],
  ])("%s", (name, value) => {
    const given = value as never
    const store = (effect: Wrong["effect"] & object, place: string) =>
      expectFound(
        () => withWrong({ effect }),
        `action Wrong: its effect failed at "x": model wrong: ${place} is ${name}`,
        [false, true],
      )
    store((draft) => Object.assign(draft, { count: given }), "count")
    store((draft, entry) => Object.assign(draft.each, { [entry]: given }), "each.x")
    store((draft) => Object.assign(draft.fields, { b: { f: given } }), "fields.b.f")
    store((draft) => draft.list.push({ deep: [given] } as never), "list.0.deep.0")
  })
})

describe("what throws is named", () => {
  const boom = (): never => {
    throw new Error("boom")
  }

  test("an action, with its choice", () => {
    expectFound(() => withWrong({ guard: ({ count }) => count === 3 && boom() }), "action Wrong: its", [false, true])
    expectFound(() => withWrong({ effect: boom }), 'action Wrong: its effect failed at "x": boom', [false, true])
    expectFound(() => withWrong({ choices: boom }), "action Wrong: its choices", [false, true])
  })

  test.each<Property<State>>([
    always({ name: "always", says: "", broken: ({ count }) => (count === 3 ? boom() : null) }),
    alwaysNext({ name: "next", says: "", broken: (_before, { count }) => (count === 3 ? boom() : null) }),
    sometimes({ name: "goal", says: "", reached: (_before, { count }) => count === 3 && boom() }),
    afterHealing({ name: "healing", says: "", broken: ({ count }) => (count > 3 ? boom() : null) }),
  ])("property $name", (property) => {
    expectFound(() => withWrong({}, [property]), `property ${property.name} failed: boom`, [false, true])
  })
})
