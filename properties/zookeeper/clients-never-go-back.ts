import { alwaysNext } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Single system image: what makes many servers look like one to each client, though no two clients need see the same. */
export const clientsNeverGoBack = alwaysNext<ZooKeeperState>({
  name: "clients-never-go-back",
  says: "Within its session a client never sees an older state than it has seen, whichever server it asks",
  cites: ["zookeeper.monotonic-client", "zookeeper.session-order", "zookeeper.session-reattach"],
  broken: (before, after) => {
    if (before.zkClients === after.zkClients) return null
    for (const [client, { session, lastZxidSeen }] of Object.entries(after.zkClients)) {
      const was = before.zkClients[client]
      if (was && was.session !== null && was.session === session && lastZxidSeen < was.lastZxidSeen)
        return { client, from: was.lastZxidSeen, to: lastZxidSeen }
    }
    return null
  },
})
