import { alwaysNext } from "../../src/engine/property.ts"
import { majority } from "../../src/model/quorum/index.ts"
import { ensembleSize, epochOf, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { hasOrWrites, isBesideCommits, newlyCommitted } from "./committed.ts"

/** A leader of an earlier epoch that has not noticed yet need not know what a later one has committed. */
export const acknowledgedWritesSurvive = alwaysNext<ZooKeeperState>({
  name: "acknowledged-writes-survive",
  says: "What ZooKeeper has acknowledged is on the disks of a majority, and every later leader has it",
  cites: [
    "zookeeper.durable-before-ack",
    "zookeeper.write-majority",
    "zookeeper.election-order",
    "zookeeper.synchronisation",
    "quorum.intersection",
  ],
  broken: (before, after) => {
    if (isBesideCommits(before, after)) return null
    for (const { zxid, holders } of newlyCommitted(before, after))
      if (holders < majority(ensembleSize(after.servers))) return { what: "not on a majority", zxid, holders }
    for (const [id, server] of Object.entries(after.servers)) {
      if (!server.up || server.role !== "leading") continue
      for (const zxid of [after.history.zkCompacted, ...after.history.zkCommitted])
        if (epochOf(zxid) <= server.currentEpoch && !hasOrWrites(after, Number(id), server, zxid))
          return { what: "a leader is without it", leader: Number(id), zxid }
    }
    return null
  },
})
