import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { isUnpromised, storedPartitions } from "./stored.ts"

/** Records may go where an administrator lets an outdated replica lead; but then whoever has read them is to find out. */
export const consumersNoticeTruncation = always<ClusterState>({
  name: "consumers-notice-truncation",
  says: "A consumer that reads on reads what follows the record it read last, or has been told that this record is gone",
  cites: ["kafka.consumer-validation", "kafka.consumer-read"],
  broken(state) {
    const { unnoticed } = state.history
    if (unnoticed.length === 0) return null
    for (const stored of storedPartitions(state)) {
      if (isUnpromised(state, stored)) continue
      const read = unnoticed.find(
        ({ partition, topicId }) => partition === stored.partition && topicId === stored.topicId,
      )
      if (read) return { client: read.client, partition: read.partition, offset: read.offset, record: read.value }
    }
    return null
  },
})
