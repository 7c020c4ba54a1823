import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { activePartitions, liveBrokers, sendLeaderAndIsr, sendUpdateMetadata } from "./requests.ts"
import { neededTransitions } from "./transitions.ts"

/**
 * A new controller tells everybody who lives, and then the replicas of every partition of its state. Brokers follow nobody
 * whom they do not know to live, so the order matters: until KAFKA-4443 the list came last, at the latest with the elections.
 */
export function announceReign(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const isFirst = kafka.rules.failoverRequests === "metadataFirst"
  if (isFirst) sendUpdateMetadata(draft, me, liveBrokers(controller), [])
  announce(draft, me, activePartitions(controller))
  if (!isFirst && neededTransitions(kafka, controller).length === 0)
    sendUpdateMetadata(draft, me, liveBrokers(controller), [])
}

/** Tells the replicas of partitions of their state, or only the leaders of some, and everybody of who leads. */
export function announce(
  draft: Draft<KafkaState>,
  me: BrokerId,
  partitions: readonly PartitionName[],
  onlyLeaders: readonly PartitionName[] = [],
): void {
  const controller = draft.controllers[me]
  if (!controller || partitions.length === 0) return
  const live = liveBrokers(controller)
  const isTold = (broker: BrokerId, partition: PartitionName) =>
    !onlyLeaders.includes(partition) || controller.states[partition]?.leader === broker
  sendLeaderAndIsr(draft, me, live, partitions, isTold)
  sendUpdateMetadata(draft, me, live, partitions)
}
