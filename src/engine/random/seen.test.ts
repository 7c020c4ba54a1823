import fc from "fast-check"
import { expect, test } from "vitest"
import { newSeen } from "./seen.ts"

test("each pair of hashes is counted once", () => {
  const hash = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.integer())
  const check = fc.property(fc.array(fc.tuple(hash, hash), { maxLength: 300 }), (pairs) => {
    const seen = newSeen(Number.POSITIVE_INFINITY)
    const known = new Set<string>()
    for (const [low, high] of pairs) {
      seen.add(low, high)
      known.add(`${low} ${high || 1}`)
      expect(seen.count()).toBe(known.size)
    }
  })
  fc.assert(check, { seed: 1, numRuns: 200 })
})

test("many are counted, also where the low halves are the same", () => {
  const seen = newSeen(100_000)
  for (let round = 0; round < 2; round += 1)
    for (let number = 1; number <= 20_000; number += 1) seen.add(Math.imul(number & 4_095, 0x9e3779b1), number)
  expect([seen.count(), seen.isFull()]).toEqual([20_000, false])
})

test("no more are counted than are wanted", () => {
  const seen = newSeen(3)
  for (let number = 1; number < 10; number += 1) seen.add(number, number)
  expect([seen.count(), seen.isFull()]).toEqual([3, true])
  seen.add(1, 1)
  expect(seen.count()).toBe(3)
})
