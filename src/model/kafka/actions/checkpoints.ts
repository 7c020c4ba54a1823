import { type Action, action, type Visible } from "../../../engine/model.ts"
import type { Kafka } from "../config.ts"
import { isUp } from "../liveness.ts"
import { replicaName } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"

/**
 * From time to time a broker writes the high watermarks of the replicas that it has taken into use to a file, all at once:
 * what the file had before is gone. It does not before it has handled a first LeaderAndIsr, and writes no file without any
 * replica to name in it (ReplicaManager.checkpointHighWatermarks).
 */
export function checkpointActions({ brokers, partitions }: Kafka): Action<KafkaState>[] {
  const checkpointHighWatermarks = action<KafkaState, { broker: BrokerId }>("CheckpointHighWatermarks", {
    kind: "protocol",
    cites: ["kafka.high-watermark-checkpoint"],
    choices: brokers.map((broker) => ({ broker })),
    guard: (state, { broker }) =>
      isUp(state, broker) && state.brokers[broker]?.checkpoints === true && differs(state, partitions, broker),
    effect(draft, { broker }) {
      draft.checkpoints[broker] = Object.fromEntries(
        partitions.flatMap((partition) => {
          const replica = draft.replicas[replicaName(broker, partition)]
          return replica?.inUse ? [[partition, replica.highWatermark]] : []
        }),
      )
    },
  })
  return [checkpointHighWatermarks]
}

/** Whether the file of a broker would change, if it is written at all. */
function differs(state: Visible<KafkaState>, partitions: readonly PartitionName[], broker: BrokerId): boolean {
  const file = state.checkpoints[broker]
  let isAnyInUse = false
  let isAnyOther = false
  for (const partition of partitions) {
    const replica = state.replicas[replicaName(broker, partition)]
    const now = replica?.inUse ? replica.highWatermark : undefined
    if (now !== undefined) isAnyInUse = true
    if (now !== file?.[partition]) isAnyOther = true
  }
  return isAnyInUse && isAnyOther
}
