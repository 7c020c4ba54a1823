import { type Action, action } from "../../../engine/model.ts"
import { send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { brokerProcess, replicaName } from "../names.ts"
import { sendNext } from "../replica/follower.ts"
import { resetToRange } from "../replica/out-of-range.ts"
import { answerRange } from "../replica/serve-fetch.ts"
import type { KafkaState } from "../state.ts"
import { type Exchange, exchangesOf, find, reaches, take } from "./exchange.ts"

/** A follower whose offset was out of range asks where the leader's log begins and ends. */
export function listOffsetsActions(kafka: Kafka): Action<KafkaState>[] {
  const exchanges = exchangesOf(kafka)

  const handleListOffsets = action<KafkaState, Exchange>("HandleListOffsets", {
    kind: "protocol",
    cites: ["kafka.offset-out-of-range", "kafka.fetch-validation"],
    choices: exchanges,
    guard: (state, { follower, leader, partition }) =>
      find(state, follower, leader, "ListOffsets", partition) !== undefined && reaches(state, follower, leader),
    effect(draft, { follower, leader, partition }) {
      const asked = take(draft, follower, leader, "ListOffsets", partition)
      send(draft.fetchChannels, brokerProcess(leader), brokerProcess(follower), {
        kind: "ListOffsetsResponse",
        partition,
        leaderEpoch: asked.leaderEpoch,
        result: answerRange(draft.replicas[replicaName(leader, partition)] ?? null, asked),
      })
    },
  })

  const handleListOffsetsResponse = action<KafkaState, Exchange>("HandleListOffsetsResponse", {
    kind: "protocol",
    cites: ["kafka.offset-out-of-range", "kafka.full-truncation"],
    choices: exchanges,
    guard: (state, { follower, leader, partition }) =>
      find(state, leader, follower, "ListOffsetsResponse", partition) !== undefined && reaches(state, leader, follower),
    effect(draft, { follower, leader, partition }) {
      const { leaderEpoch, result } = take(draft, leader, follower, "ListOffsetsResponse", partition)
      const replica = draft.replicas[replicaName(follower, partition)]
      if (replica?.fetcher?.state !== "outOfRange" || replica.leader !== leader) return
      if (leaderEpoch !== null && leaderEpoch !== replica.leaderEpoch) return
      replica.fetcher = { state: "fetching", awaiting: false }
      if ("error" in result) {
        if (result.error === "FENCED_LEADER_EPOCH") replica.fetcher.state = "fenced"
        return
      }
      resetToRange(kafka.rules, replica, result)
      sendNext(kafka, draft, follower, partition)
    },
  })

  return [handleListOffsets, handleListOffsetsResponse]
}
