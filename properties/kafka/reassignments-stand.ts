import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { storedPartitions } from "./stored.ts"

/** Whoever cancels or replaces a reassignment can rely on it that the former one does not come back (KIP-455). */
export const reassignmentsStand = always<ClusterState>({
  name: "reassignments-stand",
  says: "Once an assignment of replicas has been accepted, only one that was asked for later takes its place",
  cites: ["kafka.reassignment", "kafka.reassignment-replacement", "kafka.controller-resignation"],
  broken(state) {
    for (const { partition, topicId, target } of storedPartitions(state)) {
      const known = state.history.reassigned[partition]
      if (known?.topicId !== topicId || known.asked.some((asked) => asked.join() === target.join())) continue
      return { partition, target, accepted: known.asked[0] ?? [], askedSince: known.asked.slice(1) }
    }
    return null
  },
})
