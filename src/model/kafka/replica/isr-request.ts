import type { Draft } from "immer"
import { canRequest, request } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import type { IsrChange } from "../messages.ts"
import { brokerProcess, paths, replicaName } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import type { BrokerId, KafkaState, Leadership, PartitionName, Replica } from "../state.ts"
import { submit } from "./alter-partition.ts"

/**
 * Whether a leader can ask for another ISR now: one change at a time. One that writes it itself needs a session; one that
 * asks the controller must have the answer to what it asked before, even if that is of no use to it any more.
 */
export function canChangeIsr(
  kafka: Kafka,
  state: Pick<KafkaState, "zkClients" | "brokers">,
  broker: BrokerId,
  partition: PartitionName,
  { pending }: Leadership,
): boolean {
  if (pending !== null) return false
  if (kafka.rules.isrChange === "zooKeeper") return canRequest(state, brokerProcess(broker))
  return (state.brokers[broker]?.isrUpdates[partition]?.unsent ?? null) === null
}

/** Asks for another ISR, which is pending from now on (Partition.prepareIsrExpand, prepareIsrShrink). */
export function requestIsr(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  isr: readonly BrokerId[],
): void {
  const replica = draft.replicas[replicaName(broker, partition)]
  if (!replica?.leadership) return
  replica.leadership.pending = { isr: [...isr] }
  if (kafka.rules.isrChange === "zooKeeper") writeIsr(kafka, draft, broker, partition, isr)
  else submit(draft, broker, partition, change(kafka, draft, broker, replica, isr))
}

function change(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  replica: Draft<Replica>,
  isr: readonly BrokerId[],
): IsrChange {
  const { topicId, leaderEpoch, partitionEpoch } = replica
  const asked = { topicId, leaderEpoch, partitionEpoch, isr: [...isr] }
  if (kafka.rules.brokerEpochInAlterPartition === "notSent") return asked
  const epochs = isr.flatMap((member) => {
    const epoch = member === broker ? draft.brokers[broker]?.brokerEpoch : replica.leadership?.followerEpochs?.[member]
    return epoch == null ? [] : [[member, epoch] as const]
  })
  return { ...asked, brokerEpochs: Object.fromEntries(epochs) }
}

/** Writes another ISR to ZooKeeper, against the version of the state that the leader knows, reads what is stored, and notifies the controller. */
export function writeIsr(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  isr: readonly BrokerId[],
): void {
  const replica = draft.replicas[replicaName(broker, partition)]
  if (!replica?.leadership) return
  const { leaderEpoch, partitionEpoch, leadership } = replica
  const path = paths.state(partition)
  const data = { leader: broker, leaderEpoch, isr: [...isr], controllerEpoch: leadership.controllerEpoch }
  const version = kafka.rules.isrWrite === "conditional" ? partitionEpoch : -1
  const purpose: ZooKeeperPurpose = { kind: "isrChange", partition, leaderEpoch }
  request(
    draft,
    brokerProcess(broker),
    [
      { op: "setData", path, data, version },
      { op: "getData", path },
      { op: "create", path: paths.isrChange, data: partition, sequential: true },
    ],
    purpose,
  )
}
