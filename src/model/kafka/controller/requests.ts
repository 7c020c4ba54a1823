import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import { linkName } from "../../network/state.ts"
import type { ControlMessage, PartitionState } from "../messages.ts"
import { brokerProcess, indexOf, partitionName, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, PartitionMetadata, PartitionName, TopicName } from "../state.ts"
import type { Controller } from "./state.ts"

/** The brokers that a controller believes to live, by id. */
export const liveBrokers = ({ live }: Pick<Controller, "live">): BrokerId[] =>
  Object.keys(live)
    .map(Number)
    .sort((a, b) => a - b)

/** The replicas of a partition, as the controller knows them. */
export const replicasOf = (controller: Pick<Controller, "topics">, partition: PartitionName): readonly BrokerId[] =>
  controller.topics[topicOf(partition)]?.assignment[indexOf(partition)] ?? []

/** Partitions that have a state and are not about to be deleted, in order. */
export const activePartitions = (controller: Controller): PartitionName[] =>
  Object.keys(controller.states)
    .filter((partition) => controller.deletions[topicOf(partition)] === undefined)
    .sort()

type Request = Exclude<ControlMessage, { kind: "StopReplicaResponse" }>
type Unstamped<R> = R extends Request ? Omit<R, "controllerEpoch" | "brokerEpoch"> : never

/** Sends a request, stamped with the controller's epoch and with the life of the broker that is meant, if it is believed to live. */
function toBroker(draft: Draft<KafkaState>, me: BrokerId, broker: BrokerId, request: Unstamped<Request>): void {
  const controller = draft.controllers[me]
  const brokerEpoch = controller?.live[broker]
  if (!controller || brokerEpoch === undefined) return
  const { kind, ...rest } = request
  const stamped = { kind, controllerEpoch: controller.epoch, brokerEpoch, ...rest } as Draft<ControlMessage>
  send(draft.controlChannels, brokerProcess(me), brokerProcess(broker), stamped)
}

/** Tells brokers of the state of partitions that they host. */
export function sendLeaderAndIsr(
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  partitions: readonly PartitionName[],
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  for (const broker of brokers) {
    const hosted = partitions.filter((partition) => replicasOf(controller, partition).includes(broker))
    const told = hosted.flatMap((partition) => partitionState(controller, partition))
    if (told.length > 0) toBroker(draft, me, broker, { kind: "LeaderAndIsr", partitions: told })
  }
}

function partitionState(controller: Draft<Controller>, partition: PartitionName): PartitionState[] {
  const stored = controller.states[partition]
  const topic = controller.topics[topicOf(partition)]
  if (!stored || !topic) return []
  const { leader, leaderEpoch, isr, controllerEpoch, version } = stored
  return [
    {
      partition,
      topicId: topic.topicId,
      leader,
      leaderEpoch,
      isr: [...isr],
      controllerEpoch,
      partitionEpoch: version,
      replicas: [...replicasOf(controller, partition)],
    },
  ]
}

/** Tells brokers who lives, and who leads some partitions; a partition without a state is told as gone. */
export function sendUpdateMetadata(
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  partitions: readonly PartitionName[],
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  const told = Object.fromEntries(partitions.map((partition) => [partition, partitionMetadata(controller, partition)]))
  const live = liveBrokers(controller)
  for (const broker of brokers)
    toBroker(draft, me, broker, { kind: "UpdateMetadata", controller: me, brokers: live, partitions: told })
}

function partitionMetadata(controller: Draft<Controller>, partition: PartitionName): PartitionMetadata | null {
  const stored = controller.states[partition]
  const topic = controller.topics[topicOf(partition)]
  if (!stored || !topic || controller.deletions[topicOf(partition)] !== undefined) return null
  return { topicId: topic.topicId, leader: stored.leader, leaderEpoch: stored.leaderEpoch }
}

/** Tells brokers to stop and delete their replicas of a topic. */
export function sendStopReplica(
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  topic: TopicName,
): void {
  const controller = draft.controllers[me]
  const found = controller?.topics[topic]
  if (!controller || !found) return
  for (const broker of brokers) {
    const partitions = found.assignment.flatMap((replicas, index) =>
      replicas.includes(broker) ? [partitionName(topic, index)] : [],
    )
    const { topicId } = found
    toBroker(draft, me, broker, { kind: "StopReplica", topic, topicId, partitions, deletePartitions: true })
  }
}

/** Tells a broker that is about to stop to fetch some partitions no more. */
export function sendStopOfFollowers(
  draft: Draft<KafkaState>,
  me: BrokerId,
  broker: BrokerId,
  partitions: readonly PartitionName[],
): void {
  for (const topic of new Set(partitions.map(topicOf))) {
    const topicId = draft.controllers[me]?.topics[topic]?.topicId
    if (topicId === undefined) continue
    const ofTopic = partitions.filter((partition) => topicOf(partition) === topic)
    toBroker(draft, me, broker, {
      kind: "StopReplica",
      topic,
      topicId,
      partitions: ofTopic,
      deletePartitions: false,
    })
  }
}

/**
 * Gives up what is still to be sent to a broker, as a controller does that resigns, and with the queue of a broker that has
 * left. The oldest request is on its way and cannot be taken back. Answers to another controller stay.
 */
export function dropRequests(draft: Draft<KafkaState>, me: BrokerId, broker: BrokerId): void {
  const link = linkName(brokerProcess(me), brokerProcess(broker))
  const channel = draft.controlChannels[link]
  if (!channel || channel.length === 0) return
  let kept = 0
  draft.controlChannels[link] = channel.filter(({ kind }) => {
    if (kind === "StopReplicaResponse") return true
    kept += 1
    return kept === 1
  })
}

/** Loses the answers of a broker to a controller whose process is gone. */
export function dropAnswers(draft: Draft<KafkaState>, broker: BrokerId, controller: BrokerId): void {
  const link = linkName(brokerProcess(broker), brokerProcess(controller))
  const channel = draft.controlChannels[link]
  if (channel && channel.length > 0)
    draft.controlChannels[link] = channel.filter(({ kind }) => kind !== "StopReplicaResponse")
}
