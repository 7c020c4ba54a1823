import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isHierarchicalQuorum, type WeighedVoter } from "./hierarchical.ts"
import { isQuorum } from "./majority.ts"

/** Up to nine voters in up to four groups, of weights up to three. */
const votersArbitrary = fc
  .array(fc.record({ group: fc.integer({ min: 1, max: 4 }), weight: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((seats) => seats.map((seat, index) => ({ id: index + 1, ...seat })))

const withSets = votersArbitrary.chain((voters) => {
  const ids = voters.map(({ id }) => id)
  return fc.tuple(fc.constant(voters), fc.subarray(ids), fc.subarray(ids))
})

const alike = (ids: readonly number[], weight = 1): WeighedVoter<number>[] =>
  ids.map((id) => ({ id, group: 1, weight }))

describe("laws", () => {
  test("any two quorums share a voter, and one that has weight", () => {
    fc.assert(
      fc.property(withSets, ([voters, left, right]) => {
        fc.pre(isHierarchicalQuorum(left, voters) && isHierarchicalQuorum(right, voters))
        const weighty = voters.filter(({ weight }) => weight > 0).map(({ id }) => id)
        expect(left.some((id) => right.includes(id) && weighty.includes(id))).toBe(true)
      }),
    )
  })

  test("in one group of equal weights a quorum is a majority", () => {
    const ids = fc.integer({ min: 1, max: 9 }).map((n) => Array.from({ length: n }, (_, index) => index + 1))
    const sets = ids.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all), fc.integer({ min: 1, max: 5 })))
    fc.assert(
      fc.property(sets, ([all, set, weight]) => {
        expect(isHierarchicalQuorum(set, alike(all, weight))).toBe(isQuorum(set, all))
      }),
    )
  })

  test("with each voter in a group of its own a quorum is a majority, too", () => {
    fc.assert(
      fc.property(withSets, ([voters, set]) => {
        const apart = voters.map(({ id }) => ({ id, group: id, weight: 1 }))
        const ids = voters.map(({ id }) => id)
        expect(isHierarchicalQuorum(set, apart)).toBe(isQuorum(set, ids))
      }),
    )
  })

  test("a voter of weight 0 makes no difference", () => {
    fc.assert(
      fc.property(withSets, ([voters, set]) => {
        const weightless = voters.filter(({ weight }) => weight === 0).map(({ id }) => id)
        const without = set.filter((id) => !weightless.includes(id))
        expect(isHierarchicalQuorum([...set, ...weightless], voters)).toBe(isHierarchicalQuorum(without, voters))
      }),
    )
  })

  test("what is added to a quorum leaves it one", () => {
    fc.assert(
      fc.property(withSets, ([voters, set, more]) => {
        expect(!isHierarchicalQuorum(set, voters) || isHierarchicalQuorum([...set, ...more], voters)).toBe(true)
      }),
    )
  })
})

describe("three groups of three", () => {
  const nine = Array.from({ length: 9 }, (_, index) => ({
    id: index + 1,
    group: Math.floor(index / 3) + 1,
    weight: 1,
  }))

  test.each([
    [[1, 2, 4, 5], true],
    [[1, 2, 3, 4], false],
    [[1, 4, 7], false],
    [[1, 2, 3, 4, 7], false],
    [[1, 2, 3, 4, 5, 6], true],
    [[1, 2, 2, 4, 4], false],
    [[1, 2, 4, 5, 99], true],
    [[], false],
  ])("%j: %s", (members, expected) => {
    expect(isHierarchicalQuorum(members, nine)).toBe(expected)
  })
})

test("groups without weight are no groups, and nothing is a quorum where there is no weight at all", () => {
  const one: WeighedVoter<number>[] = [
    ...alike([1, 2, 3]),
    { id: 4, group: 2, weight: 0 },
    { id: 5, group: 3, weight: 0 },
  ]
  expect(isHierarchicalQuorum([1, 2], one)).toBe(true)
  expect(isHierarchicalQuorum([1, 4, 5], one)).toBe(false)
  expect(isHierarchicalQuorum([1, 2], alike([1, 2], 0))).toBe(false)
})

test("halves need not meet", () => {
  const weighed = [{ id: 1, group: 1, weight: 2 }, ...alike([2, 3])]
  expect(isHierarchicalQuorum([1], weighed, "half") && isHierarchicalQuorum([2, 3], weighed, "half")).toBe(true)
})
