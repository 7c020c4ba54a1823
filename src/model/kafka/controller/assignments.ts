import type { Draft } from "immer"
import { indexOf, topicOf } from "../names.ts"
import { isBeingReassigned, type PartitionAssignment, targetReplicas } from "../rules/reassignment.ts"
import type { PartitionName } from "../state.ts"
import type { Controller, KnownTopic, ReassignmentStep, StoredTopic } from "./state.ts"

/** The assignment of one partition of a topic. */
export function assignmentIn(topic: StoredTopic, index: number): PartitionAssignment {
  const { adding = [], removing = [] } = topic.reassignments?.[index] ?? {}
  return { replicas: topic.assignment[index] ?? [], adding, removing }
}

/** The assignment of a partition as the controller knows it; without replicas where there is no such partition. */
export function assignmentOf(controller: Pick<Controller, "topics">, partition: PartitionName): PartitionAssignment {
  const topic = controller.topics[topicOf(partition)]
  return topic ? assignmentIn(topic, indexOf(partition)) : { replicas: [], adding: [], removing: [] }
}

/** A topic's node with another assignment of one partition. Reassignments that go on are listed, others are not. */
export function withAssignment(topic: StoredTopic, index: number, next: PartitionAssignment): StoredTopic {
  const { topicId, assignment, reassignments = {} } = topic
  const { replicas, adding, removing } = next
  const others = Object.entries(reassignments).filter(([other]) => Number(other) !== index)
  const going = isBeingReassigned(next) ? [...others, [String(index), { adding, removing }] as const] : others
  return {
    topicId,
    assignment: assignment.map((before, other) => (other === index ? replicas : before)),
    ...(going.length > 0 ? { reassignments: Object.fromEntries(going) } : {}),
  }
}

/** Remembers another assignment of a partition. */
export function assign(controller: Draft<Controller>, partition: PartitionName, assignment: PartitionAssignment): void {
  const topic = controller.topics[topicOf(partition)]
  if (!topic) return
  const { version } = topic
  controller.topics[topicOf(partition)] = {
    ...withAssignment(topic, indexOf(partition), assignment),
    version,
  } as Draft<KnownTopic>
}

/** Takes a reassignment to its next step, or to its end. Those that are to be removed count as replicas no longer (B2). */
export function enter(controller: Draft<Controller>, partition: PartitionName, to: ReassignmentStep | null): void {
  if (to === null) delete controller.reassignments[partition]
  else controller.reassignments[partition] = to as Draft<ReassignmentStep>
  if (to?.kind !== "removing") return
  assign(controller, partition, {
    replicas: targetReplicas(assignmentOf(controller, partition)),
    adding: [],
    removing: [],
  })
}
