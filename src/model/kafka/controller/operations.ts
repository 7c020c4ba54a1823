import type { Operation, Write } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { indexOf, partitionName, paths, topicOf } from "../names.ts"
import type { PartitionName } from "../state.ts"
import { withAssignment } from "./assignments.ts"
import type { AlterRequest, Controller, ControllerEvent, ControllerTask, Transition } from "./state.ts"

/** What a task asks the store for. */
export function operationsOf(kafka: Kafka, controller: Controller, task: ControllerTask): readonly Operation[] {
  if (task.kind === "reading") return reads(kafka, task.event, task.partitions)
  if (task.kind === "writing")
    return task.transitions.map((transition) => fenced(kafka, controller, stateWrites(transition)))
  if (task.kind === "restoring")
    return task.topics.map((topic) => fenced(kafka, controller, restores(controller, topic)))
  if (task.kind === "reassigning") return [fenced(kafka, controller, stateWrites(task.transition))]
  if (task.kind === "assigning") return [fenced(kafka, controller, topicWrites(controller, task))]
  if (task.kind === "altering") return [fenced(kafka, controller, [isrWrite(controller, task.asked)])]
  if (task.kind === "comparing") return [{ op: "getData", path: paths.state(task.asked.partition) }]
  return [fenced(kafka, controller, deletes(controller, task.topic))]
}

/** A controller's write: all or nothing, and only while no other controller has been elected since (KAFKA-6082). */
function fenced(kafka: Kafka, controller: Controller, writes: readonly Write[]): Operation {
  const fence: Write = { op: "check", path: paths.controllerEpoch, version: controller.epochVersion }
  return { op: "multi", operations: kafka.rules.controllerWriteFencing === "on" ? [fence, ...writes] : writes }
}

function stateWrites({ partition, next, expected }: Transition): Write[] {
  const data = { ...next, isr: [...next.isr] }
  if (expected !== null) return [{ op: "setData", path: paths.state(partition), data, version: expected }]
  return [
    { op: "create", path: paths.partition(partition), data: null },
    { op: "create", path: paths.state(partition), data },
  ]
}

/** Writes the assignment of a topic as the controller knows it, whatever is there. */
function restores(controller: Controller, topic: string): Write[] {
  const known = controller.topics[topic]
  if (known === undefined) return []
  const { version: _, ...node } = known
  return [{ op: "setData", path: paths.topic(topic), data: node, version: -1 }]
}

/**
 * Stores another assignment of a partition with what the controller knows of the others, whatever the node's version
 * (KafkaController.updateReplicaAssignmentForPartition).
 */
function topicWrites(
  controller: Controller,
  { partition, assignment }: Extract<ControllerTask, { kind: "assigning" }>,
): Write[] {
  const topic = controller.topics[topicOf(partition)]
  if (!topic) return []
  const data = withAssignment(topic, indexOf(partition), assignment)
  return [{ op: "setData", path: paths.topic(topicOf(partition)), data, version: -1 }]
}

/** Another ISR, against the version of the state that the leader knows. */
function isrWrite({ epoch }: Controller, { broker, partition, change }: AlterRequest): Write {
  const { leaderEpoch, partitionEpoch, isr } = change
  const data = { leader: broker, leaderEpoch, isr: [...isr], controllerEpoch: epoch }
  return { op: "setData", path: paths.state(partition), data, version: partitionEpoch }
}

/** Removes a topic with all that is below it, its configuration, and the request to delete it. */
function deletes(controller: Controller, topic: string): Write[] {
  const assignment = controller.topics[topic]?.assignment ?? []
  const partitions = assignment
    .map((_, index) => partitionName(topic, index))
    .filter((partition) => controller.states[partition])
  const nodes = [
    ...partitions.flatMap((partition) => [paths.state(partition), paths.partition(partition)]),
    ...(controller.topics[topic] ? [paths.partitions(topic), paths.topic(topic), paths.topicConfig(topic)] : []),
    paths.deletion(topic),
  ]
  return nodes.map((path) => ({ op: "delete", path, version: -1 }))
}

/** What an event makes the controller read; a watch is set with each reading, so that no later change is missed. */
function reads(kafka: Kafka, event: ControllerEvent, partitions: readonly PartitionName[]): Operation[] {
  const brokers: Operation[] = [
    { op: "getChildren", path: paths.brokerIds, watch: true },
    ...kafka.brokers.map((broker): Operation => ({ op: "getData", path: paths.brokerId(broker) })),
  ]
  const topics: Operation[] = [
    { op: "getChildren", path: paths.topics, watch: true },
    ...kafka.topics.map((topic): Operation => ({ op: "getData", path: paths.topic(topic), watch: true })),
  ]
  const states = partitions.map((partition): Operation => ({ op: "getData", path: paths.state(partition) }))
  const isrChanges: Operation[] = [{ op: "getChildren", path: paths.isrChanges, watch: true }]
  const deletions: Operation[] = [{ op: "getChildren", path: paths.deletions, watch: true }]
  switch (event) {
    case "brokers":
      return brokers
    case "topics":
      return topics
    case "deletions":
      return deletions
    case "states":
      return states
    case "isrChanges":
      return [...isrChanges, ...states]
    default:
      return [...brokers, ...topics, ...isrChanges, ...states, ...deletions]
  }
}
