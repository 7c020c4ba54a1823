import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import type { Kafka, KafkaConfig } from "../config.ts"
import type { EpochEnd, FetchMessage, PartitionState } from "../messages.ts"
import { brokerProcess, replicaName } from "../names.ts"
import { truncationPoint } from "../rules/epochs.ts"
import type { BrokerId, KafkaState, PartitionName, Replica } from "../state.ts"
import { refuseWaiting } from "./leader.ts"
import { append, epochEnd, logEnd, setHighWatermark, startLogAt, truncate } from "./log.ts"

type Fetched = Extract<Extract<FetchMessage, { kind: "FetchResponse" }>["result"], { entry: unknown }>

/** Whether requests carry the follower's leader epoch, so that the leader can refuse an old one (KIP-320). */
const isFenced = ({ truncation }: KafkaConfig): boolean => truncation === "kip320" || truncation === "fetch"

/** Whether a follower asks where its last epoch ends before it fetches (KIP-101 until KIP-595). */
const asksBeforeFetching = ({ truncation }: KafkaConfig): boolean =>
  truncation === "kip101" || truncation === "kip279" || truncation === "kip320"

/** What a replica knew before it was told of a new epoch. */
type Before = Pick<Replica, "leader" | "leaderEpoch">

/** Whether a follower goes on as it was, since the leader is the same broker as before (Partition.makeFollower; KAFKA-7164). */
function goesOn({ becomeFollower: when }: KafkaConfig, before: Before, told: PartitionState): boolean {
  if (when === "eachEpoch" || before.leader !== told.leader) return false
  return when === "otherLeader" || told.leaderEpoch <= before.leaderEpoch + 1
}

/**
 * Makes a replica a follower of a new epoch: what it led it leads no longer, and its fetcher starts
 * afresh (Partition.makeFollower, ReplicaManager.makeFollowers).
 */
export function becomeFollower(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  told: PartitionState,
  before: Before,
): void {
  const replica = draft.replicas[replicaName(broker, told.partition)]
  if (!replica || goesOn(kafka.rules, before, told)) return
  refuseWaiting(draft, broker, told.partition)
  replica.leadership = null
  if (kafka.rules.truncation === "highWatermark") truncate(kafka.rules, replica, replica.highWatermark)
  else if (kafka.rules.truncation !== "none" && replica.epochs.length === 0)
    truncate(kafka.rules, replica, replica.highWatermark)
  const asks = asksBeforeFetching(kafka.rules) && replica.epochs.length > 0
  replica.fetcher = { state: asks ? "truncating" : "fetching", awaiting: false }
  sendNext(kafka, draft, broker, told.partition)
}

/** Sends what the fetcher of a partition has to ask next. */
export function sendNext(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId, partition: PartitionName): void {
  const replica = draft.replicas[replicaName(broker, partition)]
  if (!replica?.fetcher || replica.leader === null) return
  replica.fetcher.awaiting = true
  const leaderEpoch = isFenced(kafka.rules) ? replica.leaderEpoch : null
  const lastEpoch = replica.epochs.at(-1)?.epoch ?? null
  const [from, to] = [brokerProcess(broker), brokerProcess(replica.leader)]
  if (replica.fetcher.state === "truncating" && lastEpoch !== null) {
    send(draft.fetchChannels, from, to, { kind: "OffsetsForLeaderEpoch", partition, leaderEpoch, epoch: lastEpoch })
  } else if (replica.fetcher.state === "outOfRange") {
    send(draft.fetchChannels, from, to, { kind: "ListOffsets", partition, leaderEpoch })
  } else {
    replica.fetcher.state = "fetching"
    const lastFetchedEpoch = kafka.rules.truncation === "fetch" ? lastEpoch : null
    const brokerEpoch = draft.brokers[broker]?.brokerEpoch ?? null
    const isTold = kafka.rules.brokerEpochInAlterPartition === "compared" && brokerEpoch !== null
    send(draft.fetchChannels, from, to, {
      kind: "Fetch",
      partition,
      offset: logEnd(replica),
      leaderEpoch,
      lastFetchedEpoch,
      ...(isTold ? { brokerEpoch } : {}),
    })
  }
}

/**
 * Takes what the leader sent: its record, its high watermark, and the start of its log. False where the log would start
 * above the high watermark, which a log refuses: the fetcher fails (ReplicaFetcherThread.processPartitionData).
 */
export function takeFetched(
  rules: KafkaConfig,
  replica: Draft<Replica>,
  { entry, highWatermark, logStart }: Fetched,
): boolean {
  if (entry !== null) append(replica, entry)
  setHighWatermark(rules, replica, highWatermark)
  if (logStart > replica.highWatermark) return false
  startLogAt(replica, logStart)
  return true
}

/**
 * Truncates a follower to what the leader's answer about its last epoch implies, and tells whether it can
 * fetch now. Without an answer, and before there was one, it falls back on its high watermark.
 */
export function truncateToAnswer(rules: KafkaConfig, replica: Draft<Replica>, answer: EpochEnd | null): boolean {
  if (rules.truncation === "none") return true
  if (answer === null) {
    truncate(rules, replica, replica.highWatermark)
    return true
  }
  if (rules.truncation === "kip101") {
    truncate(rules, replica, answer.endOffset)
    return true
  }
  const { offset, complete } = truncationPoint(
    { end: epochEnd(rules, replica, answer.epoch), logEnd: logEnd(replica) },
    answer,
  )
  truncate(rules, replica, offset)
  return complete
}
