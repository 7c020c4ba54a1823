import fc from "fast-check"
import { expect, test } from "vitest"
import { dataText } from "../data.ts"
import { frozen } from "../walk.ts"
import { hashAt, newHasher } from "./hash.ts"
import { absent, splitUp } from "./place.ts"

const data = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
const textOf = (value: unknown): string => {
  const { low, high } = newHasher()(value)
  return `${low} ${high}`
}

/** The same data, made anew with the keys of its records the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).map(([key, part]) => [key, turned(part)] as const)
  return Object.fromEntries(entries.reverse())
}

test("equal data has equal hashes, whatever the order of keys, frozen or not, for whoever hashes it", () => {
  const check = fc.property(data, (value) => {
    const hasher = newHasher()
    const hash = hasher(value)
    expect(hasher(turned(value))).toEqual(hash)
    expect(newHasher()(frozen(structuredClone(value)))).toEqual(hash)
    const kept = frozen(structuredClone(value))
    expect([hasher(kept), hasher(kept)]).toEqual([hash, hash])
  })
  fc.assert(check, { seed: 1, numRuns: 500 })
})

test("what is one number as JSON has one hash", () => {
  expect(textOf([-0, { n: -0 }])).toBe(textOf([0, { n: 0 }]))
})

test("other data has other hashes", () => {
  const alike = fc.oneof(data, fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }))
  const check = fc.property(fc.array(alike, { maxLength: 20 }), (values) => {
    expect(new Set(values.map(textOf)).size).toBe(new Set(values.map(dataText)).size)
  })
  fc.assert(check, { seed: 2, numRuns: 300 })
})

test("data that looks alike is told apart", () => {
  const values = [
    0,
    1,
    "1",
    null,
    "null",
    true,
    "true",
    [],
    {},
    [1],
    ["1"],
    [[1]],
    [[], []],
    [[[]]],
    "",
    " ",
    "[]",
    -1,
    0.1,
  ]
  const records = [
    { a: 1 },
    { a: "1" },
    { b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 1 },
    { a: { b: 1 } },
    { ab: 1 },
    [1, 2],
    [2, 1],
  ]
  const all = [...values, ...records, absent, splitUp]
  expect(new Set(all.map(textOf)).size).toBe(all.length)
})

test("a value has another hash in another place", () => {
  const hash = newHasher()({ a: 1 })
  const places = ["a", "b", "a.a", "a.b", ""].map((place) => hashAt(place, hash))
  expect(new Set(places.map(({ low }) => low)).size).toBe(places.length)
  expect(new Set(places.map(({ high }) => high)).size).toBe(places.length)
})

test("hashes are the same in every run, on every machine", () => {
  expect(newHasher()({ brokers: [1, "two", null], epoch: 3 })).toMatchInlineSnapshot(`
    {
      "high": 878833235,
      "low": 545582756,
    }
  `)
})
