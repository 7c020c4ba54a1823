import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** True of each server's tree for itself: a session and its nodes go in one transaction. */
export const ephemeralsHaveASession = always<ZooKeeperState>({
  name: "ephemerals-have-a-session",
  says: "An ephemeral node is there only while its session is, on whichever server one looks",
  cites: ["zookeeper.ephemeral", "zookeeper.close-session", "zookeeper.session-expiry"],
  broken: ({ servers }) => {
    for (const [id, { tree }] of Object.entries(servers)) {
      const { nodes, sessions } = tree
      for (const path in nodes) {
        const session = nodes[path]?.ephemeralOwner ?? null
        if (session !== null && sessions[session] === undefined) return { server: Number(id), path, session }
      }
    }
    return null
  },
})
