import type { Draft } from "immer"
import type { Result } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { paths, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName, TopicName } from "../state.ts"
import { alterAnswered, compareAnswered } from "./alter-partition.ts"
import { announce, announceReign } from "./announcements.ts"
import { bringOnline, brokersChanged } from "./brokers.ts"
import { beginShutdown, endShutdown } from "./controlled-shutdown.ts"
import { resumeDeletions } from "./deletion.ts"
import { setTask, startNext } from "./events.ts"
import {
  childrenOf,
  type Found,
  foundIn,
  leaveDeadMembers,
  readStates,
  registered,
  storedTopics,
  takeTopics,
} from "./readings.ts"
import { reassign } from "./reassignment.ts"
import { assignmentStored, transitionStored } from "./reassignment-answers.ts"
import { reassignmentsToResume } from "./reassignment-start.ts"
import type { AlterRequest, ControllerEvent, ControllerTask, Leaving, Transition } from "./state.ts"
import { neededTransitions } from "./transitions.ts"

/** The store has answered the task at hand. Returns false where it says that another controller has been elected. */
export function taskAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  results: readonly Result[],
): boolean {
  const task = draft.controllers[me]?.task
  if (!task || results.some((result) => !result.ok && result.error === "SessionExpired")) return true
  if (task.kind === "reading") {
    readAnswered(kafka, draft, me, task.event, [...task.partitions], foundIn(results))
    return true
  }
  if (task.kind === "comparing") {
    if (compareAnswered(kafka, draft, me, task.asked as AlterRequest, results) === "done") settle(kafka, draft, me)
    return true
  }
  if (kafka.rules.controllerWriteFencing === "on" && results.some(wasFenced)) return false
  if (task.kind === "writing") writesAnswered(kafka, draft, me, [...task.transitions], results)
  else if (task.kind === "altering") {
    if (alterAnswered(kafka, draft, me, task.asked as AlterRequest, results) === "done") settle(kafka, draft, me)
  } else if (task.kind === "restoring") settle(kafka, draft, me)
  else if (task.kind === "deleting") deletionAnswered(kafka, draft, me, task.topic)
  else reassignmentAnswered(kafka, draft, me, task, results)
  return true
}

/** A reassignment goes on from what is stored now, or looks again where somebody else has written. */
function reassignmentAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  task: Extract<ControllerTask, { kind: "assigning" | "reassigning" }>,
  results: readonly Result[],
): void {
  if (task.kind === "assigning") assignmentStored(kafka, draft, me, task, results)
  else if (!transitionStored(kafka, draft, me, task, results)) {
    setTask(kafka, draft, me, { kind: "reading", event: "states", partitions: [task.transition.partition] })
    return
  }
  settle(kafka, draft, me)
}

/** The check of the controller epoch comes first in each write. */
const wasFenced = (result: Result): boolean => !result.ok && result.index === 0 && result.error === "BadVersion"

function readAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  event: ControllerEvent,
  partitions: readonly PartitionName[],
  found: Found,
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  if (event === "failover") {
    controller.live = registered(kafka, found)
    if (kafka.rules.failoverReplicas === "kept")
      controller.leftAlone = kafka.brokers.filter((broker) => controller.live[broker] === undefined)
    controller.topics = storedTopics(kafka, found)
    readStates(controller, kafka.partitions, found)
    for (const topic of childrenOf(found, paths.deletions)) controller.deletions[topic] = null
    controller.reassignments = reassignmentsToResume(kafka, controller, draft.brokers[me]?.remembered)
    announceReign(kafka, draft, me)
    if (kafka.rules.pendingDeletions === "takenUp") resumeDeletions(kafka, draft, me, "ifAllLive")
  } else if (event === "brokers") {
    brokersChanged(kafka, draft, me, registered(kafka, found))
  } else if (event === "topics") {
    const expanded = takeTopics(controller, storedTopics(kafka, found))
    if (expanded.length > 0 && kafka.rules.expansionInDeletion === "undone") {
      setTask(kafka, draft, me, { kind: "restoring", topics: expanded })
      return
    }
  } else if (event === "deletions") {
    for (const topic of childrenOf(found, paths.deletions)) controller.deletions[topic] ??= null
    resumeDeletions(kafka, draft, me)
  } else if (event === "isrChanges") {
    readStates(controller, partitions, found)
    leaveDeadMembers(controller, partitions)
  } else {
    readStates(controller, partitions, found)
    const settled = partitions.filter(
      (partition) => !neededTransitions(kafka, controller).some((needed) => needed.partition === partition),
    )
    announce(draft, me, settled)
  }
  settle(kafka, draft, me)
}

/** A broker asks to be let go. */
export function startShutdown(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, asked: Leaving): void {
  if (beginShutdown(draft, me, asked)) settle(kafka, draft, me)
}

/** Asks the store for whatever the partitions need now, or goes on to what comes next. */
function settle(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const transitions = neededTransitions(kafka, controller)
  if (transitions.length > 0) setTask(kafka, draft, me, { kind: "writing", transitions })
  else if (Object.keys(controller.starting).length > 0) {
    bringOnline(kafka, draft, me)
    settle(kafka, draft, me)
  } else if (controller.leaving !== null) {
    endShutdown(draft, me)
    settle(kafka, draft, me)
  } else if (!reassign(kafka, draft, me)) {
    controller.task = null
    startNext(kafka, draft, me)
  }
}

function writesAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  transitions: readonly Draft<Transition>[],
  results: readonly Result[],
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const stored: PartitionName[] = []
  const sameLeader: PartitionName[] = []
  const leaving = controller.leaving?.broker
  const isLeft = ({ partition, next }: Draft<Transition>) =>
    leaving !== undefined && controller.states[partition]?.leader !== leaving && !next.isr.includes(leaving)
  const left = transitions.filter(isLeft).map(({ partition }) => partition)
  const contested: PartitionName[] = []
  transitions.forEach(({ partition, next, expected }, index) => {
    const result = results[index]
    if (result?.ok) {
      if (controller.states[partition]?.leader === next.leader) sameLeader.push(partition)
      controller.states[partition] = { ...next, version: expected === null ? 0 : expected + 1 }
      stored.push(partition)
    } else contested.push(partition)
  })
  const onlyLeaders = kafka.rules.shrunkIsr === "toLeader" ? sameLeader : []
  announce(
    draft,
    me,
    stored,
    (broker, partition) =>
      !(broker === leaving && left.includes(partition)) &&
      (!onlyLeaders.includes(partition) || controller.states[partition]?.leader === broker),
  )
  if (contested.length > 0) setTask(kafka, draft, me, { kind: "reading", event: "states", partitions: contested })
  else settle(kafka, draft, me)
}

/** The topic is gone from the store, now or by an earlier try whose answer was lost. */
function deletionAnswered(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, topic: TopicName): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const topicId = controller.topics[topic]?.topicId
  if (topicId !== undefined) draft.history.deletedTopicIds.push(topicId)
  for (const partition of Object.keys(controller.states))
    if (topicOf(partition) === topic) delete controller.states[partition]
  delete controller.topics[topic]
  delete controller.deletions[topic]
  settle(kafka, draft, me)
}
