import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { copyOf, deletedBelow, promisedBelow, storedPartitions } from "./stored.ts"

/** Judged against what anybody read before, and against the log of whoever leads now. */
export const consumersReadWhatStays = always<ClusterState>({
  name: "consumers-read-what-stays",
  says: "A consumer that has read a record at an offset always reads that record there",
  cites: ["kafka.consumer-read", "kafka.high-watermark"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      const { partition, topicId, leader } = stored
      const consumed = state.history.consumed[partition]
      if (consumed === undefined) continue
      const log = leader === null ? null : copyOf(state, stored, leader)?.log
      const end = promisedBelow(state, stored)
      const kept = deletedBelow(state, stored)
      for (const [index, read] of consumed.entries()) {
        if (read.topicId !== topicId || read.offset >= end) continue
        const other = consumed
          .slice(0, index)
          .find((earlier) => earlier.topicId === topicId && earlier.offset === read.offset)
        if (other) return { partition, offset: read.offset, read: [other.value, read.value] }
        const now = log?.[read.offset]?.value ?? null
        if (log && read.offset >= kept && now !== read.value)
          return { partition, offset: read.offset, read: read.value, leader, now }
      }
    }
    return null
  },
})
