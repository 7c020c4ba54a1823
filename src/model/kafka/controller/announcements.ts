import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { activePartitions, liveBrokers, sendLeaderAndIsr, sendUpdateMetadata, startedPartitions } from "./requests.ts"
import { neededTransitions } from "./transitions.ts"

/**
 * A new controller tells everybody who lives, and then the replicas of every partition of its state. Brokers follow nobody
 * whom they do not know to live, so the order matters: until KAFKA-4443 the list came last, at the latest with the elections.
 */
export function announceReign(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const isFirst = kafka.rules.failoverRequests === "metadataFirst"
  if (isFirst) tellWhoLives(kafka, draft, me, liveBrokers(controller))
  announce(draft, me, startedPartitions(controller))
  if (!isFirst && neededTransitions(kafka, controller).length === 0)
    tellWhoLives(kafka, draft, me, liveBrokers(controller))
}

/** Tells brokers who lives, and of some partitions; until KAFKA-1867 not in a cluster that has none. */
export function tellWhoLives(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  partitions: readonly PartitionName[] = [],
): void {
  const controller = draft.controllers[me]
  if (!controller || (kafka.rules.emptyMetadata === "dropped" && activePartitions(controller).length === 0)) return
  sendUpdateMetadata(draft, me, brokers, partitions)
}

/**
 * Tells everybody that brokers have gone. From KAFKA-972 to KAFKA-13225 the controller left that to what it would tell of
 * partitions without a live leader, which is nothing where nobody can lead them; before KAFKA-972 to any change.
 */
export function tellWhoLeft(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller || kafka.rules.brokerNews === "withStates") return
  const isLed = (partition: PartitionName) => controller.live[controller.states[partition]?.leader ?? 0] !== undefined
  if (kafka.rules.brokerNews === "always" || activePartitions(controller).every(isLed))
    tellWhoLives(kafka, draft, me, liveBrokers(controller))
}

/**
 * Tells the replicas of partitions of their state, but for those that are not to hear of it, and everybody of who leads. A
 * follower that has left the ISR because its broker is about to stop is not told (ReplicaStateMachine.doHandleStateChanges).
 */
export function announce(
  draft: Draft<KafkaState>,
  me: BrokerId,
  partitions: readonly PartitionName[],
  isTold: (broker: BrokerId, partition: PartitionName) => boolean = () => true,
): void {
  const controller = draft.controllers[me]
  if (!controller || partitions.length === 0) return
  const live = liveBrokers(controller)
  sendLeaderAndIsr(draft, me, live, partitions, isTold)
  sendUpdateMetadata(draft, me, live, partitions)
}
