import { emptyChannels } from "../../network/channels.ts"
import { allLinks } from "../../network/state.ts"
import type { ZooKeeperRules } from "../config.ts"
import { firstLeader } from "../groups.ts"
import { serverProcess } from "../state.ts"
import { type Zxid, zxid } from "../zxid.ts"
import type { Notification, QuorumPacket } from "./messages.ts"
import type { LearnerHandler, Peer } from "./state.ts"

/** A server that has just been started: it looks for a leader, and has voted for nobody yet. */
export const freshPeer: Peer = {
  state: "looking",
  phase: "election",
  election: { round: 0, vote: null, received: {}, outOfElection: {}, isDecided: false, formerVote: null },
  leader: null,
  connection: "none",
  synchronisation: null,
  learners: {},
  proposedEpoch: null,
  outstanding: [],
  lastProposed: 0,
  lastCommitted: 0,
  logQueue: [],
  pending: [],
  commitQueue: [],
  committedLog: [],
  newerSnapshot: null,
  serialisation: null,
  partsApplied: 0,
  forgotten: [],
  acceptedOnDisk: null,
  requests: {},
  revalidations: {},
  syncs: [],
  owners: {},
}

const settledHandler = (lastZxid: Zxid): LearnerHandler => ({
  phase: "upToDate",
  acceptedEpoch: 0,
  lastZxid,
  hasPromised: true,
  hasAcknowledged: true,
  snapshot: null,
})

/** The peers of an ensemble that has settled under the voter with the largest number that may be elected, in epoch 1, at a transaction. */
function settledPeers(voters: number, observers: number, leader: number, at: Zxid): Record<number, Peer> {
  const peers: Record<number, Peer> = {}
  const vote = { leader, zxid: at, epoch: 1 }
  const election = { ...freshPeer.election, round: 1, vote }
  const learners: Peer["learners"] = Object.fromEntries(
    ids(voters + observers)
      .filter((id) => id !== leader)
      .map((id) => [id, settledHandler(at)]),
  )
  for (const id of ids(voters + observers)) {
    const settled = { ...freshPeer, phase: "broadcast", election } as const
    peers[id] =
      id === leader
        ? { ...settled, state: "leading", learners, proposedEpoch: 1, lastProposed: at, lastCommitted: zxid(1, 0) }
        : { ...settled, state: id > voters ? "observing" : "following", leader, connection: "open" }
  }
  return peers
}

/** What the finer grains have besides: the peers of an ensemble that has settled at a transaction, and their channels. */
export const initialPeers = (rules: ZooKeeperRules, voters: number, at: Zxid) =>
  rules.grain === "atomic"
    ? { peers: {}, quorumChannels: {}, electionChannels: {} }
    : {
        peers: settledPeers(voters, rules.observers, firstLeader(rules, voters), at),
        ...peerChannels(voters + rules.observers),
      }

/** Empty channels between every two servers, for packets and for notifications. */
function peerChannels(servers: number) {
  const links = allLinks(ids(servers).map(serverProcess))
  return {
    quorumChannels: emptyChannels<QuorumPacket>(links),
    electionChannels: emptyChannels<Notification>(links),
  }
}

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)
