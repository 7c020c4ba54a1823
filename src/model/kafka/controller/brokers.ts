import type { Draft } from "immer"
import type { Kafka } from "../config.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { tellWhoLeft, tellWhoLives } from "./announcements.ts"
import { resumeDeletions } from "./deletion.ts"
import { resumeReassignments } from "./reassignment-start.ts"
import { activePartitions, dropRequests, liveBrokers, sendLeaderAndIsr, startedPartitions } from "./requests.ts"

/** Brokers that left, came, or did both between two readings (their registration has another czxid; KIP-380). */
export function brokersChanged(
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
  if (gone.length > 0) tellWhoLeft(kafka, draft, me)
}

/**
 * Brings brokers online: the others hear that they live, they hear of the whole cluster and then of every partition
 * they host in one request, and what waited for them goes on (KafkaController.onBrokerStartup).
 */
export function bringOnline(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const before = liveBrokers(controller)
  const starting = Object.keys(controller.starting).map(Number)
  Object.assign(controller.live, controller.starting)
  controller.leftAlone &&= controller.leftAlone.filter((broker) => !starting.includes(broker))
  controller.starting = {}
  if (kafka.rules.brokerNews !== "withStates") tellWhoLives(kafka, draft, me, before)
  if (kafka.rules.startupMetadata === "full") tellWhoLives(kafka, draft, me, starting, activePartitions(controller))
  sendLeaderAndIsr(draft, me, starting, startedPartitions(controller))
  resumeReassignments(controller, starting)
  resumeDeletions(kafka, draft, me)
}
