import { castDraft } from "immer"
import { invariant } from "../../../errors.ts"
import { connected, drop, send } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import { type Ensemble, seatedIn, serverIds } from "../actions/ensemble.ts"
import { areEnough } from "../ensemble.ts"
import { serverProcess, type Txn, type ZooKeeperDraft, type ZooKeeperView } from "../state.ts"
import { plain } from "../tree.ts"
import type { Zxid } from "../zxid.ts"
import type { QuorumPacket } from "./messages.ts"
import type { LearnerHandler, PendingSync } from "./state.ts"

/** Every server of an ensemble: the voters, then the observers. */
export const peerIds = ({ servers, rules }: Ensemble): readonly number[] => serverIds(servers + rules.observers)

/** Whether a server has a vote; observers have the numbers after those of the voters (rule Q3). */
export const isVoter = ({ servers }: Ensemble, id: number): boolean => id <= servers

/** Whether some servers are enough to elect, to promise or to commit; those without a vote never count (rules Q1, Q3 and Q4). */
export function isQuorum(
  ensemble: Ensemble,
  kind: "electionQuorum" | "writeQuorum",
  members: (id: number) => boolean,
): boolean {
  return areEnough(seatedIn(ensemble), ensemble.rules[kind], members)
}

/** A server's peer as an effect changes it. */
export function peerOf(draft: ZooKeeperDraft, id: number) {
  const peer = draft.peers[id]
  invariant(peer, `no peer ${id}`)
  return peer
}

/** A leader's handler of a learner, as an effect changes it. */
export function handlerOf(draft: ZooKeeperDraft, leader: number, learner: number) {
  const handler = peerOf(draft, leader).learners[learner]
  invariant(handler, `leader ${leader} has no handler of ${learner}`)
  return handler
}

/** Whether a server's process runs and leads, in whichever phase. */
export const isLeading = ({ servers, peers }: ZooKeeperView, id: number): boolean =>
  servers[id]?.up === true && peers[id]?.state === "leading"

/** Whether a learner's connection to this leader is open on its side, whatever becomes of what is sent on it. */
function isOpen({ peers }: ZooKeeperView, learner: number, leader: number): boolean {
  const peer = peers[learner]
  return peer?.leader === leader && peer.connection === "open"
}

/** Whether a learner and its leader hear each other on an open connection. */
export const isLinked = (state: ZooKeeperView, learner: number, leader: number): boolean =>
  isOpen(state, learner, leader) && connected(state.links, serverProcess(learner), serverProcess(leader))

/** Whether a leader sends a learner its proposals: from the moment that NEWLEADER is queued for it (rules S6 and P3). */
export const isForwarding = (handler: LearnerHandler | undefined): boolean =>
  handler !== undefined && forwardingPhases.includes(handler.phase)

const forwardingPhases: readonly LearnerHandler["phase"][] = [
  "serialising",
  "synchronising",
  "synchronised",
  "upToDate",
]

/** A leader sends a learner a packet, behind a tree that is being sent; on a connection that the learner has closed it is lost. */
export function sendToLearner(draft: ZooKeeperDraft, leader: number, learner: number, packet: QuorumPacket): void {
  const snapshot = peerOf(draft, leader).learners[learner]?.snapshot ?? null
  if (snapshot !== null) snapshot.queued.push(castDraft(packet))
  else if (isOpen(draft, learner, leader))
    send<QuorumPacket>(draft.quorumChannels, serverProcess(leader), serverProcess(learner), packet)
}

/** A learner sends its leader a packet; without an open connection it is lost. */
export function sendToLeader(draft: ZooKeeperDraft, learner: number, packet: QuorumPacket): void {
  const { leader, connection } = peerOf(draft, learner)
  if (leader !== null && connection === "open")
    send<QuorumPacket>(draft.quorumChannels, serverProcess(learner), serverProcess(leader), packet)
}

/** The connection between a learner and its leader is gone, with all that was on its way; the learner will notice. */
export function loseConnection(draft: ZooKeeperDraft, learner: number): void {
  const peer = peerOf(draft, learner)
  if (peer.leader === null || peer.connection !== "open") return
  drop(draft.quorumChannels, serverProcess(learner), serverProcess(peer.leader))
  drop(draft.quorumChannels, serverProcess(peer.leader), serverProcess(learner))
  forgetRequests(draft, peer.leader, learner)
  peer.connection = "lost"
}

/** What came on a connection that is gone is still done, but answered to nobody: its learner has forgotten who asked. */
function forgetRequests(draft: ZooKeeperDraft, leader: number, learner: number): void {
  const peer = peerOf(draft, leader)
  if (peer.syncs.some(({ server }) => server === learner))
    peer.syncs = peer.syncs.filter(({ server }) => server !== learner)
  const isOf = ({ answers }: Txn) => answers?.server === learner
  if (peer.outstanding.some(({ txn }) => isOf(txn)))
    peer.outstanding = castDraft(
      peer.outstanding.map(({ txn, acks }) => ({ txn: isOf(txn) ? bare(plain(txn)) : plain(txn), acks: [...acks] })),
    )
}

/** Takes the syncs that have waited for this transaction out of those that wait. */
export function syncsDone(draft: ZooKeeperDraft, id: number, zxid: Zxid): readonly PendingSync[] {
  const peer = peerOf(draft, id)
  if (peer.syncs.length === 0) return []
  const syncs = peer.syncs.map((sync) => ({ ...sync }))
  peer.syncs = syncs.filter(({ after }) => after > zxid)
  return syncs.filter(({ after }) => after <= zxid)
}

/** A transaction as it is logged, without the request that it was made for. */
export function bare(txn: Txn): Txn {
  if (txn.answers === undefined) return txn
  const { answers: _, ...rest } = txn
  return rest
}

/** Messages between two servers were lost: a connection does not go on with a gap (for `onLoss` of the network's faults). */
export function breakPeerConnection(draft: ZooKeeperDraft, from: ProcessName, to: ProcessName): void {
  for (const learner of Object.keys(draft.peers).map(Number)) {
    const leader = draft.peers[learner]?.leader ?? null
    if (leader === null) continue
    const ends = [serverProcess(learner), serverProcess(leader)]
    if (ends.includes(from) && ends.includes(to)) loseConnection(draft, learner)
  }
}

/** Notes, once, that a server refused to start, or was sent a packet that should never have reached it. */
export function note(draft: ZooKeeperDraft, kind: "refusals" | "illegal", server: number, what: string): void {
  const faults = draft.history.quorum[kind]
  if (!faults.some((one) => one.server === server && one.what === what)) faults.push({ server, what })
}
