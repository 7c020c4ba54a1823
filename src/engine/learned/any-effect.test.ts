import fc from "fast-check"
import { expect, test } from "vitest"
import { type Action, action, type Model } from "../model.ts"
import { exhaustive } from "../search/exhaustive.ts"

type Entries = Record<string, unknown>
type State = { count: number; each: Entries; fields: Record<string, Entries>; other: Entries }

const key = fc.constantFrom("each", "fields", "other")
const name = fc.constantFrom("1", "2", "x", "a.b")
const value = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom("a", "1", "", null, true),
  fc.constantFrom([], {}, { k: 1 }, [1], { 1: 0, b: null }),
)
const change = fc.record({
  what: fc.constantFrom("set", "delete", "push", "shift", "copy", "move", "count", "wrap", "spread"),
  key,
  name,
  field: fc.constantFrom("p", "q", "0"),
  to: fc.constantFrom("1", "x", "y"),
  value,
})
type Change = ReturnType<typeof change.generate>["value"]

/** So that a part which is put into itself again and again does not grow for ever. */
const isSmall = (part: unknown): boolean => (JSON.stringify(part)?.length ?? 0) < 40

/** What a change does to a draft: to one entry of a key, or to all of them. */
function apply(draft: State, { what, key, name, field, to, value }: Change): void {
  const entries = draft[key as "each"]
  const part = entries[name]
  const isFields = key === "fields"
  const fresh = structuredClone(value)
  if (what === "count") draft.count = (draft.count + 1) % 3
  else if (what === "delete") delete entries[name]
  else if (what === "spread") draft[key as "each"] = { ...entries }
  else if (what === "set" && isFields) {
    entries[name] ??= {}
    ;(entries[name] as Entries)[field] = fresh
  } else if (what === "set") entries[name] = fresh
  else if (what === "push" && Array.isArray(part) && part.length < 2) part.push(fresh)
  else if (what === "shift" && Array.isArray(part)) part.shift()
  else if (part === undefined || !isSmall(part)) return
  else if (what === "copy") entries[to] = isFields ? { ...(part as Entries) } : part
  else if (what === "wrap") draft.other[to] = { wrapped: [part] }
  else if (what === "move" && name !== to) {
    delete entries[name]
    if (isFields) entries[to] = part
    else draft.other[to] = part
  }
}

function modelOf(all: readonly (readonly Change[])[]): Model<State> {
  const actions = all.map(
    (changes, index): Action<State> =>
      action<State, null>(`Action${index}`, {
        kind: "protocol",
        choices: [null],
        guard: ({ count }) => count < 3,
        effect: (draft) => {
          for (const one of changes) apply(draft as State, one)
        },
      }),
  )
  const initial = { count: 0, each: { 1: 0, x: "a" }, fields: { 1: { p: 0 }, x: { p: null, q: [] } }, other: {} }
  return {
    name: "any",
    initial,
    components: { count: "one", each: "each", fields: "eachField", other: "one" },
    actions,
  }
}

test("whatever an effect does to a state that splits, it writes what it does to a plain one", () => {
  const effects = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  const check = fc.property(effects, (all) => {
    const { verdict } = exhaustive(modelOf(all), [], { verify: true, depth: 4 })
    expect(["holds", "holds-to-bound"]).toContain(verdict)
  })
  fc.assert(check, { seed: 1, numRuns: 1_000 })
})
