import type { ProcessName } from "../network/state.ts"
import type { Ensemble } from "./actions/ensemble.ts"
import { catchUp, compact, propose, startLooking } from "./broadcast.ts"
import type { ZooKeeperRules } from "./config.ts"
import { isSupported, isUsedUp, leaderServer, nextZxid, serverOf } from "./ensemble.ts"
import type { Operation, Result } from "./operations.ts"
import { propose as proposeToPeers } from "./peer/broadcast.ts"
import { canPropose, newestTree, nextZxidOf } from "./peer/pipeline.ts"
import { closing, prepare } from "./prepare.ts"
import type { SessionId, Tree, Txn, ZooKeeperDraft, ZooKeeperView } from "./state.ts"
import { emptyTree, plain } from "./tree.ts"
import type { Zxid } from "./zxid.ts"

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

/** Ends a session through a leader, and removes its ephemeral nodes, as the rules have it. */
export function endSession(draft: ZooKeeperDraft, ensemble: Ensemble, leaderId: number, session: SessionId): void {
  const { rules } = ensemble
  const txn = closing(preparedTree(draft, leaderId), session, zxidFor(draft, ensemble, leaderId), rules)
  if (draft.peers[leaderId] !== undefined) {
    proposeToPeers(draft, ensemble, leaderId, txn)
    return
  }
  commit(draft, rules, leaderId, leaderId, txn)
  compact(draft)
}

/**
 * A write without a client's connection, prepared at once by the leader that has a quorum; `null`, and nothing done, where
 * none has. Message by message it is proposed only, and may come to nothing, as any other.
 */
export function writeThroughLeader(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  session: SessionId | null,
  operation: Operation,
): Result | null {
  const leaderId = writableLeader(draft, ensemble)
  if (leaderId === null) return null
  const { result, txn } = prepare(preparedTree(draft, leaderId), session, operation, zxidFor(draft, ensemble, leaderId))
  if (draft.peers[leaderId] !== undefined) {
    if (txn !== null) proposeToPeers(draft, ensemble, leaderId, txn)
    return result
  }
  if (txn !== null) propose(draft, ensemble.rules, leaderId, txn)
  compact(draft)
  return result
}

/** The leader that has a quorum behind it, and zxids left. */
export function writableLeader(state: ZooKeeperView, ensemble: Ensemble): number | null {
  const id = leaderServer(state, ensemble.rules.writeQuorum)
  const leader = id === null ? undefined : state.servers[id]
  if (id === null || leader === undefined) return null
  const isWritable = state.peers[id] === undefined ? !isUsedUp(leader, ensemble.rules) : canPropose(state, ensemble, id)
  return isWritable ? id : null
}

/** What a leader's next transaction is made from: what it has applied, and what it has proposed. */
export const preparedTree = (state: ZooKeeperView, leaderId: number): Tree =>
  state.peers[leaderId] === undefined
    ? plain(state.servers[leaderId]?.tree ?? emptyTree())
    : newestTree(state, leaderId)

const zxidFor = (draft: ZooKeeperDraft, ensemble: Ensemble, leaderId: number): Zxid =>
  draft.peers[leaderId] === undefined ? nextZxid(serverOf(draft, leaderId)) : nextZxidOf(draft, ensemble, leaderId)
