import { expect, test } from "vitest"
import { newInterner, rowHash, rowKey } from "./components.ts"
import { initialState } from "./walk.ts"

type Parts = { readonly one: unknown; readonly each: Readonly<Record<string, unknown>> }

const interner = () => newInterner<Parts>({ name: "test", components: { one: "one", each: "each" } })
const keyOf = ({ row }: ReturnType<typeof interner>, state: Parts) => rowKey(row(state))

test("the order of keys does not matter, that of items does", () => {
  const all = interner()
  const key = keyOf(all, { one: { a: 1, b: [1, 2] }, each: { x: 1, y: 2 } })
  expect(keyOf(all, { each: { y: 2, x: 1 }, one: { b: [1, 2], a: 1 } })).toBe(key)
  expect(keyOf(all, { one: { a: 1, b: [2, 1] }, each: { x: 1, y: 2 } })).not.toBe(key)
})

test("data that looks alike is told apart", () => {
  const all = interner()
  const values = [
    1,
    "1",
    null,
    "null",
    true,
    [],
    {},
    [1],
    ["1"],
    [[1]],
    { a: 1 },
    { a: "1" },
    "#1",
    ["#1"],
    "",
    [[], []],
    [[[]]],
  ]
  expect(new Set(values.map((one) => keyOf(all, { one, each: {} }))).size).toBe(values.length)
})

test("entries come and go, and the row says which there are", () => {
  const all = interner()
  const none = keyOf(all, { one: 0, each: {} })
  const x = keyOf(all, { one: 0, each: { x: 0 } })
  expect(keyOf(all, { one: 0, each: { y: 0 } })).not.toBe(x)
  expect(keyOf(all, { one: 0, each: {} })).toBe(none)
  expect(all.slots).toEqual(["one", "each.x", "each.y"])
  expect(all.row({ one: 0, each: { y: 0 } })).toEqual([1, 0, 1])
  expect(rowHash([1, 2, 0])).toBe(rowHash([1, 2]))
})

test("one frozen record under two keys is two components", () => {
  const shared = Object.freeze({ x: 1 })
  const twice = newInterner<{ a: object; b: object }>({ name: "test", components: { a: "each", b: "each" } })
  expect(twice.row({ a: shared, b: shared })).toEqual([1, 1])
  expect(twice.slots).toEqual(["a.x", "b.x"])
})

test("what is not frozen is looked at each time", () => {
  const all = interner()
  const state = { one: { a: 1 }, each: {} }
  const before = keyOf(all, state)
  state.one.a = 2
  expect(keyOf(all, state)).not.toBe(before)
})

test.each([
  [{ one: undefined, each: {} }, "one is undefined"],
  [{ one: { a: [Number.NaN] }, each: {} }, "one.a.0 is NaN"],
  [{ one: 0, each: { x: new Map() } }, "each.x is a Map"],
  [{ one: 0, each: { x: { f: () => 0 } } }, "each.x.f is a function"],
  [{ one: 0, each: [] as never }, 'each is split by "each"'],
  [{ one: 0, each: {}, more: 1 }, "more is in the state only"],
])("data that cannot be compared is refused, with the component", (state, message) => {
  const act = () =>
    interner().row(initialState({ name: "t", initial: state, components: { one: "one", each: "each" }, actions: [] }))
  expect(act).toThrow(expect.objectContaining({ code: "BAD_MODEL", message: expect.stringContaining(message) }))
})
