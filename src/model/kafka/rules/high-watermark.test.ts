import { expect, test } from "vitest"
import { advancedHighWatermark } from "./high-watermark.ts"

test("the high watermark is the smallest end of those it waits for", () => {
  expect(advancedHighWatermark(0, 5, [4, 3])).toBe(3)
})

test("a leader alone needs nobody", () => {
  expect(advancedHighWatermark(2, 5, [])).toBe(5)
})

test("it never falls, not even if a follower comes back with less", () => {
  expect(advancedHighWatermark(3, 5, [1])).toBe(3)
})

test("a follower that has not been heard of holds it where it is", () => {
  expect(advancedHighWatermark(2, 5, [5, null])).toBe(2)
})
