import { castDraft } from "immer"
import type { Ensemble } from "../actions/ensemble.ts"
import { applyAt } from "../broadcast.ts"
import type { ZooKeeperRules } from "../config.ts"
import { serverOf } from "../ensemble.ts"
import type { Tree, Txn, ZooKeeperDraft } from "../state.ts"
import { plain, plainItems } from "../tree.ts"
import { type Zxid, zxid } from "../zxid.ts"
import { applyTransaction, giveToCommit, giveToLog } from "./broadcast.ts"
import { append, loadDatabase, remember, takeSnapshot, truncateLog } from "./database.ts"
import { crash, lookAgain } from "./looking.ts"
import { refreshVote } from "./notifications.ts"
import { note, peerOf, sendToLeader } from "./peers.ts"
import type { NewLeaderStep, Synchronisation } from "./state.ts"

/** A learner begins to synchronise: it keeps what it has, cuts off, or takes the leader's snapshot into memory (rule S7). */
export function beginSynchronising(
  draft: ZooKeeperDraft,
  { rules }: Ensemble,
  id: number,
  packet: { readonly kind: "DIFF" | "TRUNC" | "SNAP"; readonly zxid: Zxid; readonly tree?: Tree },
): void {
  const server = serverOf(draft, id)
  if (packet.kind === "TRUNC") truncateLog(draft, rules, id, packet.zxid)
  if (packet.kind === "SNAP" && packet.tree !== undefined) {
    server.tree = castDraft(packet.tree)
    server.lastProcessed = packet.zxid
    peerOf(draft, id).committedLog = []
  }
  if (packet.kind === "DIFF" && rules.differenceZxid === "atOnce") server.lastProcessed = packet.zxid
  synchronise(draft, id, packet.kind)
}

/** A follower takes over a leader's whole history, on disk and in memory (Zab's NEWLEADER, rule P1). */
export function takeHistory(
  draft: ZooKeeperDraft,
  { rules }: Ensemble,
  id: number,
  history: { readonly snapshot: Tree; readonly snapshotZxid: Zxid; readonly log: readonly Txn[] },
): void {
  const { snapshot, snapshotZxid, log } = history
  Object.assign(serverOf(draft, id), castDraft({ snapshot, snapshotZxid, log }))
  loadDatabase(draft, rules, id)
  synchronise(draft, id, "HISTORY")
}

/** A learner is in synchronisation, and has heard nothing yet of what comes behind. */
function synchronise(draft: ZooKeeperDraft, id: number, mode: Synchronisation["mode"]): void {
  peerOf(draft, id).synchronisation = { mode, notLogged: [], committed: [], newLeader: null, toAcknowledge: [] }
}

/** Whether transactions go to the log rather than straight into memory: not before a snapshot has been written (rule S7). */
const writesToLog = ({ mode, newLeader }: Synchronisation): boolean =>
  mode === "DIFF" || mode === "HISTORY" || newLeader !== null

/** A learner that synchronises hears that a transaction is committed. */
export function commitWhileSynchronising(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, of: Zxid): void {
  const synchronisation = peerOf(draft, id).synchronisation
  if (synchronisation === null) return
  const first: Txn | undefined = plain(synchronisation.notLogged[0])
  if (first === undefined) {
    note(draft, "illegal", id, "a COMMIT without a proposal")
    lookAgain(draft, ensemble, id)
    return
  }
  if (writesToLog(synchronisation)) {
    synchronisation.committed.push(of)
    return
  }
  if (first.zxid !== of) return
  synchronisation.notLogged.shift()
  applySynchronised(draft, ensemble, id, first, ["remembered"])
}

/** Applies a transaction while the learner synchronises; it is remembered by some of the rules. */
function applySynchronised(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  txn: Txn,
  remembering: readonly Ensemble["rules"]["syncedTransactions"][],
): void {
  if (ensemble.rules.differenceZxid === "atOnce") applyAt(draft, ensemble.rules, id, txn)
  else applyTransaction(draft, ensemble.rules, id, txn)
  if (remembering.includes(ensemble.rules.syncedTransactions)) remember(draft, ensemble.rules, id, txn)
}

/** What a learner does with NEWLEADER, in order (rule S8). */
export function newLeaderSteps(
  rules: ZooKeeperRules,
  { mode, committed, notLogged }: Synchronisation,
  isObserver: boolean,
): NewLeaderStep[] {
  const isNew = rules.newLeaderLog === "committed" ? committed.length > 0 : notLogged.length > 0
  const log: readonly NewLeaderStep[] = rules.newLeaderLog === "none" || isObserver || !isNew ? [] : ["log"]
  const epoch: readonly NewLeaderStep[] = ["epoch"]
  return [
    ...(mode === "SNAP" || mode === "TRUNC" ? (["snapshot"] as const) : []),
    ...(rules.newLeaderEpoch === "beforeLog" ? epoch : []),
    ...log,
    ...(rules.newLeaderEpoch === "afterLog" ? epoch : []),
    "acknowledge",
  ]
}

/** A learner takes the next step towards its acknowledgement of NEWLEADER. */
export function takeNewLeaderStep(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const peer = peerOf(draft, id)
  const epoch = serverOf(draft, id).acceptedEpoch
  const step = peer.synchronisation?.newLeader?.shift()
  if (step === "snapshot") takeSnapshot(draft, id)
  else if (step === "epoch") serverOf(draft, id).currentEpoch = epoch
  else if (step === "acknowledge") sendToLeader(draft, id, { kind: "ACK", zxid: zxid(epoch, 0) })
  else if (step === "log") logBeforeAcknowledging(draft, ensemble, id)
}

/** What a learner writes before it acknowledges NEWLEADER, by the rule of its version. */
function logBeforeAcknowledging(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const synchronisation = peerOf(draft, id).synchronisation
  if (synchronisation === null) return
  const { newLeaderLog } = ensemble.rules
  if (newLeaderLog === "committed") {
    for (const of of [...synchronisation.committed]) {
      const first: Txn | undefined = plain(synchronisation.notLogged[0])
      if (first?.zxid !== of) continue
      synchronisation.notLogged.shift()
      append(draft, ensemble.rules, id, first)
      applySynchronised(draft, ensemble, id, first, ["remembered", "whenLogged"])
    }
    synchronisation.committed = []
    return
  }
  for (const txn of plainItems(synchronisation.notLogged)) {
    peerOf(draft, id).pending.push(castDraft(txn))
    if (newLeaderLog === "queued") giveToLog(draft, ensemble, id, txn)
    else append(draft, ensemble.rules, id, txn)
    if (newLeaderLog === "all") synchronisation.toAcknowledge.push(txn.zxid)
  }
  synchronisation.notLogged = []
}

/** A learner starts to serve: what it was sent meanwhile goes to its log and to its commits (rule S10). */
export function startServing(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const peer = peerOf(draft, id)
  const server = serverOf(draft, id)
  const epoch = server.acceptedEpoch
  const synchronisation = peer.synchronisation
  if (synchronisation === null) return
  if (ensemble.rules.newLeaderEpoch === "atUpToDate") server.currentEpoch = epoch
  sendToLeader(draft, id, { kind: "ACK", zxid: zxid(epoch, 0) })
  const notLogged = plainItems(synchronisation.notLogged)
  const committed = [...synchronisation.committed]
  const toAcknowledge = [...synchronisation.toAcknowledge]
  peer.phase = "broadcast"
  peer.synchronisation = null
  server.role = "following"
  server.leader = peer.leader
  refreshVote(draft, ensemble, id, epoch)
  for (const of of toAcknowledge) sendToLeader(draft, id, { kind: "ACK", zxid: of })
  if (peer.state === "observing") {
    for (const txn of notLogged) if (committed.includes(txn.zxid)) acceptInform(draft, ensemble, id, txn)
    return
  }
  for (const txn of notLogged) acceptProposal(draft, ensemble, id, txn)
  for (const of of committed) acceptCommit(draft, ensemble, id, of)
}

/** An observer hears of a committed transaction: it applies it, and logs it without saying so (rule Q3). */
export function acceptInform(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void {
  giveToLog(draft, ensemble, id, txn)
  giveToCommit(draft, ensemble, id, txn)
}

/** A follower gives a proposal to its log, and waits for its commit (rule B5). */
export function acceptProposal(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void {
  peerOf(draft, id).pending.push(castDraft(txn))
  giveToLog(draft, ensemble, id, txn)
}

/** A follower hears of a commit, which must be that of its oldest proposal that is not committed yet (rule B9). */
export function acceptCommit(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, of: Zxid): void {
  const { pending } = peerOf(draft, id)
  const first: Txn | undefined = plain(pending[0])
  if (first === undefined) {
    note(draft, "illegal", id, "a COMMIT without a proposal")
  } else if (first.zxid !== of) {
    note(draft, "illegal", id, "a COMMIT out of order")
    crash(draft, id)
  } else {
    pending.shift()
    giveToCommit(draft, ensemble, id, first)
  }
}

/** An observer that synchronises hears of a committed transaction. */
export function informWhileSynchronising(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, txn: Txn): void {
  const synchronisation = peerOf(draft, id).synchronisation
  if (synchronisation === null) return
  if (writesToLog(synchronisation)) {
    synchronisation.notLogged.push(castDraft(txn))
    synchronisation.committed.push(txn.zxid)
  } else applySynchronised(draft, ensemble, id, txn, ["remembered"])
}
