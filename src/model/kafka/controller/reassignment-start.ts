import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import { isBeingReassigned, targetReplicas } from "../rules/reassignment.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { assignmentOf } from "./assignments.ts"
import { reassign } from "./reassignment.ts"
import { missed } from "./requests.ts"
import type { Controller, ReassignmentStep } from "./state.ts"

/** Sets out to give a partition other replicas, in place of a reassignment that goes on (processApiPartitionReassignment). */
export function startReassignment(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  partition: PartitionName,
  target: readonly BrokerId[],
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  controller.reassignments[partition] = { kind: "asked", target: [...target] }
  reassign(kafka, draft, me)
}

/** Where the reassignments are going that a controller knows of. */
export const targetsOf = (controller: Controller): Record<PartitionName, BrokerId[]> =>
  Object.fromEntries(
    Object.entries(controller.reassignments).map(([partition, step]) => [
      partition,
      step.kind === "asked" ? [...step.target] : targetReplicas(assignmentOf(controller, partition)),
    ]),
  )

/**
 * The reassignments that a controller goes on with when it is elected: those that it finds in the store
 * (initializePartitionReassignments), and any that it remembers of an earlier reign, as it should not (KAFKA-5310).
 */
export function reassignmentsToResume(
  kafka: Kafka,
  controller: Pick<Controller, "topics">,
  remembered: Readonly<Record<PartitionName, readonly BrokerId[]>> = {},
): Record<PartitionName, Draft<ReassignmentStep>> {
  const resumed = kafka.partitions.flatMap((partition): [PartitionName, Draft<ReassignmentStep>][] => {
    const assignment = assignmentOf(controller, partition)
    const target = remembered[partition] ?? targetReplicas(assignment)
    const isKnown = target.join() === targetReplicas(assignment).join()
    if (!isKnown && assignment.replicas.length > 0) return [[partition, { kind: "asked", target: [...target] }]]
    return isBeingReassigned(assignment) ? [[partition, { kind: "deciding" }]] : []
  })
  return Object.fromEntries(resumed)
}

/** A broker that comes up may be one that a reassignment waits for: it is begun again (maybeResumeReassignments). */
export function resumeReassignments(controller: Draft<Controller>, started: readonly BrokerId[]): void {
  for (const partition of Object.keys(controller.reassignments)) {
    const target = targetReplicas(assignmentOf(controller, partition))
    if (target.some((broker) => started.includes(broker))) controller.reassignments[partition] = { kind: "deciding" }
  }
}

/**
 * Keeps, for the properties, whom a controller that ends its reign was about to stop: the store has forgotten that they were to
 * be replicas, so that no other controller knows of them.
 */
export function forgetDropping(draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const { task, reassignments } = controller
  const asked = task?.kind === "assigning" && task.to !== null ? [[task.partition, task.to] as const] : []
  for (const [partition, step] of [...Object.entries(reassignments), ...asked])
    if (step.kind === "dropping") for (const broker of step.replicas) missed(draft, broker, [partition])
}
