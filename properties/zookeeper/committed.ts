import { holds, type Server, type ZooKeeperState, type Zxid } from "../../src/model/zookeeper/index.ts"

/** A transaction that a step has committed, and which servers have it on disk after the step. */
export interface NewlyCommitted {
  readonly zxid: Zxid
  readonly holders: readonly number[]
}

/** What a step has committed. */
export function newlyCommitted(before: ZooKeeperState, after: ZooKeeperState): readonly NewlyCommitted[] {
  if (before.history.zkCommitted === after.history.zkCommitted) return []
  return after.history.zkCommitted
    .filter((zxid) => !before.history.zkCommitted.includes(zxid))
    .map((zxid) => ({ zxid, holders: holdersOf(after, zxid) }))
}

const holdersOf = ({ servers }: ZooKeeperState, zxid: Zxid): readonly number[] =>
  Object.entries(servers).flatMap(([id, server]) => (holds(server, zxid) ? [Number(id)] : []))

/** Whether a step has changed nothing that a promise about committed transactions looks at. */
export const isBesideCommits = (before: ZooKeeperState, after: ZooKeeperState): boolean =>
  before.servers === after.servers && before.history.zkCommitted === after.history.zkCommitted

/** Whether a server has a transaction on disk, or its log thread is about to write it: then it may have applied it already. */
export const hasOrWrites = ({ peers }: ZooKeeperState, id: number, server: Server, zxid: Zxid): boolean =>
  holds(server, zxid) || (peers[id]?.logQueue.some((txn) => txn.zxid === zxid) ?? false)
