import { sometimes } from "../../src/engine/property.ts"
import {
  areEnough,
  isServing,
  leaderServer,
  type Server,
  type ZooKeeperState,
} from "../../src/model/zookeeper/index.ts"

/** Without it nothing is said about what a new leader knows. */
export const zooKeeperFailsOver = sometimes<ZooKeeperState>({
  name: "zookeeper-fails-over",
  says: "ZooKeeper loses its leader and elects another",
  cites: ["zookeeper.election-order", "zookeeper.leader-activation"],
  reached: (before, after) => {
    if (before.servers === after.servers) return false
    return Object.entries(after.servers).some(
      ([id, { role, currentEpoch }]) =>
        role === "leading" && currentEpoch > 1 && before.servers[Number(id)]?.role !== role,
    )
  },
})

/** Servers are up and look for a leader, in vain: they are too few. */
export const anElectionIsRefused = sometimes<ZooKeeperState>({
  name: "an-election-is-refused",
  says: "Servers that are up elect nobody, for want of a majority",
  cites: ["zookeeper.election-majority", "quorum.majority", "quorum.odd-sizes"],
  reached: (before, after) => {
    if (before.servers === after.servers) return false
    const up = Object.values(after.servers).filter((server) => server.up)
    const isTooFew = up.length > 0 && !areEnough(after.servers, "majority", (id) => after.servers[id]?.up === true)
    return isTooFew && !up.some(isServing)
  },
})

/** The process goes on as if nothing had happened: what makes fencing necessary. */
export const aLivingClientIsExpired = sometimes<ZooKeeperState>({
  name: "a-living-client-is-expired",
  says: "A session is expired while its process lives and believes in it",
  cites: ["zookeeper.session-expiry"],
  reached: (_before, after) => {
    const leader = leaderServer(after)
    const sessions = leader === null ? undefined : after.servers[leader]?.tree.sessions
    if (sessions === undefined) return false
    return Object.values(after.zkClients).some(
      ({ phase, session }) => phase === "connected" && session !== null && sessions[session] === undefined,
    )
  },
})

/**
 * Two of different epochs, one of which has not noticed: no split brain, but a source of old answers. Message by message the
 * other counts from when a quorum has promised itself to it: from then on the first can commit no more.
 */
export const anOldLeaderLingers = sometimes<ZooKeeperState>({
  name: "an-old-zookeeper-leader-lingers",
  says: "A leader of ZooKeeper still believes that it leads while another does",
  cites: ["zookeeper.leader-loses-quorum", "network.cut"],
  reached: (before, after) => {
    if (before.servers === after.servers) return false
    const established = Object.entries(after.servers).filter(([id, server]) => leadsAQuorum(after, Number(id), server))
    return established.length > 1 && established.some(([, { role }]) => role === "leading")
  },
})

function leadsAQuorum({ peers }: ZooKeeperState, id: number, { up, role }: Server): boolean {
  const peer = peers[id]
  return up && (role === "leading" || (peer?.state === "leading" && peer.phase !== "discovery"))
}

/** Without it nothing is said about the order of votes: everybody might have agreed from the start. */
export const aCandidateGivesWay = sometimes<ZooKeeperState>({
  name: "a-candidate-gives-way",
  says: "Servers vote for different leaders in one election, and one of them gives way",
  cites: ["zookeeper.election-order", "zookeeper.election-rounds"],
  reached: (before, after, { action, choice }) => {
    if (action === "ElectZooKeeperLeader") return (choice as { readonly voters: readonly number[] }).voters.length > 1
    if (before.peers === after.peers) return false
    return Object.entries(after.peers).some(([key, { state, election }]) => {
      const earlier = before.peers[Number(key)]
      if (state !== "looking" || earlier?.state !== "looking" || earlier.election.round !== election.round) return false
      return earlier.election.vote !== null && earlier.election.vote.leader !== election.vote?.leader
    })
  },
})
