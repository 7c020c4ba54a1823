import fc from "fast-check"
import { expect, test } from "vitest"
import { distance, nearest, suggestion } from "./nearest.ts"

test("the distance counts letters put in, left out and changed", () => {
  expect(distance("kitten", "sitting")).toBe(3)
  expect(distance("", "abc")).toBe(3)
})

test("the distance is a metric", () => {
  const word = fc.string({ maxLength: 8 })
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(distance(a, b)).toBe(distance(b, a))
      expect(distance(a, b) === 0).toBe(a === b)
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c))
    }),
  )
})

test("a slip is recognised, something else is not", () => {
  expect(nearest("high-watermark", ["kip101", "highWatermark"])).toBe("highWatermark")
  expect(nearest("zzzzzz", ["kip101", "highWatermark"])).toBeUndefined()
  expect(suggestion("zzzzzz", ["a-word"])).toBe("; valid: a-word")
})
