import { expect, test } from "vitest"
import { firstElection, offlineElection, preferredElection } from "./election.ts"

const living =
  (...brokers: readonly number[]) =>
  (broker: number) =>
    brokers.includes(broker)

test("the first replica of the assignment that lives and is in sync leads, and the dead leave the ISR", () => {
  expect(offlineElection([1, 2, 3], [3, 1, 2], living(2, 3), false)).toEqual({ leader: 2, isr: [3, 2] })
})

test("the order of the assignment decides, not that of the ISR", () => {
  expect(offlineElection([3, 1, 2], [1, 2, 3], living(1, 2, 3), false)).toEqual({ leader: 3, isr: [1, 2, 3] })
})

test("nobody outside the ISR leads, unless unclean election is allowed", () => {
  expect(offlineElection([1, 2, 3], [1], living(2, 3), false)).toBeNull()
  expect(offlineElection([1, 2, 3], [1], living(3, 2), true)).toEqual({ leader: 2, isr: [2] })
})

test("an unclean election is the last resort", () => {
  expect(offlineElection([1, 2, 3], [3], living(2, 3), true)).toEqual({ leader: 3, isr: [3] })
})

test("where nobody lives nobody leads, clean or not", () => {
  expect(offlineElection([1, 2], [1, 2], living(), true)).toBeNull()
})

test("the preferred leader is the head of the assignment, and the ISR stays as it is", () => {
  expect(preferredElection([2, 1, 3], [1, 2], living(1, 2))).toEqual({ leader: 2, isr: [1, 2] })
})

test("a preferred leader that is dead or out of sync is not elected", () => {
  expect(preferredElection([2, 1], [1, 2], living(1))).toBeNull()
  expect(preferredElection([2, 1], [1], living(1, 2))).toBeNull()
})

test("a new partition is led by its first living replica, with all the living in the ISR", () => {
  expect(firstElection([3, 1, 2], living(1, 2))).toEqual({ leader: 1, isr: [1, 2] })
  expect(firstElection([3, 1, 2], living())).toBeNull()
})
