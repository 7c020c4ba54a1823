import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import type { Result } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import type { ControllerMessage, IsrChange } from "../messages.ts"
import { brokerProcess, topicOf } from "../names.ts"
import { isSame } from "../replica/alter-partition.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { isLive } from "./controlled-shutdown.ts"
import { setTask } from "./events.ts"
import { foundIn, leaveDeadMembers, readStates } from "./readings.ts"
import type { AlterRequest, Controller, StoredPartition } from "./state.ts"

type Verdict = Extract<ControllerMessage, { kind: "AlterPartitionResponse" }>["result"]

/** A leader asks for another ISR: it is answered from what the controller knows, or the store is asked (KafkaController.processAlterPartition). */
export function alterPartition(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, asked: AlterRequest): void {
  const verdict = verdictOf(kafka, draft.controllers[me] ?? null, asked)
  if (verdict !== null) answer(draft, me, asked, verdict)
  else setTask(kafka, draft, me, { kind: "altering", asked })
}

/** What a controller answers without a write; null where it is to write. */
function verdictOf(kafka: Kafka, controller: Controller | null, asked: AlterRequest): Verdict | null {
  const { broker, brokerEpoch, partition, change } = asked
  if (controller === null) return { error: "NOT_CONTROLLER" }
  if (controller.live[broker] !== brokerEpoch) return { error: "STALE_BROKER_EPOCH" }
  const topic = controller.topics[topicOf(partition)]
  if (kafka.rules.topicIds === "on" && topic?.topicId !== change.topicId) return { error: "UNKNOWN_TOPIC_ID" }
  const stored = controller.states[partition]
  if (stored === undefined) return { error: "UNKNOWN_TOPIC_OR_PARTITION" }
  return (
    verdictOnEpochs(kafka, stored, broker, change) ??
    (isEligible(kafka, controller, change) ? null : { error: "INELIGIBLE_REPLICA" })
  )
}

/** What the epochs in a request tell: whose knowledge is older, the leader's or the controller's, and whether the change is stored already. */
function verdictOnEpochs(kafka: Kafka, stored: StoredPartition, leader: BrokerId, change: IsrChange): Verdict | null {
  const { alterPartitionAhead, alterPartitionBehind } = kafka.rules
  const { leaderEpoch, partitionEpoch } = change
  const isAhead = partitionEpoch > stored.version || leaderEpoch > stored.leaderEpoch
  if (isAhead && alterPartitionAhead === "notController") return { error: "NOT_CONTROLLER" }
  if (leaderEpoch < stored.leaderEpoch) return { error: "FENCED_LEADER_EPOCH" }
  if (isAhead && leaderEpoch > stored.leaderEpoch)
    return alterPartitionAhead === "written" ? null : { error: "FENCED_LEADER_EPOCH" }
  const isBehind = partitionEpoch < stored.version
  if (isBehind && alterPartitionBehind === "refused") return { error: "INVALID_UPDATE_VERSION" }
  const isCompared = !isAhead || alterPartitionAhead === "written"
  if (isCompared && isStored(stored, leader, change)) return success(stored)
  if (alterPartitionAhead === "written") return null
  return partitionEpoch === stored.version ? null : { error: "INVALID_UPDATE_VERSION" }
}

/** Whether a state has the very ISR that a leader asks for, whichever version that one knows (LeaderAndIsr.equalsAllowStalePartitionEpoch). */
const isStored = (stored: StoredPartition, leader: BrokerId, { leaderEpoch, isr }: IsrChange): boolean =>
  stored.leader === leader && stored.leaderEpoch === leaderEpoch && isSame(stored.isr, isr)

const success = ({ leaderEpoch, version, isr }: StoredPartition): Verdict => ({
  leaderEpoch,
  partitionEpoch: version,
  isr: [...isr],
})

/** Whether all that are to be in the ISR may be: they live, are not about to stop, and are in the life that the leader means, if it tells (KIP-841, KIP-903). */
function isEligible(kafka: Kafka, controller: Controller, { isr, brokerEpochs = {} }: IsrChange): boolean {
  if (isr.some((member) => brokerEpochs[member] !== undefined && brokerEpochs[member] !== controller.live[member]))
    return false
  return kafka.rules.ineligibleReplicas === "accepted" || isr.every((member) => isLive(controller, member))
}

/**
 * The store has answered the write of an ISR. Where the state has another version than the leader and the controller knew, it is
 * read: it may have been this very write, and the answer lost with the connection.
 */
export function alterAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  asked: AlterRequest,
  [result]: readonly Result[],
): "done" | "goesOn" {
  const controller = draft.controllers[me]
  if (!controller) return "done"
  const { broker, partition, change } = asked
  if (result?.ok) {
    const { leaderEpoch, partitionEpoch, isr } = change
    const { epoch: controllerEpoch } = controller
    const stored = { leader: broker, leaderEpoch, isr: [...isr], controllerEpoch, version: partitionEpoch + 1 }
    controller.states[partition] = stored
    leaveDeadMembers(controller, [partition])
    answer(draft, me, asked, success(stored))
  } else if (kafka.rules.alterPartitionConflict === "refused") {
    answer(draft, me, asked, { error: "INVALID_UPDATE_VERSION" })
  } else {
    setTask(kafka, draft, me, { kind: "comparing", asked })
    return "goesOn"
  }
  return "done"
}

/** The state that a write did not fit has been read: if it is what was to be written, that write had been done; if not, the request is looked at again. */
export function compareAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  asked: AlterRequest,
  results: readonly Result[],
): "done" | "goesOn" {
  const controller = draft.controllers[me]
  if (!controller) return "done"
  controller.task = null
  readStates(controller, [asked.partition], foundIn(results))
  const stored = controller.states[asked.partition]
  if (stored && isStored(stored, asked.broker, asked.change)) answer(draft, me, asked, success(stored))
  else alterPartition(kafka, draft, me, asked)
  return controller.task === null ? "done" : "goesOn"
}

/** Answers a leader. */
function answer(draft: Draft<KafkaState>, me: BrokerId, asked: AlterRequest, result: Verdict): void {
  const { broker, brokerEpoch, partition } = asked
  const response: ControllerMessage = { kind: "AlterPartitionResponse", brokerEpoch, partition, result }
  send(draft.controllerRequestChannels, brokerProcess(me), brokerProcess(broker), response as Draft<ControllerMessage>)
}
