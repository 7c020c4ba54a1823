import { always } from "../../src/engine/property.ts"
import { epochOf, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** What the leader's history had when its epoch began is committed, so this is told from a server alone. */
export const followersHaveTheirLeadersHistory = always<ZooKeeperState>({
  name: "followers-have-their-leaders-history",
  says: "A server that serves has nothing of earlier epochs in its log but what is committed",
  cites: ["zookeeper.synchronisation-plan", "zookeeper.divergence", "zookeeper.looking-database"],
  broken: ({ servers, history }) => {
    for (const [id, server] of Object.entries(servers)) {
      if (!server.up || server.role === "looking") continue
      for (const { zxid } of server.log)
        if (zxid > history.zkCompacted && epochOf(zxid) < server.currentEpoch && !history.zkCommitted.includes(zxid))
          return { server: Number(id), zxid }
    }
    return null
  },
})
