import type { ProcessName } from "../network/state.ts"
import { catchUp, compact, propose, startLooking } from "./broadcast.ts"
import { soundRules, type ZooKeeperRules } from "./config.ts"
import { isSupported, isUsedUp, leaderServer, nextZxid, serverOf } from "./ensemble.ts"
import type { Operation, Result } from "./operations.ts"
import { closing, prepare } from "./prepare.ts"
import type { SessionId, Txn, ZooKeeperDraft } from "./state.ts"
import { plain } from "./tree.ts"

/**
 * Commits a transaction, or `null` for a write that was refused, which is answered in the same order, and
 * lets the server that serves it catch up. Without a quorum nothing is answered: the leader steps down, the
 * connection is lost, and a transaction may live on as a tail (rule C8).
 */
export function commit(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  leaderId: number,
  txn: Txn | null,
  asker: ProcessName | null = null,
): boolean {
  if (isDone(draft, rules, leaderId, txn, asker)) {
    catchUp(draft, rules, id, leaderId, asker)
    return true
  }
  startLooking(draft, leaderId)
  if (id !== leaderId) startLooking(draft, id)
  return false
}

function isDone(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  leaderId: number,
  txn: Txn | null,
  asker: ProcessName | null,
): boolean {
  if (txn === null) return isSupported(draft, leaderId, rules.writeQuorum)
  return !isUsedUp(serverOf(draft, leaderId), rules) && propose(draft, rules, leaderId, txn, asker)
}

/** Ends a session through a leader that has a quorum. */
export function endSession(draft: ZooKeeperDraft, rules: ZooKeeperRules, leaderId: number, session: SessionId): void {
  const leader = serverOf(draft, leaderId)
  commit(draft, rules, leaderId, leaderId, closing(plain(leader.tree), session, nextZxid(leader), rules))
  compact(draft)
}

/**
 * A write without a client's connection, for models in which nothing can come between request and answer;
 * `null`, and nothing done, where no leader has a quorum.
 */
export function writeThroughLeader(
  draft: ZooKeeperDraft,
  session: SessionId | null,
  operation: Operation,
  rules: ZooKeeperRules = soundRules,
): Result | null {
  const leaderId = leaderServer(draft, rules.writeQuorum)
  if (leaderId === null) return null
  const leader = serverOf(draft, leaderId)
  if (isUsedUp(leader, rules)) return null
  const { result, txn } = prepare(plain(leader.tree), session, operation, nextZxid(leader))
  if (txn !== null) propose(draft, rules, leaderId, txn)
  compact(draft)
  return result
}
