import type { Draft } from "immer"
import type { Visible } from "../../../engine/model.ts"
import { connected } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { EpochEnd } from "../messages.ts"
import { brokerProcess } from "../names.ts"
import { lacksRecords, leadingCopy } from "../replica/serve-consumer.ts"
import type { BrokerId, Client, KafkaState, Metadata, PartitionMetadata, PartitionName } from "../state.ts"

/** The next offset that a consumer reads. */
export const positionOf = ({ positions }: Pick<Client, "positions">, partition: PartitionName): number =>
  positions[partition] ?? 0

/** A leader as a client knows it. */
export type KnownLeader = PartitionMetadata & { readonly leader: BrokerId }

/** The leader of a partition to which a client could send now. */
export function reachableLeader(
  state: Visible<KafkaState>,
  name: ProcessName,
  partition: PartitionName,
): KnownLeader | null {
  const told = state.clients[name]?.metadata?.partitions[partition]
  return told?.leader != null && reaches(state, name, told.leader) ? (told as KnownLeader) : null
}

const reaches = (state: Visible<KafkaState>, name: ProcessName, broker: BrokerId): boolean =>
  isServing(state, broker) && connected(state.links, name, brokerProcess(broker))

/**
 * Where a consumer reads: at the follower that the leader sent it to, as long as that is there, or at the leader. A fetch
 * that fails forgets the follower (AbstractFetch.selectReadReplica, handleFetchFailure).
 */
export function readReplica(state: Visible<KafkaState>, name: ProcessName, partition: PartitionName): BrokerId | null {
  const client = state.clients[name]
  const preferred = client?.preferred[partition]
  if (preferred !== undefined && client?.metadata?.brokers.includes(preferred) && reaches(state, name, preferred))
    return preferred
  return client?.metadata?.partitions[partition]?.leader ?? null
}

/**
 * Whether a consumer finds out, by asking its leader where the epoch of its last record ends, that records it has read are
 * not there. It asks when it learns of another leader or epoch; within one epoch of a leader the answer stays the same, and
 * one that would change nothing is not asked for (SubscriptionState.maybeValidatePosition; KIP-320).
 */
export function mustValidate(kafka: Kafka, state: Visible<KafkaState>, name: ProcessName, partition: PartitionName) {
  if (kafka.rules.consumerValidation === "none") return false
  const client = state.clients[name]
  const lastEpoch = client?.lastEpochs[partition]
  const told = client?.metadata?.partitions[partition]
  if (client === undefined || lastEpoch === undefined || told?.leader == null) return false
  const copy = leadingCopy(state, told.leader, partition, told.leaderEpoch)
  return copy !== null && lacksRecords(copy, lastEpoch, positionOf(client, partition))
}

/** Goes back to where the records that were read end at the leader, or to the beginning where it cannot tell (SubscriptionState.maybeCompleteValidation). */
export function completeValidation(client: Draft<Client>, partition: PartitionName, end: EpochEnd | null): void {
  if (end === null) startOver(client, partition, 0)
  else if (end.endOffset < positionOf(client, partition)) {
    client.positions[partition] = end.endOffset
    client.lastEpochs[partition] = end.epoch
  }
}

/** Begins again at the earliest offset (auto.offset.reset=earliest). */
export function startOver(client: Draft<Client>, partition: PartitionName, earliest: number): void {
  client.positions[partition] = earliest
  delete client.lastEpochs[partition]
}

/** A follower to read from goes with the leader that named it (SubscriptionState.maybeValidatePosition). */
export function forgetPreferred(client: Draft<Client>, metadata: Metadata): void {
  for (const partition of Object.keys(client.preferred)) {
    const [before, after] = [client.metadata?.partitions[partition], metadata.partitions[partition]]
    if (before?.leader !== after?.leader || before?.leaderEpoch !== after?.leaderEpoch)
      delete client.preferred[partition]
  }
}
