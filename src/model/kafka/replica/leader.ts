import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import { type Kafka, topicConfig } from "../config.ts"
import type { PartitionState, ProduceError } from "../messages.ts"
import { brokerProcess, replicaName, topicOf } from "../names.ts"
import { epochsWith } from "../rules/epochs.ts"
import { advancedHighWatermark } from "../rules/high-watermark.ts"
import type { BrokerId, KafkaState, Leadership, PartitionName, Replica, WaitingProduce } from "../state.ts"
import { logEnd } from "./log.ts"

/** The stored ISR together with a change that is under way: whoever may be in the ISR by now (KIP-497). */
export const maximalIsr = ({ isr, pending }: Pick<Leadership, "isr" | "pending">): readonly BrokerId[] =>
  pending === null ? isr : [...isr, ...pending.isr.filter((broker) => !isr.includes(broker))]

/** How many replicas acks=all asks for, as this broker knows the topic's configuration. */
export function requiredReplicas(
  kafka: Kafka,
  state: Pick<KafkaState, "brokers">,
  broker: BrokerId,
  partition: PartitionName,
): number {
  const topic = topicOf(partition)
  const config = topicConfig(kafka, topic)
  const known = state.brokers[broker]?.minInsyncReplicas[topic] ?? config.minInsyncReplicas
  return Math.min(known, config.replicationFactor)
}

/**
 * Makes a replica the leader of a new epoch: it records where the epoch starts, forgets what it knew of the
 * followers unless it led before, and takes the ISR as stored (Partition.makeLeader; KAFKA-7415).
 */
export function becomeLeader(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  told: PartitionState,
  epochBefore: number,
): void {
  const replica = draft.replicas[replicaName(broker, told.partition)]
  if (!replica) return
  const before = replica.leadership
  const followers = told.replicas.filter((other) => other !== broker)
  const isTrusted = kafka.rules.followerPositions === "kept" || epochBefore + 1 === told.leaderEpoch
  const known = isTrusted ? before?.followers : undefined
  if (kafka.rules.epochStart === "onElection")
    replica.epochs = epochsWith(replica.epochs, told.leaderEpoch, logEnd(replica))
  replica.leadership = {
    controllerEpoch: told.controllerEpoch,
    isr: [...told.isr],
    pending: null,
    startOffset: logEnd(replica),
    followers: Object.fromEntries(followers.map((other) => [other, known?.[other] ?? null])),
    waiting: before?.waiting ?? [],
  }
  replica.fetcher = null
  advance(kafka, draft, broker, told.partition)
}

/**
 * Moves the high watermark of a leader as far as its followers allow, and answers the produces that waited for it. A member
 * of the ISR that is no replica any more, at the end of a reassignment, is not waited for.
 */
export function advance(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId, partition: PartitionName): void {
  const replica = draft.replicas[replicaName(broker, partition)]
  const leadership = replica?.leadership
  if (!replica || !leadership || !mayAdvance(kafka, draft, broker, partition, leadership)) return
  const waitedFor = kafka.rules.highWatermark === "committedIsr" ? leadership.isr : maximalIsr(leadership)
  const ends = waitedFor.map((other) => leadership.followers[other]).filter((end) => end !== undefined)
  const least = kafka.rules.highWatermark === "minimum" ? 0 : replica.highWatermark
  replica.highWatermark = advancedHighWatermark(least, logEnd(replica), ends)
  const reached = leadership.waiting.filter(({ offset }) => offset < replica.highWatermark)
  if (reached.length === 0) return
  leadership.waiting = leadership.waiting.filter(({ offset }) => offset >= replica.highWatermark)
  const required = requiredReplicas(kafka, draft, broker, partition)
  const enough = kafka.rules.minInsyncReplicasCheck === "off" || maximalIsr(leadership).length >= required
  for (const produce of reached) {
    answer(draft, broker, partition, produce, enough ? null : "NOT_ENOUGH_REPLICAS_AFTER_APPEND")
    if (enough) acknowledge(draft, partition, replica, produce, required)
  }
}

/** Whether the high watermark may move: not while the stored ISR is too small for anything to be acknowledged (KAFKA-15583). */
export const mayAdvance = (
  kafka: Kafka,
  state: Pick<KafkaState, "brokers">,
  broker: BrokerId,
  partition: PartitionName,
  { isr }: Leadership,
): boolean =>
  kafka.rules.highWatermarkBelowMinIsr === "moves" ||
  kafka.rules.minInsyncReplicasCheck === "off" ||
  isr.length >= requiredReplicas(kafka, state, broker, partition)

/** Answers the produces that waited at a replica which leads no longer. */
export function refuseWaiting(draft: Draft<KafkaState>, broker: BrokerId, partition: PartitionName): void {
  const waiting = draft.replicas[replicaName(broker, partition)]?.leadership?.waiting ?? []
  for (const produce of waiting) answer(draft, broker, partition, produce, "NOT_LEADER")
}

function answer(
  draft: Draft<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  produce: WaitingProduce,
  error: ProduceError | null,
): void {
  const { client, value } = produce
  send(draft.clientChannels, brokerProcess(broker), client, { kind: "ProduceResponse", partition, value, error })
}

/** Keeps, for the properties, that a record was acknowledged, and whether too few replicas held it; those whose copy was deleted or lost on the way are not counted against it. */
function acknowledge(
  draft: Draft<KafkaState>,
  partition: PartitionName,
  leader: Draft<Replica>,
  produce: WaitingProduce,
  required: number,
): void {
  const { offset, value } = produce
  const acknowledged = draft.history.acknowledged[partition] ?? []
  acknowledged.push({ topicId: leader.topicId, offset, value })
  draft.history.acknowledged[partition] = acknowledged
  const holds = (broker: BrokerId) => {
    const copy = draft.replicas[replicaName(broker, partition)]
    return copy === null || copy?.log[offset]?.value === value || draft.history.lossy.includes(broker)
  }
  const holders = leader.replicas.filter(holds)
  if (holders.length < required)
    draft.history.thinAcknowledgements.push({ partition, offset, holders: holders.length, required })
}
