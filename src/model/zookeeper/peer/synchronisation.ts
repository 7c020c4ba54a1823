import { castDraft } from "immer"
import type { Ensemble } from "../actions/ensemble.ts"
import { lastLogged, serverOf } from "../ensemble.ts"
import type { ZooKeeperDraft } from "../state.ts"
import { plain, plainItems } from "../tree.ts"
import { counterOf, type Zxid, zxid } from "../zxid.ts"
import { refreshVote } from "./notifications.ts"
import { bare, handlerOf, isQuorum, isVoter, note, peerOf, sendToLearner } from "./peers.ts"
import { type Known, planOf } from "./plan.ts"

/**
 * A leader sends a learner what brings it to its history, then what is on its way already, and NEWLEADER last; from then
 * on the learner gets every proposal (`LearnerHandler.run`, `Leader.startForwarding`, rule S6).
 */
export function synchroniseLearner(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number, learner: number): void {
  const peer = peerOf(draft, leader)
  const handler = handlerOf(draft, leader, learner)
  const { packets, upTo } = planOf(knownTo(draft, ensemble, leader), handler.lastZxid, ensemble.rules)
  const first = packets[0]
  if (first?.kind === "SNAP" && ensemble.rules.snapshotTransfer === "fuzzy") {
    handler.phase = "serialising"
    handler.snapshot = { zxid: first.zxid, queued: [] }
  } else {
    handler.phase = "synchronising"
    for (const packet of packets) sendToLearner(draft, leader, learner, packet)
  }
  for (const txn of plainItems(peer.commitQueue)) {
    if (txn.zxid <= upTo) continue
    sendToLearner(draft, leader, learner, { kind: "PROPOSAL", txn: bare(txn) })
    sendToLearner(draft, leader, learner, { kind: "COMMIT", zxid: txn.zxid })
  }
  if (ensemble.rules.earlierAcknowledgements === "forgotten") forgetAcknowledgements(draft, leader, learner)
  if (isVoter(ensemble, learner))
    for (const { txn } of plainItems(peer.outstanding))
      if (txn.zxid > upTo) sendToLearner(draft, leader, learner, { kind: "PROPOSAL", txn: bare(txn) })
  if (handler.snapshot === null || ensemble.rules.newLeaderOrder === "beforeSnapshot")
    sendToLearner(draft, leader, learner, { kind: "NEWLEADER", epoch: peer.proposedEpoch ?? 0 })
}

/** A leader has written its tree to a learner's connection, with all that it has applied meanwhile; then goes what has waited. */
export function sendSnapshot(draft: ZooKeeperDraft, { rules }: Ensemble, leader: number, learner: number): void {
  const handler = handlerOf(draft, leader, learner)
  const { snapshot } = handler
  if (snapshot === null) return
  handler.snapshot = null
  handler.phase = "synchronising"
  const tree = plain(serverOf(draft, leader).tree)
  sendToLearner(draft, leader, learner, { kind: "SNAP", zxid: snapshot.zxid, tree })
  for (const packet of plainItems(snapshot.queued)) sendToLearner(draft, leader, learner, packet)
  if (rules.newLeaderOrder === "last")
    sendToLearner(draft, leader, learner, { kind: "NEWLEADER", epoch: peerOf(draft, leader).proposedEpoch ?? 0 })
}

/** What a leader goes by: what it has applied, and by the sound rule what is committed and on its way to be. */
function knownTo(draft: ZooKeeperDraft, { rules }: Ensemble, leader: number): Known {
  const { tree, snapshot, snapshotZxid, log, lastProcessed } = serverOf(draft, leader)
  const { committedLog, commitQueue } = peerOf(draft, leader)
  const toApply = rules.truncation === "toCommitted" ? plainItems(commitQueue).map(bare) : []
  return {
    tree,
    snapshot,
    snapshotZxid,
    log,
    lastProcessed,
    committed: toApply.at(-1)?.zxid ?? lastProcessed,
    committedLog: [...plainItems(committedLog), ...toApply],
  }
}

/** What a follower has acknowledged and is sent again counts once it has it again. */
function forgetAcknowledgements(draft: ZooKeeperDraft, leader: number, learner: number): void {
  for (const proposal of peerOf(draft, leader).outstanding)
    if (proposal.acks.includes(learner)) proposal.acks = proposal.acks.filter((id) => id !== learner)
}

/**
 * The first acknowledgement of a learner must be that of NEWLEADER. With a quorum of them the leader starts to serve:
 * what is in its log is committed. It tells each learner that it is up to date (rule S9, `Leader.waitForNewLeaderAck`).
 */
export function acknowledgeNewLeader(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  learner: number,
  of: number,
): void {
  const peer = peerOf(draft, leader)
  const handler = handlerOf(draft, leader, learner)
  handler.phase = "synchronised"
  if (of === zxid(peer.proposedEpoch ?? 0, 0)) handler.hasAcknowledged = true
  else note(draft, "illegal", leader, "an acknowledgement before that of NEWLEADER")
  establish(draft, ensemble, leader)
  if (peer.phase !== "broadcast") return
  for (const id of Object.keys(peer.learners).map(Number)) {
    const synchronised = handlerOf(draft, leader, id)
    if (synchronised.phase !== "synchronised") continue
    synchronised.phase = "upToDate"
    sendToLearner(draft, leader, id, { kind: "UPTODATE" })
  }
}

/** A leader that synchronises is established once a quorum has acknowledged it, itself among them. */
export function establish(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  const { phase, learners } = peerOf(draft, leader)
  const hasAcknowledged = (id: number) => id === leader || learners[id]?.hasAcknowledged === true
  if (phase === "synchronisation" && isQuorum(ensemble, "electionQuorum", hasAcknowledged))
    startServing(draft, ensemble, leader)
}

/** Every transaction in a history that ends with this one, as far back as all have it. */
function historyUpTo({ quorum, zkCompacted }: ZooKeeperDraft["history"], last: Zxid): readonly Zxid[] {
  const found: Zxid[] = []
  for (let at = last; at > zkCompacted; at = quorum.before[at] ?? 0) if (counterOf(at) !== 0) found.push(at)
  return found
}

/** A leader is established: its epoch begins, with zxid (epoch, 0), and all of its history is committed. */
function startServing(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  const peer = peerOf(draft, leader)
  const server = serverOf(draft, leader)
  const epoch = peer.proposedEpoch ?? 0
  peer.phase = "broadcast"
  peer.lastProposed = zxid(epoch, 0)
  peer.lastCommitted = zxid(epoch, 0)
  server.lastProcessed = zxid(epoch, 0)
  server.role = "leading"
  server.leader = null
  refreshVote(draft, ensemble, leader, epoch)
  const { history } = draft
  const others = history.quorum.leaders[epoch] ?? []
  if (!others.includes(leader)) history.quorum.leaders[epoch] = [...others, leader].sort((a, b) => a - b)
  const last = lastLogged({ log: plain(server.log), snapshotZxid: server.snapshotZxid })
  history.quorum.before[zxid(epoch, 0)] = last
  const decided = historyUpTo(history, last)
  history.zkCommitted = castDraft([...new Set([...history.zkCommitted, ...decided])].sort((a, b) => a - b))
}
