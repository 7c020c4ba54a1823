import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import { topicOf } from "../names.ts"
import { reassignElection } from "../rules/election.ts"
import { isBeingReassigned, reassignTo, targetReplicas } from "../rules/reassignment.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { assignmentOf, enter } from "./assignments.ts"
import { setTask } from "./events.ts"
import { sendStopReplica } from "./requests.ts"
import type { ControllerTask, ReassignmentStep, StoredPartition, Transition } from "./state.ts"
import { raised } from "./transitions.ts"

/**
 * Goes on with reassignments as far as it can be done without the store, and says whether the store has been asked for
 * something. To be called whenever the controller has learnt of another ISR: the target of one may be in sync now.
 */
export function reassign(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): boolean {
  const partitions = Object.keys(draft.controllers[me]?.reassignments ?? {}).sort()
  return partitions.some((partition) => takeStep(kafka, draft, me, partition))
}

function takeStep(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, partition: PartitionName): boolean {
  const controller = draft.controllers[me]
  const step = controller?.reassignments[partition]
  const stored = controller?.states[partition]
  if (!controller || !step || !stored || stored.controllerEpoch > controller.epoch) return false
  const assignment = assignmentOf(controller, partition)
  const target = targetReplicas(assignment)
  switch (step.kind) {
    case "asked": {
      const next = reassignTo(assignment, step.target)
      const dropped = assignment.replicas.filter((broker) => !next.replicas.includes(broker))
      const to: ReassignmentStep = dropped.length > 0 ? { kind: "dropping", replicas: dropped } : { kind: "deciding" }
      return ask(kafka, draft, me, { kind: "assigning", partition, assignment: next, to })
    }
    case "waiting":
      return isInSync(target, stored) && decide(kafka, draft, me, partition)
    case "deciding":
      return decide(kafka, draft, me, partition)
    case "dropping":
    case "removing": {
      const after = withoutReplicas(stored, step.replicas)
      if (after !== null) return write(kafka, draft, me, partition, after, step)
      stopReplicas(draft, me, partition, step.replicas)
      controller.reassignments[partition] = { kind: step.kind === "dropping" ? "deciding" : "storing" }
      return takeStep(kafka, draft, me, partition)
    }
    case "storing":
      return ask(kafka, draft, me, {
        kind: "assigning",
        partition,
        assignment: { replicas: target, adding: [], removing: [] },
        to: null,
      })
  }
}

const isInSync = (target: readonly BrokerId[], { isr }: StoredPartition): boolean =>
  target.every((broker) => isr.includes(broker))

/**
 * With the target in sync one of it leads, in a new epoch, and those that go are none of the replicas any more (phase B);
 * until then the epoch is raised, so that all replicas, the new ones too, hear of each other (phase A).
 */
function decide(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, partition: PartitionName): boolean {
  const controller = draft.controllers[me]
  const stored = controller?.states[partition]
  if (!controller || !stored) return false
  const assignment = assignmentOf(controller, partition)
  const target = targetReplicas(assignment)
  if (isBeingReassigned(assignment) && !isInSync(target, stored))
    return write(kafka, draft, me, partition, stored, { kind: "waiting" })
  const isLive = (broker: BrokerId) => controller.live[broker] !== undefined
  const stays = stored.leader !== null && target.includes(stored.leader) && isLive(stored.leader)
  const elected = stays ? stored : reassignElection(target, stored.isr, isLive)
  const to: ReassignmentStep = { kind: "removing", replicas: assignment.removing }
  if (elected !== null) return write(kafka, draft, me, partition, elected, to)
  enter(controller, partition, to)
  return takeStep(kafka, draft, me, partition)
}

/** The state once some replicas have left the ISR, whose last member never does; null where there is nothing to change. */
function withoutReplicas(
  stored: StoredPartition,
  replicas: readonly BrokerId[],
): Pick<StoredPartition, "leader" | "isr"> | null {
  const staying = stored.isr.filter((broker) => !replicas.includes(broker))
  const isr = staying.length > 0 ? staying : stored.isr.slice(-1)
  const leader = stored.leader !== null && replicas.includes(stored.leader) ? null : stored.leader
  return leader === stored.leader && isr.length === stored.isr.length ? null : { leader, isr }
}

/** Replicas are stopped and then deleted. Where the last of the ISR goes, so do records: beyond what is promised. */
function stopReplicas(
  draft: Draft<KafkaState>,
  me: BrokerId,
  partition: PartitionName,
  replicas: readonly BrokerId[],
): void {
  const controller = draft.controllers[me]
  const topicId = controller?.topics[topicOf(partition)]?.topicId
  if (!controller || topicId === undefined) return
  const key = `${topicId}/${partition}`
  const isLast = controller.states[partition]?.isr.every((broker) => replicas.includes(broker))
  if (isLast) draft.history.atRisk[key] = 0
  sendStopReplica(draft, me, replicas, [partition], false)
  sendStopReplica(draft, me, replicas, [partition], true)
}

function ask(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, task: ControllerTask): true {
  setTask(kafka, draft, me, task)
  return true
}

function write(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  partition: PartitionName,
  after: Pick<StoredPartition, "leader" | "isr">,
  to: ReassignmentStep,
): boolean {
  const controller = draft.controllers[me]
  const stored = controller?.states[partition]
  if (!controller || !stored) return false
  const transition: Transition = { partition, next: raised(kafka, controller, stored, after), expected: stored.version }
  return ask(kafka, draft, me, { kind: "reassigning", transition, to })
}
