import { alwaysNext } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { areEnough, authoritativeTree, leaderServer } from "../../src/model/zookeeper/index.ts"
import { type NewlyCommitted, newlyCommitted } from "../zookeeper/committed.ts"

/**
 * Without a leader that a majority follows, no node is written: no topic, no configuration, no leader, no ISR. What a majority
 * has written to its disks before, and said so, is committed even where it is down when its leader hears of it. Where nothing
 * is committed nothing changes, however much of what is not a snapshot has in it.
 */
export const nothingChangesWithoutZooKeeper = alwaysNext<ClusterState>({
  name: "nothing-changes-without-zookeeper",
  says: "Without a ZooKeeper majority nothing of the cluster's configuration changes, and no topic is created or deleted",
  cites: ["zookeeper.write-majority", "kafka.topic-creation", "kafka.topic-deletion", "quorum.majority"],
  broken(before, after) {
    if (before.servers === after.servers) return null
    if (leaderServer(before) !== null || leaderServer(after) !== null) return null
    const committed = newlyCommitted(before, after)
    const isHeld = ({ holders }: NewlyCommitted) => areEnough(after.servers, "majority", (id) => holders.includes(id))
    if (committed.every(isHeld)) return null
    const [old, now] = [authoritativeTree(before).nodes, authoritativeTree(after).nodes]
    if (old === now) return null
    const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
    const path = paths.find((each) => old[each]?.mzxid !== now[each]?.mzxid)
    return path === undefined ? null : { path, before: old[path]?.data ?? null, after: now[path]?.data ?? null }
  },
})
