import { type Action, action } from "../../../engine/model.ts"
import { connected, send } from "../../network/channels.ts"
import { linkName } from "../../network/state.ts"
import type { Kafka, KafkaConfig } from "../config.ts"
import { isUp } from "../liveness.ts"
import { brokerProcess, replicaName } from "../names.ts"
import { sendNext, takeFetched, truncateToAnswer } from "../replica/follower.ts"
import { logEnd, setHighWatermark } from "../replica/log.ts"
import { answerEpochEnd, answerFetch, bringsNews, updateFollower } from "../replica/serve-fetch.ts"
import type { BrokerId, Fetcher, KafkaState } from "../state.ts"
import { type Exchange, exchangesOf, find, reaches, take } from "./exchange.ts"
import { listOffsetsActions } from "./list-offsets.ts"

type Follower = Pick<Exchange, "follower" | "partition">

/** What a fetcher does while it has nothing to ask. */
const waiting: readonly Fetcher["state"][] = ["fenced", "failed", "diverged"]

/** Whether a follower truncates a little later than it takes the answer that tells it to. */
const truncatesLater = ({ divergingResponse, lateTruncation }: KafkaConfig): boolean =>
  divergingResponse === "highWatermarkFirst" || lateTruncation === "made"

/** The exchanges that replication needs, by message. */
export function fetchActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions, rules } = kafka
  const exchanges = exchangesOf(kafka)
  const followers = brokers.flatMap((follower) => partitions.map((partition) => ({ follower, partition })))

  const handleFetch = action<KafkaState, Exchange>("HandleFetch", {
    kind: "protocol",
    cites: [
      "kafka.fetch-validation",
      "kafka.follower-state-update",
      "kafka.isr-expansion",
      "kafka.high-watermark",
      "kafka.maximal-isr",
      "kafka.removed-replica",
    ],
    choices: exchanges,
    guard(state, { follower, leader, partition }) {
      const fetch = find(state, follower, leader, "Fetch", partition)
      return (
        fetch?.kind === "Fetch" &&
        reaches(state, follower, leader) &&
        bringsNews(kafka, state, { follower, leader, fetch })
      )
    },
    effect(draft, { follower, leader, partition }) {
      const fetch = take(draft, follower, leader, "Fetch", partition)
      const result = answerFetch(rules, draft.replicas[replicaName(leader, partition)] ?? null, follower, fetch)
      if ("entry" in result || ("diverging" in result && rules.divergingFetch === "counted"))
        updateFollower(kafka, draft, { follower, leader, fetch })
      const { offset, leaderEpoch } = fetch
      send(draft.fetchChannels, brokerProcess(leader), brokerProcess(follower), {
        kind: "FetchResponse",
        partition,
        offset,
        leaderEpoch,
        result,
      })
    },
  })

  const handleFetchResponse = action<KafkaState, Exchange>("HandleFetchResponse", {
    kind: "protocol",
    cites: [
      "kafka.fetch-response",
      "kafka.diverging-response",
      "kafka.late-truncation",
      "kafka.truncation",
      "kafka.empty-epochs",
      "kafka.follower-fetch",
      "kafka.retention",
    ],
    choices: exchanges,
    guard: (state, { follower, leader, partition }) =>
      find(state, leader, follower, "FetchResponse", partition) !== undefined && reaches(state, leader, follower),
    effect(draft, { follower, leader, partition }) {
      const response = take(draft, leader, follower, "FetchResponse", partition)
      const replica = draft.replicas[replicaName(follower, partition)]
      if (replica?.fetcher?.state !== "fetching" || replica.leader !== leader) return
      if (response.offset !== logEnd(replica)) return
      const isOld = response.leaderEpoch !== null && response.leaderEpoch !== replica.leaderEpoch
      if (isOld && rules.fetchResponseEpoch === "compared") return
      const { result } = response
      replica.fetcher.awaiting = false
      if ("diverging" in result) {
        if (rules.divergingResponse === "highWatermarkFirst") setHighWatermark(rules, replica, result.highWatermark)
        if (truncatesLater(rules)) {
          replica.fetcher = { state: "diverged", awaiting: false, diverging: result.diverging }
          if (rules.lateTruncation === "made") replica.truncatesTo = { ...result.diverging }
          return
        }
        truncateToAnswer(rules, replica, result.diverging)
      } else if ("entry" in result) {
        if (!takeFetched(rules, replica, result)) {
          replica.fetcher.state = "failed"
          return
        }
      } else if (result.error === "FENCED_LEADER_EPOCH") {
        if (!isOld) replica.fetcher.state = "fenced"
        return
      } else if (result.error === "OFFSET_OUT_OF_RANGE") {
        replica.fetcher.state = "outOfRange"
      } else return
      sendNext(kafka, draft, follower, partition)
    },
  })

  const truncateDiverged = action<KafkaState, Follower>("TruncateDiverged", {
    kind: "protocol",
    cites: ["kafka.fetch-response", "kafka.truncation", "kafka.late-truncation"],
    choices: followers,
    guard(state, { follower, partition }) {
      const replica = state.replicas[replicaName(follower, partition)]
      if (!isUp(state, follower)) return false
      return replica?.fetcher?.state === "diverged" || replica?.truncatesTo !== undefined
    },
    effect(draft, { follower, partition }) {
      const replica = draft.replicas[replicaName(follower, partition)]
      const diverging = replica?.truncatesTo ?? replica?.fetcher?.diverging
      if (!replica || diverging === undefined) return
      truncateToAnswer(rules, replica, { ...diverging })
      delete replica.truncatesTo
      if (replica.fetcher?.state !== "diverged") return
      replica.fetcher = { state: "fetching", awaiting: false }
      sendNext(kafka, draft, follower, partition)
    },
  })

  const handleOffsetsForLeaderEpoch = action<KafkaState, Exchange>("HandleOffsetsForLeaderEpoch", {
    kind: "protocol",
    cites: ["kafka.end-offset-for-epoch", "kafka.fetch-validation"],
    choices: exchanges,
    guard: (state, { follower, leader, partition }) =>
      find(state, follower, leader, "OffsetsForLeaderEpoch", partition) !== undefined &&
      reaches(state, follower, leader),
    effect(draft, { follower, leader, partition }) {
      const asked = take(draft, follower, leader, "OffsetsForLeaderEpoch", partition)
      const result = answerEpochEnd(rules, draft.replicas[replicaName(leader, partition)] ?? null, asked)
      send(draft.fetchChannels, brokerProcess(leader), brokerProcess(follower), {
        kind: "OffsetsForLeaderEpochResponse",
        partition,
        leaderEpoch: asked.leaderEpoch,
        result,
      })
    },
  })

  const handleOffsetsForLeaderEpochResponse = action<KafkaState, Exchange>("HandleOffsetsForLeaderEpochResponse", {
    kind: "protocol",
    cites: ["kafka.truncation", "kafka.epoch-end-response"],
    choices: exchanges,
    guard: (state, { follower, leader, partition }) =>
      find(state, leader, follower, "OffsetsForLeaderEpochResponse", partition) !== undefined &&
      reaches(state, leader, follower),
    effect(draft, { follower, leader, partition }) {
      const { leaderEpoch, result } = take(draft, leader, follower, "OffsetsForLeaderEpochResponse", partition)
      const replica = draft.replicas[replicaName(follower, partition)]
      if (replica?.fetcher?.state !== "truncating" || replica.leader !== leader) return
      const isOld = leaderEpoch !== null && leaderEpoch !== replica.leaderEpoch
      if (isOld && rules.epochEndResponse === "compared") return
      replica.fetcher.awaiting = false
      if ("error" in result) {
        if (result.error === "FENCED_LEADER_EPOCH") replica.fetcher.state = "fenced"
        return
      }
      if (truncateToAnswer(rules, replica, result.end)) replica.fetcher.state = "fetching"
      sendNext(kafka, draft, follower, partition)
    },
  })

  const retryFetch = action<KafkaState, Follower>("RetryFetch", {
    kind: "protocol",
    cites: ["kafka.follower-fetch"],
    choices: followers,
    guard(state, { follower, partition }) {
      const replica = state.replicas[replicaName(follower, partition)]
      const fetcher = replica?.fetcher
      if (!replica || !fetcher || replica.leader === null) return false
      if (waiting.includes(fetcher.state)) return false
      const { leader } = replica
      if (!connected(state.links, brokerProcess(follower), brokerProcess(leader)) || !isUp(state, leader)) return false
      if (!isUp(state, follower)) return false
      if (!fetcher.awaiting) {
        const there = state.replicas[replicaName(leader, partition)]
        if (!there?.leadership || there.leaderEpoch < replica.leaderEpoch) return false
        return there.replicas.includes(follower) || rules.removedReplicaFetch === "counted"
      }
      const about = (from: BrokerId, to: BrokerId) =>
        state.fetchChannels[linkName(brokerProcess(from), brokerProcess(to))]?.some(
          (message) => message.partition === partition,
        )
      return !about(follower, leader) && !about(leader, follower)
    },
    effect: (draft, { follower, partition }) => sendNext(kafka, draft, follower, partition),
  })

  return [
    handleFetch,
    handleFetchResponse,
    ...(truncatesLater(rules) ? [truncateDiverged] : []),
    handleOffsetsForLeaderEpoch,
    handleOffsetsForLeaderEpochResponse,
    ...listOffsetsActions(kafka),
    retryFetch,
  ]
}
