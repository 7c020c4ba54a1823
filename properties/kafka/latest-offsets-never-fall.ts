import { alwaysNext } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { isUnpromised, storedPartitions } from "./stored.ts"

/** A consumer that resumes at the latest offset, or measures its lag by it, must not be sent back by a change of leader. */
export const latestOffsetsNeverFall = alwaysNext<ClusterState>({
  name: "latest-offsets-never-fall",
  says: "The latest offset of a partition that a client is told is never below the one it was told before",
  cites: ["kafka.latest-offset", "kafka.metadata-epoch"],
  broken(before, after) {
    const [was, is] = [before.history.latestOffsets, after.history.latestOffsets]
    if (was === is) return null
    for (const name in is) {
      const [old, now] = [was[name], is[name]]
      if (!old || !now || old.topicId !== now.topicId || now.offset >= old.offset) continue
      const [client, partition] = name.split("/")
      const stored = storedPartitions(after).find((each) => each.partition === partition)
      if (stored?.topicId === now.topicId && !isUnpromised(after, stored))
        return { client, partition, latest: now.offset, before: old.offset }
    }
    return null
  },
})
