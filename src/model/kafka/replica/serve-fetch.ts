import type { Draft } from "immer"
import type { Kafka, KafkaConfig } from "../config.ts"
import type { EpochEnd, FetchError, FetchMessage, LogRange } from "../messages.ts"
import { replicaName } from "../names.ts"
import type { BrokerId, KafkaState, Leadership, Replica } from "../state.ts"
import { canChangeIsr, requestIsr } from "./isr-request.ts"
import { advance } from "./leader.ts"
import { epochEnd, logEnd } from "./log.ts"

type Fetch = Extract<FetchMessage, { kind: "Fetch" }>
type FetchResult = Extract<FetchMessage, { kind: "FetchResponse" }>["result"]

interface Exchange {
  readonly follower: BrokerId
  readonly leader: BrokerId
  readonly fetch: Fetch
}

/** Why a replica refuses a request that names a leader epoch, if it does (Partition.checkCurrentLeaderEpoch; KIP-320). */
export function refusal(replica: Replica | null, leaderEpoch: number | null): FetchError | null {
  if (replica === null) return "NOT_LEADER"
  if (leaderEpoch !== null && leaderEpoch < replica.leaderEpoch) return "FENCED_LEADER_EPOCH"
  if (leaderEpoch !== null && leaderEpoch > replica.leaderEpoch) return "UNKNOWN_LEADER_EPOCH"
  return replica.leadership === null ? "NOT_LEADER" : null
}

/** The answer of a replica to a follower's fetch. The high watermark is the one before this fetch counts (Partition.fetchRecords). */
export function answerFetch(
  rules: KafkaConfig,
  replica: Replica | null,
  follower: BrokerId,
  fetch: Fetch,
): FetchResult {
  const error = refusal(replica, fetch.leaderEpoch)
  if (error !== null || replica === null) return { error: error ?? "NOT_LEADER" }
  if (!replica.replicas.includes(follower) && rules.removedReplicaFetch === "refused")
    return { error: "UNKNOWN_LEADER_EPOCH" }
  if (fetch.lastFetchedEpoch !== null) {
    const end = epochEnd(rules, replica, fetch.lastFetchedEpoch)
    if (end === null || fetch.offset < replica.logStart) return { error: "OFFSET_OUT_OF_RANGE" }
    if (end.epoch < fetch.lastFetchedEpoch || end.endOffset < fetch.offset)
      return { diverging: end, highWatermark: replica.highWatermark }
  }
  if (fetch.offset < replica.logStart || fetch.offset > logEnd(replica)) return { error: "OFFSET_OUT_OF_RANGE" }
  const { highWatermark, logStart } = replica
  return { entry: replica.log[fetch.offset] ?? null, highWatermark, logStart }
}

/** The answer of a replica to the question where its log begins and ends. */
export function answerRange(
  replica: Replica | null,
  asked: Extract<FetchMessage, { kind: "ListOffsets" }>,
): { error: FetchError } | LogRange {
  const error = refusal(replica, asked.leaderEpoch)
  if (error !== null || replica === null) return { error: error ?? "NOT_LEADER" }
  return { logStart: replica.logStart, logEnd: logEnd(replica) }
}

/** The answer of a replica to the question where an epoch ends. */
export function answerEpochEnd(
  rules: KafkaConfig,
  replica: Replica | null,
  asked: Pick<Extract<FetchMessage, { kind: "OffsetsForLeaderEpoch" }>, "leaderEpoch" | "epoch">,
): { error: FetchError } | { end: EpochEnd | null } {
  const error = refusal(replica, asked.leaderEpoch)
  if (error !== null || replica === null) return { error: error ?? "NOT_LEADER" }
  return { end: epochEnd(rules, replica, asked.epoch) }
}

/**
 * Whether a fetch is answered now or waits at the leader: it is answered at once when there is a record, a
 * refusal or a divergence to tell, when it tells the leader something, and when the follower's high watermark or log start is behind
 * (the wait is a timeout in Kafka, so that news of the high watermark is never later than that).
 */
export function bringsNews(
  kafka: Kafka,
  state: Pick<KafkaState, "replicas" | "zkClients" | "brokers" | "metadata">,
  { follower, leader, fetch }: Exchange,
): boolean {
  const replica = state.replicas[replicaName(leader, fetch.partition)] ?? null
  const result = answerFetch(kafka.rules, replica, follower, fetch)
  if (!("entry" in result) || result.entry !== null) return true
  const leadership = replica?.leadership
  if (!replica || !leadership) return true
  if (leadership.followers[follower] !== fetch.offset) return true
  const copy = state.replicas[replicaName(follower, fetch.partition)]
  if ((copy?.highWatermark ?? 0) < Math.min(replica.highWatermark, fetch.offset)) return true
  if ((copy?.logStart ?? 0) < replica.logStart) return true
  return mayJoinIsr(kafka, state, replica, leadership, { follower, leader, fetch })
}

/**
 * Whether a follower has caught up so far that the leader may ask for it to join the ISR: up to the high watermark, up
 * to the start of the leader epoch (KAFKA-7128), and alive (Partition.needsExpandIsr, isFollowerInSync).
 */
function mayJoinIsr(
  kafka: Kafka,
  state: Pick<KafkaState, "zkClients" | "brokers" | "metadata">,
  replica: Replica,
  leadership: Leadership,
  { follower, leader, fetch }: Exchange,
): boolean {
  const end = leadership.followers[follower] ?? null
  if (leadership.isr.includes(follower) || end === null) return false
  const mustCatchUp = kafka.rules.isrExpansion !== "anyFetch"
  if (mustCatchUp && end < replica.highWatermark) return false
  if (kafka.rules.isrExpansion === "leaderEpochStart" && end < leadership.startOffset) return false
  const mustLive = kafka.rules.ineligibleReplicas === "refused"
  if (mustLive && !state.metadata[leader]?.brokers.includes(follower)) return false
  return canChangeIsr(kafka, state, leader, fetch.partition, leadership)
}

/** What a valid fetch tells the leader: how far the follower's log goes, which may let it join the ISR and move the high watermark. */
export function updateFollower(kafka: Kafka, draft: Draft<KafkaState>, { follower, leader, fetch }: Exchange): void {
  const replica = draft.replicas[replicaName(leader, fetch.partition)]
  if (!replica?.leadership) return
  replica.leadership.followers[follower] = fetch.offset
  if (fetch.brokerEpoch !== undefined)
    replica.leadership.followerEpochs = { ...replica.leadership.followerEpochs, [follower]: fetch.brokerEpoch }
  if (mayJoinIsr(kafka, draft, replica, replica.leadership, { follower, leader, fetch })) {
    requestIsr(kafka, draft, leader, fetch.partition, [...replica.leadership.isr, follower])
  }
  advance(kafka, draft, leader, fetch.partition)
}
