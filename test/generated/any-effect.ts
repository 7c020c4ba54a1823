import fc from "fast-check"
import { type Action, action, type Model } from "../../src/engine/model.ts"

type Entries = Record<string, unknown>
export type State = { count: number; each: Entries; fields: Record<string, Entries>; other: Entries }

const key = fc.constantFrom("each", "fields", "other")
const name = fc.constantFrom("1", "2", "x", "a.b")
const value = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom("a", "1", "", null, true),
  fc.constantFrom([], {}, { k: 1 }, [1], { 1: 0, b: null }),
)
/** Something that an effect may do to a record that splits, and to what is in it. */
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
function apply(
  draft: State,
  { what, key, name, field, to, value }: Omit<Change, "name"> & { readonly name: string },
): void {
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

/** Some actions, each with a few changes: to the entries that it names, or to any, as its choices are the names that are there. */
export const effects = fc.array(
  fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 4 }), isOfAny: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
)
type Effects = ReturnType<typeof effects.generate>["value"]

/** A model with these actions, whose state splits in every way. */
export function modelOf(all: Effects): Model<State> {
  const actions = all.map(
    ({ changes, isOfAny }, index): Action<State> =>
      action<State, string | null>(`Action${index}`, {
        kind: "protocol",
        choices: isOfAny ? ({ fields, each }) => Object.keys({ ...each, ...fields }) : [null],
        guard: ({ count }) => count < 3,
        effect: (draft, of) => {
          for (const one of changes) apply(draft as State, of === null ? one : { ...one, name: of })
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
