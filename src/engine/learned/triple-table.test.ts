import fc from "fast-check"
import { expect, test } from "vitest"
import { newTripleTable } from "./triple-table.ts"

const number = fc.oneof(fc.nat(5), fc.integer())
const value = number.filter((one) => one !== 0)

test("the table says what a map would", () => {
  const check = fc.property(fc.array(fc.tuple(number, number, value), { maxLength: 300 }), (puts) => {
    const table = newTripleTable()
    const map = new Map<string, number>()
    for (const [first, second, put] of puts) {
      expect(table.get(first, second)).toBe(map.get(`${first} ${second}`) ?? 0)
      table.put(first, second, put)
      map.set(`${first} ${second}`, put)
    }
    for (const [first, second] of puts) expect(table.get(first, second)).toBe(map.get(`${first} ${second}`))
    expect(table.get(1.5 | 0, 77_777)).toBe(map.get("1 77777") ?? 0)
  })
  fc.assert(check, { seed: 1, numRuns: 200 })
})

test("it grows with what is in it, and is small again when it is cleared", () => {
  const table = newTripleTable()
  const small = table.bytes()
  for (let first = 0; first < 200; first += 1)
    for (let second = 32; second < 132; second += 1) table.put(first * 3, second, first + second)
  const entries = 200 * 100
  expect(table.bytes()).toBeGreaterThan(entries * 12)
  expect(table.bytes()).toBeLessThan(entries * 12 * 4)
  for (let first = 0; first < 200; first += 1)
    for (let second = 32; second < 132; second += 1) expect(table.get(first * 3, second)).toBe(first + second)
  expect(table.get(1, 32)).toBe(0)
  table.clear()
  expect([table.get(0, 32), table.bytes()]).toEqual([0, small])
  table.put(0, 32, -1)
  expect(table.get(0, 32)).toBe(-1)
})
