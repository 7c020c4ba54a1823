import { castDraft } from "immer"
import { drop } from "../../network/channels.ts"
import type { Ensemble } from "../actions/ensemble.ts"
import { serverOf } from "../ensemble.ts"
import { serverProcess, type ZooKeeperDraft } from "../state.ts"
import { writeLeadersSnapshot } from "./database.ts"
import { lookAgain } from "./looking.ts"
import { handlerOf, isQuorum, loseConnection, peerOf, sendToLeader, sendToLearner } from "./peers.ts"
import type { LearnerHandler } from "./state.ts"
import { establish } from "./synchronisation.ts"

/** A leader's handler of a learner that has just introduced itself. */
const introduced = (acceptedEpoch: number): LearnerHandler => ({
  phase: "connected",
  acceptedEpoch,
  lastZxid: 0,
  hasPromised: false,
  hasAcknowledged: false,
  snapshot: null,
})

/** A learner connects to the leader that it has found and says which epoch it has accepted (rule D1). */
export function connectToLeader(draft: ZooKeeperDraft, id: number): void {
  const peer = peerOf(draft, id)
  if (peer.leader === null) return
  drop(draft.quorumChannels, serverProcess(id), serverProcess(peer.leader))
  drop(draft.quorumChannels, serverProcess(peer.leader), serverProcess(id))
  delete peerOf(draft, peer.leader).learners[id]
  peer.connection = "open"
  const kind = peer.state === "observing" ? "OBSERVERINFO" : "FOLLOWERINFO"
  sendToLeader(draft, id, { kind, acceptedEpoch: serverOf(draft, id).acceptedEpoch })
}

/** A leader hears of a learner. Once a quorum is connected it proposes an epoch, and who comes later gets the same one (rule D2). */
export function welcome(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  learner: number,
  epoch: number,
): void {
  const peer = peerOf(draft, leader)
  peer.learners[learner] = castDraft(introduced(epoch))
  if (peer.proposedEpoch === null) {
    const isConnected = (id: number) => id === leader || peer.learners[id] !== undefined
    if (!isQuorum(ensemble, "electionQuorum", isConnected)) return
    proposeEpoch(draft, ensemble, leader)
  }
  for (const id of Object.keys(peer.learners).map(Number)) {
    if (peer.learners[id]?.phase !== "connected" || peer.proposedEpoch === null) continue
    handlerOf(draft, leader, id).phase = "informed"
    sendToLearner(draft, leader, id, { kind: "LEADERINFO", epoch: peer.proposedEpoch })
  }
}

/** A server that has been elected begins to lead: it writes a snapshot, and waits for nobody where it is a quorum by itself. */
export function beginLeading(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  writeLeadersSnapshot(draft, ensemble.rules, leader)
  if (ensemble.rules.election === "oracleWithEpoch") return
  if (!isQuorum(ensemble, "electionQuorum", (id) => id === leader)) return
  proposeEpoch(draft, ensemble, leader)
  if (peerOf(draft, leader).phase === "discovery") beginSynchronisation(draft, ensemble, leader)
}

function proposeEpoch(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  const peer = peerOf(draft, leader)
  const server = serverOf(draft, leader)
  const accepted = Object.values(peer.learners).map(({ acceptedEpoch }) => acceptedEpoch)
  const epoch = epochAbove(ensemble.rules.epochChoice, server.acceptedEpoch, accepted)
  peer.proposedEpoch = epoch
  peer.acceptedOnDisk = null
  server.acceptedEpoch = epoch
  if (ensemble.rules.epochAcknowledgements === "none") beginSynchronisation(draft, ensemble, leader)
}

/** The epoch that a leader proposes, from what it has accepted itself and what its learners have (`Leader.getEpochToPropose`). */
function epochAbove(choice: Ensemble["rules"]["epochChoice"], own: number, accepted: readonly number[]): number {
  if (choice === "greatest") return Math.max(own, ...accepted)
  if (choice === "aboveAll") return 1 + Math.max(own, ...accepted)
  return accepted.reduce((epoch, other) => (other > epoch ? other + 1 : epoch), own + 1)
}

/** A learner promises itself to the epoch of its leader, or leaves one whose epoch is past (rules D3 to D5). */
export function acceptEpoch(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, epoch: number): void {
  const server = serverOf(draft, id)
  if (epoch < server.acceptedEpoch) {
    lookAgain(draft, ensemble, id)
    return
  }
  const isNew = epoch > server.acceptedEpoch
  if (isNew) peerOf(draft, id).acceptedOnDisk = null
  server.acceptedEpoch = epoch
  peerOf(draft, id).phase = "synchronisation"
  sendToLeader(draft, id, {
    kind: "ACKEPOCH",
    currentEpoch: isNew ? server.currentEpoch : null,
    lastZxid: server.lastProcessed,
  })
}

/** A learner could not write down an epoch, and leaves its leader; by ZOOKEEPER-2307 it goes by that epoch all the same. */
export function failToWriteEpoch(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, epoch: number): void {
  const server = serverOf(draft, id)
  const onDisk = peerOf(draft, id).acceptedOnDisk ?? server.acceptedEpoch
  lookAgain(draft, ensemble, id)
  if (ensemble.rules.epochFiles === "fileFirst") return
  peerOf(draft, id).acceptedOnDisk = onDisk
  server.acceptedEpoch = epoch
}

/**
 * A leader hears that a learner has promised itself. A learner that has seen more than the leader is refused; with a
 * quorum of promises the leader writes its epoch down and synchronises (rule D6, `Leader.waitForEpochAck`).
 */
export function promise(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  learner: number,
  currentEpoch: number | null,
  lastZxid: number,
): void {
  const peer = peerOf(draft, leader)
  const handler = handlerOf(draft, leader, learner)
  const own = serverOf(draft, leader)
  if (peer.phase === "discovery" && currentEpoch !== null) {
    const isAhead =
      currentEpoch > own.currentEpoch || (currentEpoch === own.currentEpoch && lastZxid > own.lastProcessed)
    if (isAhead && ensemble.rules.historyCheck === "checked") {
      loseConnection(draft, learner)
      return
    }
    handler.hasPromised = true
  }
  handler.phase = "promised"
  handler.lastZxid = lastZxid
  if (peer.phase !== "discovery") return
  const hasPromised = (id: number) => id === leader || peer.learners[id]?.hasPromised === true
  if (isQuorum(ensemble, "electionQuorum", hasPromised)) beginSynchronisation(draft, ensemble, leader)
}

/** A leader is of the epoch that it has proposed, and begins to synchronise its learners. */
function beginSynchronisation(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number): void {
  const peer = peerOf(draft, leader)
  peer.phase = "synchronisation"
  serverOf(draft, leader).currentEpoch = peer.proposedEpoch ?? 0
  establish(draft, ensemble, leader)
}

/** The whole of discovery in one step, for the coarser election: connections, the epoch, and everybody's promise. */
export function agreeOnEpoch(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  others: readonly number[],
): void {
  const peer = peerOf(draft, leader)
  for (const id of others) {
    const { acceptedEpoch, lastProcessed } = serverOf(draft, id)
    peer.learners[id] = castDraft({
      ...introduced(acceptedEpoch),
      phase: "promised",
      lastZxid: lastProcessed,
      hasPromised: true,
    })
  }
  if (peer.proposedEpoch === null) {
    proposeEpoch(draft, ensemble, leader)
    beginSynchronisation(draft, ensemble, leader)
  }
  for (const id of others) {
    drop(draft.quorumChannels, serverProcess(id), serverProcess(leader))
    drop(draft.quorumChannels, serverProcess(leader), serverProcess(id))
    serverOf(draft, id).acceptedEpoch = peer.proposedEpoch ?? 0
    peerOf(draft, id).connection = "open"
    peerOf(draft, id).phase = "synchronisation"
  }
}
