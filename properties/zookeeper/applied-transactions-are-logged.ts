import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { hasOrWrites } from "./committed.ts"

/** Otherwise a restart takes away what its clients have read, and it votes as one that has less than it had. */
export const appliedTransactionsAreLogged = always<ZooKeeperState>({
  name: "applied-transactions-are-logged",
  says: "What a server that serves has applied is on its disk, or on its way to it",
  cites: ["zookeeper.new-leader", "zookeeper.durable-before-ack", "zookeeper.incomplete-snapshot", "zookeeper.restart"],
  broken: (state) => {
    for (const [id, server] of Object.entries(state.servers)) {
      if (!server.up || server.role === "looking") continue
      const missing = state.history.zkCommitted.find(
        (zxid) => zxid <= server.lastProcessed && !hasOrWrites(state, Number(id), server, zxid),
      )
      if (missing !== undefined) return { server: Number(id), zxid: missing }
    }
    return null
  },
})
