import { always } from "../../src/engine/property.ts"
import { epochOf, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Of followers only: observers apply what they were told while they synchronised after they have begun to serve. */
export const followersServeWhatIsDecided = always<ZooKeeperState>({
  name: "followers-serve-what-is-decided",
  says: "A follower that serves has applied everything that was committed in the epochs before its leader's",
  cites: ["zookeeper.new-leader", "zookeeper.leader-activation", "zookeeper.synchronisation"],
  broken: ({ servers, history }) => {
    for (const [id, server] of Object.entries(servers)) {
      if (!server.up || server.role !== "following" || server.observer) continue
      const missing = history.zkCommitted.find(
        (zxid) => zxid > server.lastProcessed && epochOf(zxid) < server.currentEpoch,
      )
      if (missing !== undefined) return { server: Number(id), zxid: missing }
    }
    return null
  },
})
