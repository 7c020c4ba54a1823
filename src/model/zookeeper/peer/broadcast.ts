import { castDraft } from "immer"
import type { Ensemble } from "../actions/ensemble.ts"
import { applyAt } from "../broadcast.ts"
import type { ZooKeeperRules } from "../config.ts"
import { serverOf } from "../ensemble.ts"
import type { Txn, ZooKeeperDraft } from "../state.ts"
import { plain } from "../tree.ts"
import { counterOf } from "../zxid.ts"
import { append, remember } from "./database.ts"
import { bare, isForwarding, isQuorum, isVoter, peerOf, sendToLeader, sendToLearner, syncsDone } from "./peers.ts"
import { answerTaken, isWaiting } from "./taken.ts"

/** A leader proposes a transaction to everybody that it forwards to, and to its own log (rule B3). */
export function propose(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number, txn: Txn): void {
  const peer = peerOf(draft, leader)
  peer.outstanding.push(castDraft({ txn, acks: [] }))
  draft.history.quorum.before[txn.zxid] = peer.lastProposed
  peer.lastProposed = txn.zxid
  for (const learner of forwarding(draft, leader))
    if (isVoter(ensemble, learner))
      sendToLearner(draft, leader, learner, { kind: "PROPOSAL", txn: txnFor(learner, txn) })
  giveToLog(draft, ensemble, leader, txn)
}

/** Gives a transaction to a server's log thread; in the grain `zab` it writes at once. */
export function giveToLog(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void {
  peerOf(draft, id).logQueue.push(castDraft(bare(txn)))
  if (ensemble.rules.grain === "zab") writeNext(draft, ensemble, id)
}

/** A server's log thread writes the next transaction and then acknowledges it: a leader to itself, a follower to its leader (rule B6). */
export function writeNext(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const peer = peerOf(draft, id)
  const txn: Txn | undefined = plain(peer.logQueue[0])
  if (txn === undefined) return
  peer.logQueue.shift()
  append(draft, ensemble.rules, id, txn)
  if (peer.state === "leading") acknowledge(draft, ensemble, id, id, txn.zxid)
  else if (peer.state === "following") sendToLeader(draft, id, { kind: "ACK", zxid: txn.zxid })
}

/**
 * A leader counts an acknowledgement and commits what it can, strictly in order; a late one changes nothing (rules B7 and B8). One whose
 * counter is 0 is that of a beginning, and no proposal's.
 */
export function acknowledge(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number, by: number, zxid: number): void {
  if (counterOf(zxid) === 0) return
  const peer = peerOf(draft, leader)
  const proposal = peer.outstanding.find(({ txn }) => txn.zxid === zxid)
  if (proposal === undefined || proposal.acks.includes(by)) return
  proposal.acks.push(by)
  proposal.acks.sort((a, b) => a - b)
  while (true) {
    const next = peerOf(draft, leader).outstanding[0]
    if (next === undefined || !isQuorum(ensemble, "writeQuorum", (id) => next.acks.includes(id))) return
    commitNext(draft, ensemble, leader)
  }
}

function commitNext(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  const peer = peerOf(draft, leader)
  const txn: Txn | undefined = plain(peer.outstanding[0]?.txn)
  if (txn === undefined) return
  peer.outstanding.shift()
  peer.lastCommitted = txn.zxid
  draft.history.zkCommitted.push(txn.zxid)
  for (const learner of forwarding(draft, leader))
    sendToLearner(
      draft,
      leader,
      learner,
      isVoter(ensemble, learner) ? { kind: "COMMIT", zxid: txn.zxid } : { kind: "INFORM", txn: txnFor(learner, txn) },
    )
  for (const learner of syncsDone(draft, leader, txn.zxid))
    sendToLearner(draft, leader, learner.server, { kind: "SYNC", client: learner.client })
  giveToCommit(draft, ensemble, leader, txn)
}

/** Gives a committed transaction to the thread that applies; in the grain `zab` it is applied at once. */
export function giveToCommit(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void {
  peerOf(draft, id).commitQueue.push(castDraft(txn))
  if (ensemble.rules.grain === "zab") applyNext(draft, ensemble.rules, id)
}

/** A server applies the next committed transaction, and keeps it for learners that are a little behind (rule B11). */
export function applyNext(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number): void {
  const peer = peerOf(draft, id)
  const txn: Txn | undefined = plain(peer.commitQueue[0])
  if (txn === undefined) return
  if (rules.multiProgress === "firstChange" && rules.grain === "server" && !appliesLastPart(draft, rules, id, txn))
    return
  peer.commitQueue.shift()
  applyTransaction(draft, rules, id, txn)
  remember(draft, rules, id, bare(txn))
  if (txn.answers?.server === id) answerTaken(draft, rules, id, txn.answers, txn.session?.id ?? null)
  if (peer.state === "leading") return
  for (const { client } of syncsDone(draft, id, txn.zxid))
    answerTaken(draft, rules, id, { client, result: { ok: true } }, null)
}

/** Applies the next change of a multi, after which a server counts as having come so far as all of it (ZOOKEEPER-3127); whether it was the last. */
function appliesLastPart(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  { parts = [], ...txn }: Txn,
): boolean {
  const peer = peerOf(draft, id)
  const changes = parts[peer.partsApplied]
  if (changes === undefined) return true
  applyAt(draft, rules, id, { ...txn, changes })
  peer.partsApplied = (peer.partsApplied + 1) % parts.length
  return peer.partsApplied === 0
}

/** Applies a transaction to a server's tree, unless that has it already, as a snapshot taken while it was proposed may. */
export function applyTransaction(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, txn: Txn): void {
  if (txn.zxid <= serverOf(draft, id).lastProcessed) return
  const asker = txn.answers?.server === id && isWaiting(draft, id, txn.answers.client) ? txn.answers.client : null
  applyAt(draft, rules, id, txn, asker)
}

/** A transaction as a learner is sent it: whom it answers only the server that asked is told. */
const txnFor = (learner: number, txn: Txn): Txn => (txn.answers?.server === learner ? txn : bare(txn))

/** The learners that a leader sends its proposals to, by rising number. */
function forwarding(draft: ZooKeeperDraft, leader: number): readonly number[] {
  const { learners } = peerOf(draft, leader)
  return Object.keys(learners)
    .map(Number)
    .filter((learner) => isForwarding(learners[learner]))
}
