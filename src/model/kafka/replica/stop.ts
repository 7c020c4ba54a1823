import type { Draft } from "immer"
import type { Kafka, KafkaConfig } from "../config.ts"
import { epochDuringDelete, type StopReplica } from "../messages.ts"
import { replicaName } from "../names.ts"
import type { BrokerId, KafkaState, Replica } from "../state.ts"
import { refuseWaiting } from "./leader.ts"
import { restarted } from "./log.ts"

/**
 * Does what StopReplica says of each partition, unless the replica is in a later leader epoch. A replica that is stopped and
 * not deleted fetches no longer; if it leads, it leads on (ReplicaManager.stopReplicas, stopPartitions).
 */
export function stopReplicas(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  { partitions }: StopReplica,
): void {
  for (const { partition, leaderEpoch, deletePartition } of partitions) {
    const name = replicaName(broker, partition)
    const replica = draft.replicas[name]
    if (!replica || !isObeyed(kafka.rules, replica, leaderEpoch)) continue
    if (!deletePartition) replica.fetcher = null
    else {
      refuseWaiting(draft, broker, partition)
      const isDeleted = kafka.rules.stopReplica === "deletesLog"
      draft.replicas[name] = isDeleted ? null : (restarted(replica as Replica) as Draft<Replica>)
    }
  }
}

/** Whether a request in this leader epoch is obeyed (KIP-570). One that names no epoch is, and so is the deletion of a topic. */
function isObeyed({ stopReplicaEpoch }: KafkaConfig, replica: Draft<Replica>, leaderEpoch: number): boolean {
  if (stopReplicaEpoch === "none" || leaderEpoch === epochDuringDelete || leaderEpoch === -1) return true
  return stopReplicaEpoch === "above" ? leaderEpoch > replica.leaderEpoch : leaderEpoch >= replica.leaderEpoch
}
