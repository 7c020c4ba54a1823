import fc from "fast-check"
import { expect, test } from "vitest"
import { isQuorum, majority, overlap, tolerated } from "./majority.ts"

test.each([
  [1, 1, 0],
  [2, 2, 0],
  [3, 2, 1],
  [4, 3, 1],
  [5, 3, 2],
  [6, 4, 2],
  [7, 4, 3],
])("%i servers need %i and tolerate %i failures", (servers, quorum, failures) => {
  expect(majority(servers)).toBe(quorum)
  expect(tolerated(servers)).toBe(failures)
})

test("an even ensemble tolerates no more than one server fewer", () => {
  for (let n = 1; n <= 50; n += 1) expect(tolerated(2 * n)).toBe(tolerated(2 * n - 1))
})

test("two quorums always share a voter, and half of an even ensemble does not", () => {
  for (let n = 1; n <= 50; n += 1) {
    expect(overlap(n)).toBeGreaterThanOrEqual(1)
    expect(overlap(2 * n, n)).toBe(0)
  }
})

test("any two sets that are quorums of the same voters meet", () => {
  const voters = fc.integer({ min: 1, max: 9 }).map((n) => Array.from({ length: n }, (_, id) => id))
  const sets = voters.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all), fc.subarray(all)))
  fc.assert(
    fc.property(sets, ([all, left, right]) => {
      const both = isQuorum(left, all) && isQuorum(right, all)
      expect(!both || left.some((id) => right.includes(id))).toBe(true)
    }),
  )
})

test("observers and repetitions do not count", () => {
  expect(isQuorum([1, 1, 9], [1, 2, 3])).toBe(false)
  expect(isQuorum([1, 3], [1, 2, 3])).toBe(true)
  expect(isQuorum([1, 2], [1, 2, 3, 4])).toBe(false)
})

test.each([0, -1, 1.5, Number.NaN])("%d is no number of voters", (voters) => {
  expect(() => majority(voters)).toThrow("expected a whole number of voters")
})
