import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { storedPartitions } from "./stored.ts"

/** A topic is its id: another of the same name has none of its records. */
export const deletedTopicsStayDeleted = always<ClusterState>({
  name: "deleted-topics-stay-deleted",
  says: "A deleted topic stays deleted, and a later topic of the same name shares no record with it",
  cites: ["kafka.topic-deletion", "kafka.topic-id-check", "kafka.stop-replica"],
  broken(state) {
    const { deletedTopicIds, origins } = state.history
    for (const { partition, topicId } of storedPartitions(state)) {
      if (deletedTopicIds.includes(topicId)) return { partition, topicId, what: "deleted, and there again" }
    }
    for (const name in state.replicas) {
      const replica = state.replicas[name]
      const foreign = replica?.log.find((entry) => entry !== null && !origins[entry.value]?.includes(replica.topicId))
      if (replica && foreign)
        return {
          replica: name,
          topicId: replica.topicId,
          record: foreign.value,
          producedTo: origins[foreign.value] ?? [],
        }
    }
    return null
  },
})
