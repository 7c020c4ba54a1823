import type { ZooKeeperRules } from "../config.ts"
import type { Server, ZooKeeperView } from "../state.ts"
import type { Zxid } from "../zxid.ts"
import type { Vote } from "./state.ts"

/**
 * The vote of a server for itself: the epoch it is of, and how far its database has come (rule E1); by ZOOKEEPER-582 only
 * how far its log has, which may be empty behind a snapshot.
 */
export function voteFor({ servers }: ZooKeeperView, id: number, rule: ZooKeeperRules["lastZxid"]): Vote {
  const server = servers[id]
  return { leader: id, zxid: server === undefined ? 0 : lastZxidOf(server, rule), epoch: server?.currentEpoch ?? 0 }
}

/** How far a server says that it has come. */
export function lastZxidOf({ log, lastProcessed }: Server, rule: ZooKeeperRules["lastZxid"]): Zxid {
  return rule === "log" ? (log.at(-1)?.zxid ?? 0) : lastProcessed
}

/**
 * Whether one vote is better than another: a later epoch, then a later transaction, then a larger number (rule E2). By
 * ZOOKEEPER-1419 a larger number was better at the same transaction, whatever the epochs, so that each of two could be better.
 */
export function beats(a: Vote, b: Vote, { voteOrder }: Pick<ZooKeeperRules, "voteOrder">): boolean {
  if (voteOrder === "numberOverEpoch" && a.zxid === b.zxid && a.leader > b.leader) return true
  if (a.epoch !== b.epoch) return a.epoch > b.epoch
  return a.zxid === b.zxid ? a.leader > b.leader : a.zxid > b.zxid
}
