import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import { connected } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { quorumSize } from "../../ensemble.ts"
import { serverProcess, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { lookAgain } from "../looking.ts"
import { isFast } from "../notifications.ts"
import { isQuorum, peerIds } from "../peers.ts"
import { isUsedUp } from "../pipeline.ts"
import type { Election } from "../state.ts"
import { eachLeader, eachPeer } from "./choices.ts"

/** How servers notice that they have no leader, or no followers, any more; or give up too early. */
export const leavingActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { server: number }>("LearnerLeaves", {
    kind: "protocol",
    cites: [
      "zookeeper.follower-loses-leader",
      "zookeeper.looking-database",
      "zookeeper.looking-log-thread",
      "zookeeper.incomplete-snapshot",
    ],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => hasLostLeader(state, ensemble, server),
    effect: (draft, { server }) => lookAgain(draft, ensemble, server),
  }),
  action<ZooKeeperState, { server: number }>("LearnerTimesOut", {
    kind: "fault",
    cites: ["zookeeper.follower-loses-leader"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) =>
      affords(state, "timeouts") && state.peers[server]?.leader != null && !hasLostLeader(state, ensemble, server),
    effect: (draft, { server }) => {
      spend(draft, "timeouts")
      lookAgain(draft, ensemble, server)
    },
  }),
  action<ZooKeeperState, { leader: number }>("LeaderStepsDown", {
    kind: "protocol",
    cites: ["zookeeper.leader-loses-quorum", "zookeeper.zxid-rollover"],
    choices: eachLeader(ensemble),
    guard: (state, { leader }) => {
      const peer = state.peers[leader]
      if (peer?.state !== "leading") return false
      if (peer.phase === "broadcast" && isUsedUp(peer.lastProposed, ensemble.rules)) return true
      return !isSupported(state, ensemble, leader)
    },
    effect: (draft, { leader }) => lookAgain(draft, ensemble, leader),
  }),
]

/**
 * Whether a learner will hear no more from its leader: the connection is lost or cut, or the leader leads no more. It waits for
 * one that has yet to find out that it leads, in the same round.
 */
function hasLostLeader({ peers, servers, links }: ZooKeeperView, ensemble: Ensemble, id: number): boolean {
  const peer = peers[id]
  const leader = peer?.leader ?? null
  if (peer === undefined || leader === null) return false
  if (peer.connection === "lost" || !servers[leader]?.up) return true
  if (!connected(links, serverProcess(id), serverProcess(leader))) return true
  const to = peers[leader]
  return (
    to?.state === "following" ||
    to?.state === "observing" ||
    (to?.state === "looking" && !isComingTo(to.election, ensemble, leader, peer.election))
  )
}

/** Whether a server that looks is about to have this leader, of the round in which the other has found it. */
const isComingTo = ({ vote, round }: Election, ensemble: Ensemble, leader: number, found: Election): boolean =>
  vote?.leader === leader && (!isFast(ensemble) || round === found.round)

/** Whether a leader has a quorum behind it; by ZOOKEEPER-1294 learners without a vote made it one as well. */
function isSupported(state: ZooKeeperView, ensemble: Ensemble, leader: number): boolean {
  const isSupporter = (id: number) => id === leader || supports(state, ensemble, id, leader)
  if (ensemble.rules.leaderSupport === "voters" || state.peers[leader]?.phase !== "broadcast")
    return isQuorum(ensemble, "electionQuorum", isSupporter)
  return peerIds(ensemble).filter(isSupporter).length >= quorumSize(ensemble.rules.electionQuorum, ensemble.servers)
}

/**
 * Whether a leader can count on a follower for what it needs a quorum for in its phase. One that has accepted its epoch
 * before promises nothing, and one whose first acknowledgement was another says no more: with too few others the leader
 * waits in vain, until `initLimit` is over (rule D7).
 */
function supports(state: ZooKeeperView, ensemble: Ensemble, id: number, leader: number): boolean {
  if (!follows(state, id, leader)) return isFast(ensemble) && votesFor(state, ensemble, id, leader)
  const peer = state.peers[leader]
  const handler = peer?.learners[id]
  if (peer?.phase === "synchronisation") return handler?.phase !== "synchronised" || handler.hasAcknowledged
  if (peer?.phase !== "discovery" || peer.proposedEpoch === null) return true
  if (handler === undefined) return (state.servers[id]?.acceptedEpoch ?? 0) < peer.proposedEpoch
  return handler.phase !== "promised" || handler.hasPromised
}

/** Whether a leader hears a follower, or will: it has found this leader and not lost it. */
function follows({ peers, servers, links }: ZooKeeperView, id: number, leader: number): boolean {
  const peer = peers[id]
  if (peer?.leader !== leader || peer.connection === "lost" || !servers[id]?.up) return false
  return connected(links, serverProcess(id), serverProcess(leader))
}

/** Whether a server that looks votes for this leader in the round in which that has found itself to lead, and will follow. */
function votesFor({ peers, servers, links }: ZooKeeperView, ensemble: Ensemble, id: number, leader: number): boolean {
  const peer = peers[id]
  const found = peers[leader]?.election
  if (peer?.state !== "looking" || !servers[id]?.up || found === undefined) return false
  return (
    isComingTo(peer.election, ensemble, leader, found) && connected(links, serverProcess(id), serverProcess(leader))
  )
}
