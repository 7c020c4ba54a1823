import { sameData } from "../../src/engine/data.ts"
import { afterHealing } from "../../src/engine/property.ts"
import { isServing, leaderServer, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/**
 * Timeliness, as far as it can be said without a clock: what a client sees is out of date only while something is broken.
 * Not promised after a lost disk: a leader of a smaller epoch can then be left with a server that refuses it. So can it be where
 * a server has proposed an epoch itself, of which nobody has heard, and lost its followers: it has accepted that epoch, and takes
 * part in no smaller one, until the next election makes a larger (`Learner.registerWithLeader`). It is left out here.
 */
export const treesConverge = afterHealing<ZooKeeperState>({
  name: "trees-converge",
  says: "Once faults stop, every server serves the same tree under one leader, and every living client has a session",
  cites: [
    "zookeeper.apply",
    "zookeeper.synchronisation",
    "zookeeper.restart",
    "zookeeper.follower-loses-leader",
    "zookeeper.leader-loses-quorum",
    "zookeeper.reconnection",
  ],
  broken: (settled) => {
    const leader = leaderServer(settled)
    if (leader === null) return { what: "no leader" }
    const tree = settled.servers[leader]?.tree
    for (const [id, server] of Object.entries(settled.servers)) {
      if (server.acceptedEpoch > (settled.servers[leader]?.currentEpoch ?? 0)) continue
      if (!isServing(server)) return { what: "not serving", server: Number(id) }
      if (server.role === "leading" && Number(id) !== leader) return { what: "another leader", server: Number(id) }
      if (!sameData(server.tree, tree)) return { what: "another tree", server: Number(id) }
    }
    for (const [client, { alive, session }] of Object.entries(settled.zkClients))
      if (alive && (session === null || tree?.sessions[session] === undefined)) return { what: "no session", client }
    return null
  },
})
