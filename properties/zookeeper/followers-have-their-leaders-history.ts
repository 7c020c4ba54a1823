import { always } from "../../src/engine/property.ts"
import { epochOf, type Server, type ZooKeeperState, type Zxid } from "../../src/model/zookeeper/index.ts"

/** Where a follower serves, what its leader's history had when the epoch began is committed; before, the leader is there to compare with. */
export const followersHaveTheirLeadersHistory = always<ZooKeeperState>({
  name: "followers-have-their-leaders-history",
  says: "A server that is of its leader's epoch has nothing of earlier epochs in its log but what the leader has",
  cites: [
    "zookeeper.synchronisation-plan",
    "zookeeper.divergence",
    "zookeeper.looking-database",
    "zookeeper.epoch-promise",
  ],
  broken: (state) => {
    for (const [id, server] of Object.entries(state.servers)) {
      const isDecided = decidedFor(state, Number(id), server)
      if (isDecided === null) continue
      for (const { zxid } of server.log)
        if (zxid > state.history.zkCompacted && epochOf(zxid) < server.currentEpoch && !isDecided(zxid))
          return { server: Number(id), zxid }
    }
    return null
  },
})

/** What tells whether a transaction is in the history that a server has taken over; null while it has taken over none. */
function decidedFor({ peers, servers, history }: ZooKeeperState, id: number, server: Server) {
  if (!server.up) return null
  if (server.role !== "looking") return (zxid: Zxid) => history.zkCommitted.includes(zxid)
  const peer = peers[id]
  const leader = servers[peer?.leader ?? 0]
  if (peer?.connection !== "open" || peer.synchronisation?.newLeader?.length !== 0 || leader === undefined) return null
  return (zxid: Zxid) => zxid <= leader.snapshotZxid || leader.log.some((txn) => txn.zxid === zxid)
}
