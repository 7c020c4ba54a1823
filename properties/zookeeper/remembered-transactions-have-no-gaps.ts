import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** A leader sends what it remembers to whoever is a little behind, and takes it for all that there is. */
export const rememberedTransactionsHaveNoGaps = always<ZooKeeperState>({
  name: "remembered-transactions-have-no-gaps",
  says: "The committed transactions that a server remembers for others are all that there are from the first to the last that it has applied",
  cites: ["zookeeper.synchronised-transactions", "zookeeper.synchronisation-plan"],
  broken: ({ servers, peers, history }) => {
    for (const [id, { committedLog }] of Object.entries(peers)) {
      const server = servers[Number(id)]
      const first = committedLog[0]?.zxid
      if (!server?.up || server.role === "looking" || first === undefined) continue
      const gap = history.zkCommitted.find(
        (zxid) => zxid > first && zxid <= server.lastProcessed && !committedLog.some((txn) => txn.zxid === zxid),
      )
      if (gap !== undefined) return { server: Number(id), zxid: gap }
    }
    return null
  },
})
