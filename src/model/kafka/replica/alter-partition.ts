import type { Draft } from "immer"
import { connected, send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { AlterPartitionError, ControllerMessage, IsrChange } from "../messages.ts"
import { brokerProcess, replicaName } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { advance } from "./leader.ts"

type Response = Extract<ControllerMessage, { kind: "AlterPartitionResponse" }>

/** Whether a broker has a connection to another, or is that one itself. */
export const reaches = (state: Pick<KafkaState, "links" | "brokers">, from: BrokerId, to: BrokerId): boolean =>
  isServing(state, to) && (from === to || connected(state.links, brokerProcess(from), brokerProcess(to)))

/**
 * The broker that another turns to as the controller: the one it has a connection to, even where it has been told of a later
 * one, or else the one that its metadata names; null where it reaches neither (NodeToControllerRequestThread).
 */
export function controllerFor(
  state: Pick<KafkaState, "links" | "brokers" | "metadata">,
  broker: BrokerId,
): BrokerId | null {
  const active = state.brokers[broker]?.activeController ?? null
  if (active !== null && reaches(state, broker, active)) return active
  const told = state.metadata[broker]?.controller ?? null
  return told !== null && reaches(state, broker, told) ? told : null
}

/** Hands a change to the broker's connection to the controller, which sends it at once unless another is under way (AlterPartitionManager.submit). */
export function submit(draft: Draft<KafkaState>, id: BrokerId, partition: PartitionName, change: IsrChange): void {
  const broker = draft.brokers[id]
  if (!broker) return
  const inFlight = broker.isrUpdates[partition]?.inFlight ?? null
  broker.isrUpdates[partition] = { unsent: change as Draft<IsrChange>, inFlight }
  if (inFlight === null) sendUpdate(draft, id, partition)
}

/** Sends what is to be asked of the controller for a partition, for the first time or again. */
export function sendUpdate(draft: Draft<KafkaState>, id: BrokerId, partition: PartitionName): void {
  const broker = draft.brokers[id]
  const update = broker?.isrUpdates[partition]
  const change = update?.inFlight?.change ?? update?.unsent
  const to = controllerFor(draft, id)
  if (!broker || !update || !change || to === null || broker.brokerEpoch === null) return
  const { brokerEpoch } = broker
  broker.activeController = to
  update.inFlight = { change, to, brokerEpoch }
  const asked: ControllerMessage = { kind: "AlterPartition", brokerEpoch, partition, change: change as IsrChange }
  send(draft.controllerRequestChannels, brokerProcess(id), brokerProcess(to), asked as Draft<ControllerMessage>)
}

/** Forgets what is to be sent for a partition whose leader the controller has named anew, but not that something is under way (KAFKA-12686). */
export function forgetUpdate(kafka: Kafka, draft: Draft<KafkaState>, id: BrokerId, partition: PartitionName): void {
  const update = draft.brokers[id]?.isrUpdates[partition]
  if (update && kafka.rules.pendingIsrOnLeaderAndIsr === "forgotten") update.unsent = null
}

/**
 * The controller has answered. Where it is none, or does not know this life of the broker yet, the request is sent again; any
 * other answer ends it, and counts if the change that it is about is still the one that is pending
 * (AlterPartitionManager.handleAlterPartitionResponse, Partition.submitAlterPartition).
 */
export function alterPartitionAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  id: BrokerId,
  from: BrokerId,
  { partition, brokerEpoch, result }: Response,
): void {
  const broker = draft.brokers[id]
  const update = broker?.isrUpdates[partition]
  const sent = update?.inFlight
  if (!broker || !sent || sent.to !== from || sent.brokerEpoch !== brokerEpoch) return
  if ("error" in result && isSentAgain(result.error)) {
    update.inFlight = null
    update.unsent ??= sent.change
    if (result.error === "NOT_CONTROLLER") broker.activeController = draft.metadata[id]?.controller ?? null
    return
  }
  const { change } = sent
  delete broker.isrUpdates[partition]
  const replica = draft.replicas[replicaName(id, partition)]
  const leadership = replica?.leadership
  if (!replica || !leadership?.pending || replica.leaderEpoch !== change.leaderEpoch) return
  if (replica.partitionEpoch !== change.partitionEpoch || !isSame(leadership.pending.isr, change.isr)) return
  if ("error" in result) {
    if (result.error === "INELIGIBLE_REPLICA") leadership.pending = null
    return
  }
  if (result.leaderEpoch !== replica.leaderEpoch || result.partitionEpoch < replica.partitionEpoch) return
  leadership.isr = [...result.isr]
  leadership.pending = null
  replica.partitionEpoch = result.partitionEpoch
  if (kafka.rules.highWatermarkOnIsrChange === "tried") advance(kafka, draft, id, partition)
}

const isSentAgain = (error: AlterPartitionError): boolean =>
  error === "NOT_CONTROLLER" || error === "STALE_BROKER_EPOCH"

/** Whether two ISRs are the same list (LeaderAndIsr.equalsAllowStalePartitionEpoch compares lists). */
export const isSame = (a: readonly BrokerId[], b: readonly BrokerId[]): boolean =>
  a.length === b.length && a.every((broker, index) => broker === b[index])
