import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import type { ControlMessage } from "../messages.ts"
import { partitionName, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, TopicName } from "../state.ts"
import { enqueue } from "./events.ts"
import { liveBrokers, replicasOf, sendStopReplica, sendUpdateMetadata } from "./requests.ts"
import type { Controller } from "./state.ts"

const hostsOf = (controller: Draft<Controller>, topic: TopicName): BrokerId[] =>
  [...new Set(controller.topics[topic]?.assignment.flat() ?? [])].sort((a, b) => a - b)

const isReassigned = ({ reassignments }: Draft<Controller>, topic: TopicName): boolean =>
  Object.keys(reassignments).some((partition) => topicOf(partition) === topic)

/**
 * Goes on with the deletions: clients are told that the topic is gone, and live replicas are stopped and deleted; a broker
 * that has come back is told again. Dead ones hold the topic, and a controller that was just elected does not begin a
 * deletion while one of its hosts is dead. A topic of which a partition is being reassigned has to wait (TopicDeletionManager, KafkaController.fetchTopicDeletionsInProgress).
 */
export function resumeDeletions(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  begin: "always" | "ifAllLive" = "always",
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const live = liveBrokers(controller)
  for (const topic of Object.keys(controller.deletions).sort()) {
    if (isReassigned(controller, topic)) continue
    const hosts = hostsOf(controller, topic)
    if (begin === "ifAllLive" && !hosts.every((broker) => live.includes(broker))) continue
    const waitsFor = controller.deletions[topic] ?? hosts
    controller.deletions[topic] =
      kafka.rules.topicDeletion === "allReplicas" ? waitsFor : waitsFor.filter((broker) => live.includes(broker))
    const partitions = (controller.topics[topic]?.assignment ?? []).map((_, index) => partitionName(topic, index))
    sendUpdateMetadata(draft, me, live, partitions)
    for (const broker of controller.deletions[topic] ?? []) {
      const hosted = partitions.filter((partition) => replicasOf(controller, partition).includes(broker))
      sendStopReplica(draft, me, [broker], hosted, true)
    }
    if (controller.deletions[topic]?.length === 0) enqueue(kafka, draft, me, "completeDeletion")
  }
}

/** A broker has deleted its replicas of a topic; once all have, the topic can be removed from the store. */
export function replicaDeleted(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  broker: BrokerId,
  response: Extract<ControlMessage, { kind: "StopReplicaResponse" }>,
): void {
  const controller = draft.controllers[me]
  const waitsFor = controller?.deletions[response.topic]
  if (!controller || !waitsFor || controller.epoch !== response.controllerEpoch) return
  if (controller.topics[response.topic]?.topicId !== response.topicId) return
  if (kafka.rules.statelessReplicas === "stuck" && hostsStateless(controller, response.topic, broker)) return
  controller.deletions[response.topic] = waitsFor.filter((other) => other !== broker)
  if (controller.deletions[response.topic]?.length === 0) enqueue(kafka, draft, me, "completeDeletion")
}

/** Whether a broker hosts a replica of a partition without a state, which could not go offline and so not be deleted (KAFKA-6650). */
const hostsStateless = (controller: Draft<Controller>, topic: TopicName, broker: BrokerId): boolean =>
  controller.topics[topic]?.assignment.some(
    (replicas, index) => replicas.includes(broker) && controller.states[partitionName(topic, index)] === undefined,
  ) ?? false
