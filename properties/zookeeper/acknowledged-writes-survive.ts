import { alwaysNext } from "../../src/engine/property.ts"
import { areEnough, epochOf, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { hasOrWrites, isBesideCommits, newlyCommitted } from "./committed.ts"

/** Reliability, in the words of the documentation. A leader of an earlier epoch that has not noticed yet need not know what a later one has committed. */
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
    if (isBesideCommits(before, after) && before.peers === after.peers) return null
    for (const { zxid, holders } of newlyCommitted(before, after))
      if (!areEnough(after.servers, "majority", (id) => holders.includes(id)))
        return { what: "not on a majority", zxid, holders: holders.length }
    for (const [id, server] of Object.entries(after.servers)) {
      if (!server.up || !leads(before, after, Number(id))) continue
      for (const zxid of [after.history.zkCompacted, ...after.history.zkCommitted])
        if (epochOf(zxid) <= server.currentEpoch && !hasOrWrites(after, Number(id), server, zxid))
          return { what: "a leader is without it", leader: Number(id), zxid }
    }
    return null
  },
})

/**
 * A leader is judged while it serves, and before that at the moment when a quorum has promised itself: from then on no other
 * history can be committed without it, but what it lacks may be, by a later leader.
 */
function leads(before: ZooKeeperState, { servers, peers }: ZooKeeperState, id: number): boolean {
  if (servers[id]?.role === "leading") return true
  const isReady = peers[id]?.state === "leading" && peers[id].phase === "synchronisation"
  return isReady && before.peers[id]?.phase !== "synchronisation"
}
