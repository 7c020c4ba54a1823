import fc from "fast-check"
import { expect, test } from "vitest"
import { newLayout, pack } from "./layout.ts"
import { Store } from "./store.ts"

/** More states than a piece of the store's memory has room for, three times over. */
const many = 50_000
const slots = 3
const layout = newLayout([6, 6, 5])
const wide = newLayout([10, 8, 31, 0, 2])

/** A row for each number below 2 ** 17, no two of them the same. */
const rowOf = (number: number): Int32Array => Int32Array.of(number & 63, (number >> 6) & 63, number >> 12)

/** A poor hash, so that many rows share it. */
const lowOf = (row: Int32Array): number => Math.imul((row[0] as number) * 64 + (row[1] as number), 0x9e3779b1)
const hashesOf = (row: Int32Array): readonly [number, number] => [
  lowOf(row),
  Math.imul((row[2] as number) + 1, 0x85ebca6b),
]

const packed = (store: Store, row: Int32Array): Int32Array => {
  const words = new Int32Array(store.layout.words)
  const padded = new Int32Array(store.layout.word.length)
  padded.set(row)
  pack(store.layout, padded, words, 0)
  return words
}

const add = (store: Store, number: number): boolean => {
  const row = rowOf(number)
  return store.add(packed(store, row), 0, ...hashesOf(row), number * 2, number % 60_000)
}

const rowAt = (store: Store, index: number): readonly number[] => {
  const row = new Int32Array(store.layout.word.length)
  store.unpack(index, row)
  return [...row.subarray(0, slots)]
}

const filled = (): Store => {
  const store = new Store(layout)
  for (let number = 0; number < many; number += 1) if (!add(store, number)) throw new Error(`${number} is known`)
  return store
}

function expectAll(store: Store): void {
  expect(store.count).toBe(many)
  for (let number = 0; number < many; number += 997) {
    expect(rowAt(store, number)).toEqual([...rowOf(number)])
    expect([store.parentOf(number), store.ordinalOf(number)]).toEqual([number * 2, number % 60_000])
    expect(add(store, number)).toBe(false)
  }
}

test("every state is kept once, in the order in which it came, with where it came from", () => {
  const store = filled()
  expectAll(store)
  for (let number = 0; number < many; number += 1_001)
    expect(store.indexOf(packed(store, rowOf(number)), 0, lowOf(rowOf(number)))).toBe(number)
  expect(store.indexOf(packed(store, rowOf(many)), 0, lowOf(rowOf(many)))).toBe(-1)
})

test("states that share a hash are told apart, and found again", () => {
  const check = fc.property(fc.array(fc.nat(200), { maxLength: 100 }), (numbers) => {
    const store = new Store(layout)
    const known: number[] = []
    for (const number of numbers) {
      expect(store.add(packed(store, rowOf(number)), 0, 7, 7, 0, 0)).toBe(!known.includes(number))
      if (!known.includes(number)) known.push(number)
    }
    expect(known.map((_, index) => rowAt(store, index))).toEqual(known.map((number) => [...rowOf(number)]))
  })
  fc.assert(check, { seed: 1, numRuns: 100 })
})

test("rows are packed anew, and found as before", () => {
  const store = filled()
  store.relayout(wide)
  expectAll(store)
  expect(add(store, many)).toBe(true)
  const words = new Int32Array(wide.words + 1)
  store.copyRow(many, words, 1)
  expect([...words.subarray(1)]).toEqual([...packed(store, rowOf(many))])
})

test("a state whose row is forgotten is known by its hashes", () => {
  const store = filled()
  const before = store.bytes()
  store.forgetRows(40_000, slots, hashesOf)
  expect(store.identity).toBe("fingerprints")
  expect(store.bytes()).toBeLessThan(before)
  expect([store.hasRow(0), store.hasRow(32_767), store.hasRow(32_768), store.hasRow(49_999)]).toEqual([
    false,
    false,
    true,
    true,
  ])
  for (let number = 0; number < many; number += 503) expect(add(store, number)).toBe(false)
  for (let number = many; number < many + 20_000; number += 1) expect(add(store, number)).toBe(true)
  expect(rowAt(store, many + 5)).toEqual([...rowOf(many + 5)])
  expect([store.parentOf(3), store.ordinalOf(3)]).toEqual([6, 3])
  store.relayout(wide)
  expect(rowAt(store, many + 5)).toEqual([...rowOf(many + 5)])
  store.dropRows(store.count)
  expect(() => rowAt(store, 40_000)).toThrow("is gone")
})

test("a hash of 0 is a hash like others", () => {
  const store = new Store(layout)
  store.forgetRows(0, slots, () => [0, 0])
  const words = packed(store, rowOf(1))
  expect([store.add(words, 0, 0, 0, 0, 0), store.add(words, 0, 0, 0, 0, 0)]).toEqual([true, false])
  expect([store.add(words, 0, 0, 2, 0, 0), store.count]).toEqual([true, 2])
})
