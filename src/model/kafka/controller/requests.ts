import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import { linkName } from "../../network/state.ts"
import { type ControlMessage, epochDuringDelete, type PartitionState, type StopReplica } from "../messages.ts"
import { brokerProcess, indexOf, replicaName, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, PartitionMetadata, PartitionName } from "../state.ts"
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
  partitionsWhere(controller, (deletion) => deletion === undefined)

/** The same, and those of topics whose deletion has not begun and waits for a reassignment: a broker that comes is told of them too. */
export const startedPartitions = (controller: Controller): PartitionName[] =>
  partitionsWhere(controller, (deletion) => deletion === undefined || deletion === null)

/** Partitions that have a state and are of a topic whose deletion, undefined for none, is like this; in order. */
const partitionsWhere = (
  { states, deletions }: Controller,
  isIn: (deletion: Controller["deletions"][string] | undefined) => boolean,
): PartitionName[] =>
  Object.keys(states)
    .filter((partition) => isIn(deletions[topicOf(partition)]))
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

/** Tells brokers of the state of partitions that they host, if they are to be told. */
export function sendLeaderAndIsr(
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  partitions: readonly PartitionName[],
  isTold: (broker: BrokerId, partition: PartitionName) => boolean = () => true,
): void {
  const controller = draft.controllers[me]
  if (!controller) return
  for (const broker of brokers) {
    const hosted = partitions.filter(
      (partition) => replicasOf(controller, partition).includes(broker) && isTold(broker, partition),
    )
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

/**
 * Tells brokers to stop their replicas of some partitions of one topic, and to delete them or not. The request names the
 * leader epoch as the controller knows it, or one that overrides any if the topic is to be deleted (KIP-570).
 */
export function sendStopReplica(
  draft: Draft<KafkaState>,
  me: BrokerId,
  brokers: readonly BrokerId[],
  partitions: readonly PartitionName[],
  deletePartition: boolean,
): void {
  const controller = draft.controllers[me]
  const topic = topicOf(partitions[0] ?? "")
  const found = controller?.topics[topic]
  if (!controller || !found) return
  const isDoomed = controller.deletions[topic] !== undefined
  const stopped = partitions.map((partition) => {
    const leaderEpoch = isDoomed ? epochDuringDelete : (controller.states[partition]?.leaderEpoch ?? -1)
    return { partition, leaderEpoch, deletePartition }
  })
  for (const broker of brokers) {
    if (controller.live[broker] === undefined) missed(draft, broker, deletedBy({ partitions: stopped }))
    toBroker(draft, me, broker, { kind: "StopReplica", topic, topicId: found.topicId, partitions: stopped })
  }
}

/** The partitions that a request is to delete. */
export const deletedBy = ({ partitions }: Pick<StopReplica, "partitions">): PartitionName[] =>
  partitions.filter(({ deletePartition }) => deletePartition).map(({ partition }) => partition)

/** Keeps, for the properties, that a broker was not told to delete replicas when it should have been: nobody tells it again. */
export function missed(draft: Draft<KafkaState>, broker: BrokerId, partitions: readonly PartitionName[]): void {
  for (const partition of partitions) {
    const replica = replicaName(broker, partition)
    if (!draft.history.unstopped.includes(replica)) draft.history.unstopped.push(replica)
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
  draft.controlChannels[link] = channel.filter((message) => {
    if (message.kind === "StopReplicaResponse") return true
    kept += 1
    if (kept > 1 && message.kind === "StopReplica") missed(draft, broker, deletedBy(message))
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
