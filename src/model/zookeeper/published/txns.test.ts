import { expect, test } from "vitest"
import { acknowledged, lastAckIndex, withAck, zxidToIndex } from "./txns.ts"

const txn = (zxid: number, ...ackSid: number[]) => ({ zxid, value: 0, ackSid, epoch: 1 })

test("a zxid that is there twice is nowhere, and one that is missing is past the end", () => {
  const history = [txn(1), txn(2), txn(2)]
  expect([0, 1, 2, 3].map((zxid) => zxidToIndex(history, zxid))).toEqual([0, 1, -1, 4])
  expect([0, 1].map((zxid) => zxidToIndex([], zxid))).toEqual([0, 1])
})

test("acknowledgements are counted up to the first transaction that is later", () => {
  const history = [txn(1, 1), txn(3, 1), txn(2, 1)]
  expect(acknowledged(history, 2, 2).map(({ ackSid }) => ackSid)).toEqual([[1, 2], [1], [1]])
  expect(lastAckIndex(acknowledged(history, 2, 2), 2)).toBe(1)
  expect(lastAckIndex(history, 2)).toBe(-1)
})

test("who has a transaction is kept as a set", () => {
  expect(withAck(txn(1, 2, 3), 1).ackSid).toEqual([1, 2, 3])
  expect(withAck(txn(1, 2), 2)).toEqual(txn(1, 2))
})
