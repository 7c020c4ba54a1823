import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"

/** Judged by what is on the disks when the answer is given, not by what the leader believes. */
export const acknowledgementsNeedMinInsyncReplicas = always<ClusterState>({
  name: "acknowledgements-need-min-insync-replicas",
  says: "No record is acknowledged with acks=all while fewer replicas hold it than min.insync.replicas asks for",
  cites: ["kafka.min-insync-replicas", "kafka.topic-config"],
  broken: ({
    history: {
      thinAcknowledgements: [thin],
    },
  }) => (thin ? { ...thin } : null),
})
