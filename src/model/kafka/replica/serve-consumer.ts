import type { Kafka } from "../config.ts"
import type { ClientMessage, ConsumerResult, FetchError } from "../messages.ts"
import { replicaName } from "../names.ts"
import { endOffsetForEpoch } from "../rules/epochs.ts"
import type { BrokerId, KafkaState, PartitionName, Replica } from "../state.ts"
import { logEnd } from "./log.ts"
import { refusal } from "./serve-fetch.ts"

type Seen = Pick<KafkaState, "replicas" | "metadata">
type Fetch = Pick<Extract<ClientMessage, { kind: "ConsumerFetch" }>, "partition" | "offset" | "leaderEpoch">
type Latest = Extract<ClientMessage, { kind: "ListOffsetsResponse" }>["result"]

/**
 * What a broker answers to a consumer that fetches: one record below its high watermark, nothing where there is none to read
 * yet, another replica to read from, or why not. Any replica of the epoch may answer, a follower too, since KIP-392; only the
 * leader sends to another (ReplicaManager.readFromLog, Partition.fetchRecords).
 */
export function readFor(kafka: Kafka, state: Seen, broker: BrokerId, fetch: Fetch): ConsumerResult {
  const replica = state.replicas[replicaName(broker, fetch.partition)] ?? null
  const error = refusedToConsumer(kafka, replica, fetch.leaderEpoch)
  if (error !== null || replica === null) return { error: error ?? "NOT_LEADER" }
  const preferred = kafka.rules.consumerReplica === "follower" ? preferredReplica(state, broker, replica, fetch) : null
  if (preferred !== null) return { preferred }
  const { logStart } = replica
  if (fetch.offset < logStart || fetch.offset > logEnd(replica)) return { error: "OFFSET_OUT_OF_RANGE", logStart }
  const readable = kafka.rules.consumerReads === "highWatermark" ? replica.highWatermark : logEnd(replica)
  const entry = fetch.offset < readable ? replica.log[fetch.offset] : undefined
  return entry == null ? null : { topicId: replica.topicId, value: entry.value, epoch: entry.epoch }
}

/** Whether a broker refuses a consumer: one of another epoch, and a follower unless consumers may read from it. */
function refusedToConsumer(kafka: Kafka, replica: Replica | null, leaderEpoch: number): FetchError | null {
  const error = refusal(replica, leaderEpoch)
  return error === "NOT_LEADER" && replica !== null && kafka.rules.consumerReplica === "follower" ? null : error
}

/**
 * The follower that a leader sends a consumer to: of the in-sync ones that it takes to live and to have the offset, the one
 * furthest ahead, as if all of them and only they were in the consumer's rack (ReplicaManager.findPreferredReadReplica,
 * RackAwareReplicaSelector; KAFKA-14372).
 */
function preferredReplica(state: Seen, leader: BrokerId, replica: Replica, { offset }: Fetch): BrokerId | null {
  const { leadership } = replica
  if (leadership === null) return null
  const end = (follower: BrokerId) => leadership.followers[follower] ?? -1
  const candidates = leadership.isr.filter(
    (other) => other !== leader && end(other) >= offset && state.metadata[leader]?.brokers.includes(other),
  )
  const furthest = Math.max(...candidates.map(end))
  return candidates.length === 0 ? null : Math.min(...candidates.filter((other) => end(other) === furthest))
}

/**
 * The latest offset that a leader tells consumers: its high watermark, but not while that lags behind the start of the leader
 * epoch, since an earlier leader may have told more (Partition.fetchOffsetForTimestamp; KIP-207, KAFKA-2334).
 */
export function latestOffset({ rules }: Kafka, replica: Replica | null, leaderEpoch: number): Latest {
  const error = refusal(replica, leaderEpoch)
  if (error !== null || !replica?.leadership) return { error: error ?? "NOT_LEADER" }
  const lags = replica.highWatermark < replica.leadership.startOffset
  if (lags && rules.latestOffset === "epochStart") return { error: "OFFSET_NOT_AVAILABLE" }
  return { topicId: replica.topicId, latest: replica.highWatermark }
}

/** Whether the log of a leader lacks records of an epoch that end at an offset: whoever read up to there was on another branch. */
export function lacksRecords(replica: Replica, lastEpoch: number, offset: number): boolean {
  const end = endOffsetForEpoch(replica.epochs, logEnd(replica), lastEpoch)
  return end === null || end.endOffset < offset
}

/** The leader's copy of a partition, if it leads in the epoch that a consumer knows. */
export function leadingCopy(
  state: Pick<KafkaState, "replicas">,
  leader: BrokerId,
  partition: PartitionName,
  leaderEpoch: number,
): Replica | null {
  const replica = state.replicas[replicaName(leader, partition)] ?? null
  return refusal(replica, leaderEpoch) === null ? replica : null
}
