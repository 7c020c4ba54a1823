import { afterHealing } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Otherwise every later write waits behind it, though there is a leader, and all servers serve. */
export const proposalsAreSettled = afterHealing<ZooKeeperState>({
  name: "proposals-are-settled",
  says: "Once faults stop, no leader has a proposal that is not committed",
  cites: ["zookeeper.write-majority", "zookeeper.commit-order", "zookeeper.zxid-rollover"],
  broken: ({ peers }) => {
    for (const [id, { outstanding }] of Object.entries(peers))
      if (outstanding[0] !== undefined) return { leader: Number(id), zxid: outstanding[0].txn.zxid }
    return null
  },
})
