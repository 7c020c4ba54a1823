import type { Draft } from "immer"
import type { Result } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { topicOf } from "../names.ts"
import { targetReplicas } from "../rules/reassignment.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { announce } from "./announcements.ts"
import { assign, enter } from "./assignments.ts"
import { resumeDeletions } from "./deletion.ts"
import { liveBrokers, sendLeaderAndIsr, sendUpdateMetadata } from "./requests.ts"
import type { ControllerTask, Transition } from "./state.ts"

/** An assignment is stored: the controller takes it over, and with the last one of a reassignment a deletion can begin (B6 to B8). */
export function assignmentStored(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  { partition, assignment, to }: Extract<ControllerTask, { kind: "assigning" }>,
  [result]: readonly Result[],
): void {
  const controller = draft.controllers[me]
  const topic = controller?.topics[topicOf(partition)]
  if (!controller || !topic) return
  if (!result?.ok) {
    enter(controller, partition, null)
    return
  }
  const written = result.results?.at(-1)
  if (written?.ok && written.version !== undefined) topic.version = written.version
  assign(controller, partition, assignment)
  enter(controller, partition, to)
  if (to !== null) {
    accepted(draft, partition, topic.topicId, targetReplicas(assignment))
    return
  }
  sendUpdateMetadata(draft, me, liveBrokers(controller), [partition])
  if (controller.deletions[topicOf(partition)] !== undefined) resumeDeletions(kafka, draft, me)
}

/** Keeps, for the properties, where the replicas of a partition are to be: there, or where it was asked for after that. */
function accepted(
  draft: Draft<KafkaState>,
  partition: PartitionName,
  topicId: number,
  target: readonly BrokerId[],
): void {
  const known = draft.history.reassigned[partition]
  if (known?.topicId !== topicId) return
  const index = known.asked.findIndex((asked) => asked.join() === target.join())
  known.asked = known.asked.slice(Math.max(0, index))
}

/** A state that belongs to a reassignment is stored; says whether it is, or another version was found. */
export function transitionStored(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  { transition, to }: Extract<ControllerTask, { kind: "reassigning" }>,
  [result]: readonly Result[],
): boolean {
  const controller = draft.controllers[me]
  if (!controller || !result?.ok) return false
  const { partition, next, expected } = transition
  const before = controller.states[partition]
  controller.states[partition] = { ...next, isr: [...next.isr], version: (expected ?? -1) + 1 }
  enter(controller, partition, to)
  if (kafka.rules.reassignmentEpoch === "forgotten" && before !== undefined && isRaise(before, next)) {
    sendLeaderAndIsr(draft, me, liveBrokers(controller), [partition])
    controller.states[partition] = before
    sendUpdateMetadata(draft, me, liveBrokers(controller), [partition])
  } else announce(draft, me, [partition])
  return true
}

/** Whether nothing changes but the leader epoch. */
const isRaise = (before: Pick<Transition["next"], "leader" | "isr">, next: Transition["next"]): boolean =>
  before.leader === next.leader && before.isr.length === next.isr.length
