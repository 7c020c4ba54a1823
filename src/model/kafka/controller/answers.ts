import type { Draft } from "immer"
import type { Result } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { paths, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName, TopicName } from "../state.ts"
import { alterAnswered, compareAnswered } from "./alter-partition.ts"
import { beginShutdown, endShutdown } from "./controlled-shutdown.ts"
import { resumeDeletions } from "./deletion.ts"
import { setTask, startNext } from "./events.ts"
import { childrenOf, type Found, foundIn, readStates, registered, storedTopics } from "./readings.ts"
import { activePartitions, dropRequests, liveBrokers, sendLeaderAndIsr, sendUpdateMetadata } from "./requests.ts"
import type { AlterRequest, ControllerEvent, Leaving, Transition } from "./state.ts"
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
  } else deletionAnswered(kafka, draft, me, task.topic)
  return true
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
    controller.topics = storedTopics(kafka, found)
    readStates(controller, kafka.partitions, found)
    for (const topic of childrenOf(found, paths.deletions)) controller.deletions[topic] = null
    sendUpdateMetadata(draft, me, liveBrokers(controller), [])
    announce(draft, me, activePartitions(controller))
    resumeDeletions(kafka, draft, me, "ifAllLive")
  } else if (event === "brokers") {
    brokersChanged(kafka, draft, me, registered(kafka, found))
  } else if (event === "topics") {
    controller.topics = storedTopics(kafka, found)
  } else if (event === "deletions") {
    for (const topic of childrenOf(found, paths.deletions)) controller.deletions[topic] ??= null
    resumeDeletions(kafka, draft, me)
  } else if (event === "isrChanges") {
    readStates(controller, partitions, found)
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
  else if (Object.keys(controller.starting).length > 0) bringOnline(kafka, draft, me)
  else if (controller.leaving !== null) {
    endShutdown(draft, me)
    settle(kafka, draft, me)
  } else {
    controller.task = null
    startNext(kafka, draft, me)
  }
}

/** Brokers that left, came, or did both between two readings (their registration has another czxid; KIP-380). */
function brokersChanged(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  now: Readonly<Record<BrokerId, number>>,
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const before = liveBrokers(controller)
  const bounced = before.filter((broker) => (now[broker] ?? 0) > (controller.live[broker] ?? 0))
  const detected = kafka.rules.bounceDetection === "on" ? bounced : []
  const gone = before.filter((broker) => now[broker] === undefined || detected.includes(broker))
  for (const broker of gone) {
    dropRequests(draft, me, broker)
    delete controller.live[broker]
    controller.shuttingDown = controller.shuttingDown.filter((other) => other !== broker)
  }
  for (const broker of Object.keys(now).map(Number)) {
    const epoch = now[broker] as number
    if (controller.live[broker] === undefined) controller.starting[broker] = epoch
    else controller.live[broker] = epoch
  }
  if (gone.length > 0) sendUpdateMetadata(draft, me, liveBrokers(controller), [])
}

/**
 * Brings brokers online: the others hear that they live, they hear of the whole cluster and then of every partition
 * they host in one request, and what waited for them goes on (KafkaController.onBrokerStartup).
 */
function bringOnline(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const before = liveBrokers(controller)
  const starting = Object.keys(controller.starting).map(Number)
  Object.assign(controller.live, controller.starting)
  controller.starting = {}
  sendUpdateMetadata(draft, me, before, [])
  if (kafka.rules.startupMetadata === "full") sendUpdateMetadata(draft, me, starting, activePartitions(controller))
  sendLeaderAndIsr(draft, me, starting, activePartitions(controller))
  resumeDeletions(kafka, draft, me)
  settle(kafka, draft, me)
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
  const leaving = controller.leaving?.broker
  const isLeft = ({ partition, next }: Draft<Transition>) =>
    leaving !== undefined && controller.states[partition]?.leader !== leaving && !next.isr.includes(leaving)
  const left = transitions.filter(isLeft).map(({ partition }) => partition)
  const contested: PartitionName[] = []
  transitions.forEach(({ partition, next, expected }, index) => {
    const result = results[index]
    if (result?.ok) {
      controller.states[partition] = { ...next, version: expected === null ? 0 : expected + 1 }
      stored.push(partition)
    } else contested.push(partition)
  })
  announce(draft, me, stored, (broker, partition) => broker === leaving && left.includes(partition))
  if (contested.length > 0) setTask(kafka, draft, me, { kind: "reading", event: "states", partitions: contested })
  else settle(kafka, draft, me)
}

/**
 * Tells the replicas of their new state, and everybody of the new leaders. A follower that has left the ISR because its broker
 * is about to stop is not told (ReplicaStateMachine.doHandleStateChanges).
 */
function announce(
  draft: Draft<KafkaState>,
  me: BrokerId,
  partitions: readonly PartitionName[],
  isWithheld: (broker: BrokerId, partition: PartitionName) => boolean = () => false,
): void {
  const controller = draft.controllers[me]
  if (!controller || partitions.length === 0) return
  for (const broker of liveBrokers(controller)) {
    const told = partitions.filter((partition) => !isWithheld(broker, partition))
    sendLeaderAndIsr(draft, me, [broker], told)
  }
  sendUpdateMetadata(draft, me, liveBrokers(controller), partitions)
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
