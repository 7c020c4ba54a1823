import { always, type Property } from "../../src/engine/property.ts"
import { isServing, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** A leader asks nobody, so one that has been deposed and has not noticed answers as before (ZOOKEEPER-1675). */
const syncsAreFresh = always<ZooKeeperState>({
  name: "syncs-are-fresh",
  says: "After a sync a client reads everything that had been committed when it asked",
  cites: ["zookeeper.sync"],
  broken: ({ history }) => {
    const found = history.quorum.staleSyncs[0]
    return found === undefined ? null : { ...found }
  },
})

/** A client of a new leader has seen (epoch, 0), where no follower comes before the next transaction. */
const upToDateServersTakeEveryClient = always<ZooKeeperState>({
  name: "up-to-date-servers-take-every-client",
  says: "A server that has applied everything that is committed has come as far as every client has seen",
  cites: ["zookeeper.new-leader-zxid", "zookeeper.monotonic-client"],
  broken: ({ servers, zkClients, history }) => {
    const newest = Math.max(history.zkCompacted, ...history.zkCommitted)
    for (const [id, server] of Object.entries(servers)) {
      if (!isServing(server) || server.lastProcessed < newest) continue
      for (const [client, { session, lastZxidSeen }] of Object.entries(zkClients))
        if (session !== null && lastZxidSeen > server.lastProcessed)
          return { client, seen: lastZxidSeen, server: Number(id), lastProcessed: server.lastProcessed }
    }
    return null
  },
})

/** What one might expect of an ensemble, and is not promised. */
export const unpromised: readonly Property<ZooKeeperState>[] = [syncsAreFresh, upToDateServersTakeEveryClient]
