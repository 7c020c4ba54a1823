import { logEnd } from "../replica/log.ts"
import { type LogEntry, type Pair, type PublishedState, replicaIn } from "./state.ts"

/**
 * The offset at which an epoch ends in a log; null where that cannot be told. As `endOffsetForEpoch` of the cluster's rules, but
 * the whole log is looked through: here it may hold a later epoch before an earlier one, which no list of epoch starts can show.
 */
export function epochEnd(log: readonly LogEntry[], epoch: number): number | null {
  if (log.at(-1)?.epoch === epoch) return log.length
  const later = log.findIndex((entry) => entry.epoch > epoch)
  return later < 0 ? null : later
}

/** One past the last offset at which two logs have the same record; 0 where there is none, though they may differ before it. */
export function endOfAgreement(log: readonly LogEntry[], other: readonly LogEntry[]): number {
  const last = log.findLastIndex((entry, offset) => isSameEntry(entry, other[offset]))
  return last + 1
}

/** Whether there is an entry at both places, and it is the same. */
export const isSameEntry = (a: LogEntry | undefined, b: LogEntry | undefined): boolean =>
  a !== undefined && b !== undefined && a.id === b.id && a.epoch === b.epoch

/** Until KIP-101: no further than the follower knows the log to be committed. */
export const toOwnHighWatermark = (state: PublishedState, { follower }: Pair): number =>
  replicaIn(state, follower).highWatermark

/** KIP-101: to where the follower's last epoch ends at the leader, or to the high watermark if the leader cannot tell. */
export function toEndOfLastEpoch(state: PublishedState, pair: Pair): number {
  const follower = replicaIn(state, pair.follower)
  const last = follower.log.at(-1)
  if (last === undefined) return 0
  return epochEnd(replicaIn(state, pair.leader).log, last.epoch) ?? toOwnHighWatermark(state, pair)
}

/** KIP-279 and KIP-320: to the end of what the follower's log has in common with the leader's, looking from its end. */
export const toEndOfAgreement = (state: PublishedState, { leader, follower }: Pair): number =>
  endOfAgreement(replicaIn(state, follower).log, replicaIn(state, leader).log)

/** Whether a leader's high watermark is among the records of its own epoch, or at the end: what earlier leaders committed is below it. */
export function hasReachedOwnEpoch(state: PublishedState, leader: Pair["leader"]): boolean {
  const replica = replicaIn(state, leader)
  const { log, highWatermark } = replica
  return highWatermark === logEnd(replica) || log[highWatermark]?.epoch === replica.leaderEpoch
}
