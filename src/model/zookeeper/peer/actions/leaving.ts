import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import { connected } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { serverProcess, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { lookAgain } from "../looking.ts"
import { isQuorum } from "../peers.ts"
import { isUsedUp } from "../pipeline.ts"
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
    guard: (state, { server }) => hasLostLeader(state, server),
    effect: (draft, { server }) => lookAgain(draft, ensemble.rules, server),
  }),
  action<ZooKeeperState, { server: number }>("LearnerTimesOut", {
    kind: "fault",
    cites: ["zookeeper.follower-loses-leader"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) =>
      affords(state, "timeouts") && state.peers[server]?.leader != null && !hasLostLeader(state, server),
    effect: (draft, { server }) => {
      spend(draft, "timeouts")
      lookAgain(draft, ensemble.rules, server)
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
      return !isQuorum(ensemble, "electionQuorum", (id) => id === leader || supports(state, id, leader))
    },
    effect: (draft, { leader }) => lookAgain(draft, ensemble.rules, leader),
  }),
]

/** Whether a learner will hear no more from its leader: the connection is lost or cut, or the leader leads no more. */
function hasLostLeader({ peers, servers, links }: ZooKeeperView, id: number): boolean {
  const peer = peers[id]
  const leader = peer?.leader ?? null
  if (peer === undefined || leader === null) return false
  if (peer.connection === "lost" || !servers[leader]?.up) return true
  if (!connected(links, serverProcess(id), serverProcess(leader))) return true
  const to = peers[leader]
  return (
    to?.state === "following" ||
    to?.state === "observing" ||
    (to?.state === "looking" && to.election.vote?.leader !== leader)
  )
}

/**
 * Whether a leader can count on a follower for what it needs a quorum for in its phase. One that has accepted its epoch
 * before promises nothing, and one whose first acknowledgement was another says no more: with too few others the leader
 * waits in vain, until `initLimit` is over (rule D7).
 */
function supports(state: ZooKeeperView, id: number, leader: number): boolean {
  if (!follows(state, id, leader)) return false
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
