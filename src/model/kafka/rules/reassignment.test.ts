import { expect, test } from "vitest"
import {
  isBeingReassigned,
  originReplicas,
  type PartitionAssignment,
  reassignTo,
  targetReplicas,
} from "./reassignment.ts"

const settled = (...replicas: readonly number[]): PartitionAssignment => ({ replicas, adding: [], removing: [] })

test("the target comes first, and what is to go stays behind it until the end", () => {
  expect(reassignTo(settled(1, 2, 3), [4, 5, 6])).toEqual({
    replicas: [4, 5, 6, 1, 2, 3],
    adding: [4, 5, 6],
    removing: [1, 2, 3],
  })
})

test("who stays is neither added nor removed", () => {
  const moved = reassignTo(settled(1, 2, 3), [3, 4, 2])
  expect(moved).toEqual({ replicas: [3, 4, 2, 1], adding: [4], removing: [1] })
  expect(targetReplicas(moved)).toEqual([3, 4, 2])
  expect(originReplicas(moved)).toEqual([3, 2, 1])
})

test("another order is a target that needs nobody to catch up", () => {
  const reversed = reassignTo(settled(1, 2), [2, 1])
  expect(reversed).toEqual(settled(2, 1))
  expect(isBeingReassigned(reversed)).toBe(false)
})

test("one that replaces another starts from where the first one started", () => {
  const first = reassignTo(settled(1, 2), [3, 2])
  expect(reassignTo(first, [4, 2])).toEqual({ replicas: [4, 2, 1], adding: [4], removing: [1] })
})

test("one that is cancelled leaves the replicas that there were, in another order where some were to stay", () => {
  const first = reassignTo(settled(1, 2), [3, 2])
  expect(reassignTo(first, originReplicas(first))).toEqual(settled(2, 1))
})
