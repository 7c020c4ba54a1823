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

/** How a leader writes. */
interface Leading {
  /** Whether it has zxids left, and takes writes. */
  isWritable(state: ZooKeeperView, ensemble: Ensemble, id: number): boolean
  /** What its next transaction is made from: what it has applied, and what it has proposed. */
  preparedTree(state: ZooKeeperView, id: number): Tree
  nextZxid(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): Zxid
  write(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void
}

/** A write is one step. */
const atOnce: Leading = {
  isWritable: (state, { rules }, id) => {
    const leader = state.servers[id]
    return leader !== undefined && !isUsedUp(leader, rules)
  },
  preparedTree: (state, id) => plain(state.servers[id]?.tree ?? emptyTree()),
  nextZxid: (draft, _, id) => nextZxid(serverOf(draft, id)),
  write(draft, { rules }, id, txn) {
    commit(draft, rules, id, id, txn)
    compact(draft)
  },
}

/** Message by message a write is only proposed, and may come to nothing. */
const byMessages: Leading = {
  isWritable: canPropose,
  preparedTree: newestTree,
  nextZxid: nextZxidOf,
  write: proposeToPeers,
}

const leadingOf = ({ peers }: ZooKeeperView, id: number): Leading => (peers[id] === undefined ? atOnce : byMessages)

/** The leader that has a quorum behind it, and zxids left. */
export function writableLeader(state: ZooKeeperView, ensemble: Ensemble): number | null {
  const id = leaderServer(state, ensemble.rules.writeQuorum)
  return id !== null && leadingOf(state, id).isWritable(state, ensemble, id) ? id : null
}

/** What a leader's next transaction is made from. */
export const preparedTree = (state: ZooKeeperView, leaderId: number): Tree =>
  leadingOf(state, leaderId).preparedTree(state, leaderId)

/** Ends a session through a leader, and removes its ephemeral nodes, as the rules have it. */
export function endSession(draft: ZooKeeperDraft, ensemble: Ensemble, leaderId: number, session: SessionId): void {
  const leading = leadingOf(draft, leaderId)
  const at = leading.nextZxid(draft, ensemble, leaderId)
  leading.write(draft, ensemble, leaderId, closing(leading.preparedTree(draft, leaderId), session, at, ensemble.rules))
}

/** A write without a client's connection, prepared at once by the leader that has a quorum; `null`, and nothing done, where none has. */
export function writeThroughLeader(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  session: SessionId | null,
  operation: Operation,
): Result | null {
  const leaderId = writableLeader(draft, ensemble)
  if (leaderId === null) return null
  const leading = leadingOf(draft, leaderId)
  const at = leading.nextZxid(draft, ensemble, leaderId)
  const { result, txn } = prepare(leading.preparedTree(draft, leaderId), session, operation, at)
  if (txn !== null) leading.write(draft, ensemble, leaderId, txn)
  return result
}
