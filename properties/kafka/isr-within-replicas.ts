import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { storedPartitions } from "./stored.ts"

/**
 * The shape of what is stored about a partition. While it is being reassigned, those that will go are still replicas: they may
 * lead and be in the ISR. So may one that was to be added, if something else is asked for then: the controller stores first
 * that it is none of the replicas any more, and has it leave the ISR after that.
 */
export const isrWithinReplicas = always<ClusterState>({
  name: "isr-within-replicas",
  says: "The ISR is within the replicas and never empty, the leader is within the ISR, and no two replicas of a partition share a broker",
  cites: [
    "kafka.replica-assignment",
    "kafka.isr-removal",
    "kafka.leader-election",
    "kafka.topic-expansion",
    "kafka.reassignment",
  ],
  broken(state) {
    for (const { partition, topicId, replicas, isr, leader } of storedPartitions(state)) {
      if (new Set(replicas).size < replicas.length) return { partition, replicas, what: "two replicas on one broker" }
      if (isr.length === 0) return { partition, isr, what: "an empty ISR" }
      const known = state.history.reassigned[partition]
      const added = known?.topicId === topicId ? known.added : []
      if (isr.some((broker) => !replicas.includes(broker) && !added.includes(broker)))
        return { partition, isr, replicas, what: "an ISR outside the replicas" }
      if (leader !== null && !isr.includes(leader)) return { partition, leader, isr, what: "a leader outside the ISR" }
    }
    return null
  },
})
