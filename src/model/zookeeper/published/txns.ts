import type { Zxid } from "../zxid.ts"
import type { ServerId, Txn } from "./state.ts"

type History = readonly Txn[]

/** The zxid of the last transaction, 0 where there is none. */
export const lastZxid = (history: History): Zxid => history.at(-1)?.zxid ?? 0

/**
 * Where a transaction is in a history, from 1 on: 0 for zxid 0, one past the end where it is not, and -1 where it is twice.
 */
export function zxidToIndex(history: History, zxid: Zxid): number {
  if (zxid === 0) return 0
  const first = history.findIndex((txn) => txn.zxid === zxid)
  if (first < 0) return history.length + 1
  return history.some((txn, index) => index > first && txn.zxid === zxid) ? -1 : first + 1
}

/** Whether there is a transaction with this index, which counts from 1. */
export const isIndexOf = (history: History, index: number): boolean => index >= 1 && index <= history.length

/** The history with one server more that has the transactions up to a zxid, as far as they come one after the other. */
export function acknowledged(history: History, server: ServerId, end: Zxid): Txn[] {
  const beyond = history.findIndex((txn) => txn.zxid > end)
  const count = beyond < 0 ? history.length : beyond
  return history.map((txn, index) => (index < count ? withAck(txn, server) : txn))
}

/** A transaction that one server more is known to have. */
export const withAck = (txn: Txn, server: ServerId): Txn =>
  txn.ackSid.includes(server) ? txn : { ...txn, ackSid: [...txn.ackSid, server].sort((a, b) => a - b) }

/** The last index that a server is known to have, -1 where there is none. */
export function lastAckIndex(history: History, server: ServerId): number {
  const last = history.findLastIndex(({ ackSid }) => ackSid.includes(server))
  return last < 0 ? -1 : last + 1
}

/** The history as one that only this server is known to have. */
export const ownedBy = (history: History, server: ServerId): Txn[] =>
  history.map((txn) => ({ ...txn, ackSid: [server] }))

/** Whether two transactions are the same. */
export const isSameTxn = (
  a: Pick<Txn, "zxid" | "value"> | undefined,
  b: Pick<Txn, "zxid" | "value"> | undefined,
): boolean => a !== undefined && b !== undefined && a.zxid === b.zxid && a.value === b.value
