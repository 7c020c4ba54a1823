import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { activePartitions, liveBrokers, replicasOf, sendLeaderAndIsr, sendUpdateMetadata } from "./requests.ts"
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

/** Tells the replicas of their new state, and everybody of the new leaders. */
export function announce(draft: Draft<KafkaState>, me: BrokerId, partitions: readonly PartitionName[]): void {
  const controller = draft.controllers[me]
  if (!controller || partitions.length === 0) return
  const hosts = liveBrokers(controller).filter((broker) =>
    partitions.some((partition) => replicasOf(controller, partition).includes(broker)),
  )
  sendLeaderAndIsr(draft, me, hosts, partitions)
  sendUpdateMetadata(draft, me, liveBrokers(controller), partitions)
}
