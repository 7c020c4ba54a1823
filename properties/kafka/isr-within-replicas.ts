import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { isUnpromised, storedPartitions } from "./stored.ts"

/**
 * The shape of what is stored about a partition. While it is being reassigned, those that will go are still replicas: they may
 * lead and be in the ISR. Where a cancelled reassignment has deleted the last copy in sync there is nobody else to name.
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
    for (const stored of storedPartitions(state)) {
      const { partition, replicas, isr, leader } = stored
      if (new Set(replicas).size < replicas.length) return { partition, replicas, what: "two replicas on one broker" }
      if (isr.length === 0) return { partition, isr, what: "an empty ISR" }
      if (isr.some((broker) => !replicas.includes(broker)) && !isUnpromised(state, stored))
        return { partition, isr, replicas, what: "an ISR outside the replicas" }
      if (leader !== null && !isr.includes(leader)) return { partition, leader, isr, what: "a leader outside the ISR" }
    }
    return null
  },
})
