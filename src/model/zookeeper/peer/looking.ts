import { castDraft } from "immer"
import type { Ensemble } from "../actions/ensemble.ts"
import { serverOf } from "../ensemble.ts"
import { hangUpOn } from "../hang-up.ts"
import type { ZooKeeperDraft } from "../state.ts"
import { emptyTree, plain, plainItems } from "../tree.ts"
import { epochOf } from "../zxid.ts"
import { applyNext } from "./broadcast.ts"
import { append, fastForward, loadDatabase } from "./database.ts"
import { freshPeer } from "./initial.ts"
import { beginElection } from "./notifications.ts"
import { loseConnection, note, peerOf } from "./peers.ts"
import { refusalOf } from "./starting.ts"
import { lastZxidOf } from "./vote.ts"

/**
 * A server leaves its leader, or leads no more, and looks for a leader: it closes its connections, its log thread writes
 * what it has been given, and its database, which stays in memory, is wound on to the end of its log (rule B14).
 */
export function lookAgain(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const { rules } = ensemble
  const peer = peerOf(draft, id)
  const isIncomplete = hasIncompleteSnapshot(draft, id)
  while (peerOf(draft, id).partsApplied > 0) applyNext(draft, rules, id)
  const { logQueue, committedLog, newerSnapshot, acceptedOnDisk } = peer
  const { round, vote } = peer.election
  const left = plainItems(logQueue)
  closeConnections(draft, id)
  draft.peers[id] = castDraft({
    ...freshPeer,
    election: { ...freshPeer.election, round },
    committedLog: plainItems(committedLog),
    newerSnapshot: plain(newerSnapshot),
    acceptedOnDisk,
    logQueue: rules.lookingLogThread === "leftRunning" ? left : [],
  })
  if (rules.lookingLogThread === "stopped") for (const txn of left) append(draft, rules, id, txn)
  if (isIncomplete && rules.incompleteSnapshot === "cleared") loadDatabase(draft, rules, id)
  else if (rules.lookingDatabase === "woundOn") fastForward(draft, rules, id)
  if (rules.lookingLogThread === "stoppedLate") for (const txn of left) append(draft, rules, id, txn)
  beginElection(draft, ensemble, id, plain(vote))
}

/** Whether a server has a leader's snapshot in memory that it has not written down yet (ZOOKEEPER-3642). */
function hasIncompleteSnapshot(draft: ZooKeeperDraft, id: number): boolean {
  const synchronisation = draft.peers[id]?.synchronisation
  if (synchronisation?.mode !== "SNAP") return false
  return synchronisation.newLeader === null || synchronisation.newLeader.includes("snapshot")
}

/** A server closes its connections: to its leader, to its learners, to its clients. */
function closeConnections(draft: ZooKeeperDraft, id: number): void {
  loseConnection(draft, id)
  for (const key of Object.keys(draft.peers))
    if (draft.peers[Number(key)]?.leader === id) loseConnection(draft, Number(key))
  for (const name of Object.keys(draft.zkClients)) hangUpOn(draft, id, name)
  const server = serverOf(draft, id)
  server.role = "looking"
  server.leader = null
}

/** A server's process dies: only its disk stays. */
export function crash(draft: ZooKeeperDraft, id: number): void {
  const { newerSnapshot, acceptedOnDisk } = peerOf(draft, id)
  closeConnections(draft, id)
  draft.peers[id] = castDraft({ ...freshPeer, newerSnapshot: plain(newerSnapshot), acceptedOnDisk })
  const server = serverOf(draft, id)
  server.up = false
  server.tree = castDraft(emptyTree())
  server.lastProcessed = 0
}

/** A server starts from its disk, unless it refuses to; by ZOOKEEPER-335 it has forgotten which epoch it had promised itself to, and which it was of. */
export function start(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const { rules } = ensemble
  const server = serverOf(draft, id)
  const refusal = refusalOf(draft, rules, id)
  if (refusal !== null) {
    note(draft, "refusals", id, refusal)
    return
  }
  const peer = peerOf(draft, id)
  server.up = true
  server.acceptedEpoch = peer.acceptedOnDisk ?? server.acceptedEpoch
  peer.acceptedOnDisk = null
  loadDatabase(draft, rules, id)
  if (rules.epochs === "durable") {
    server.currentEpoch = Math.max(server.currentEpoch, epochOf(server.lastProcessed))
  } else {
    server.currentEpoch = epochOf(lastZxidOf(server, rules.lastZxid))
    server.acceptedEpoch = server.currentEpoch
  }
  beginElection(draft, ensemble, id, null)
}
