import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import type { Kafka } from "../config.ts"
import { isServing, isUp } from "../liveness.ts"
import { replicaName } from "../names.ts"
import { logEnd, startLogAt } from "../replica/log.ts"
import type { BrokerId, KafkaState, PartitionName, Replica } from "../state.ts"

interface Choice {
  readonly broker: BrokerId
  readonly partition: PartitionName
}

/** Records are deleted on purpose, from the oldest on. */
export function retentionActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions, rules } = kafka
  const choices: Choice[] = brokers.flatMap((broker) => partitions.map((partition) => ({ broker, partition })))
  const cites = ["kafka.retention"]
  const limit = (replica: Replica) =>
    rules.retention === "belowHighWatermark" ? replica.highWatermark : logEnd(replica)

  /** Every replica applies the limits of time and size to its own log; a segment is a record here. */
  const deleteOldRecord = action<KafkaState, Choice>("DeleteOldRecord", {
    kind: "workload",
    cites,
    choices,
    guard(state, { broker, partition }) {
      if (!affords(state, "retentions")) return false
      const replica = state.replicas[replicaName(broker, partition)]
      return replica != null && replica.logStart < limit(replica) && isUp(state, broker)
    },
    effect(draft, { broker, partition }) {
      const replica = draft.replicas[replicaName(broker, partition)]
      if (!replica) return
      spend(draft, "retentions")
      deleteBelow(draft, replica, partition, replica.logStart + 1)
    },
  })

  /** An administrator asks the leader to delete everything up to its high watermark (KIP-107). */
  const deleteRecords = action<KafkaState, Choice>("DeleteRecords", {
    kind: "workload",
    cites,
    choices,
    guard(state, { broker, partition }) {
      if (!affords(state, "recordDeletions")) return false
      const replica = state.replicas[replicaName(broker, partition)]
      return replica?.leadership != null && replica.logStart < replica.highWatermark && isServing(state, broker)
    },
    effect(draft, { broker, partition }) {
      const replica = draft.replicas[replicaName(broker, partition)]
      if (!replica) return
      spend(draft, "recordDeletions")
      deleteBelow(draft, replica, partition, replica.highWatermark)
    },
  })

  return [deleteOldRecord, deleteRecords]
}

/** Deletes the records below an offset, of which those below the high watermark may be missed by nobody from now on. */
function deleteBelow(
  draft: Draft<KafkaState>,
  replica: Draft<Replica>,
  partition: PartitionName,
  offset: number,
): void {
  startLogAt(replica, offset)
  const key = `${replica.topicId}/${partition}`
  const before = draft.history.deletedBelow[key] ?? 0
  draft.history.deletedBelow[key] = Math.max(before, Math.min(offset, replica.highWatermark))
}
