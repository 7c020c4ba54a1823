import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { send } from "../../network/channels.ts"
import { completeValidation, mustValidate, positionOf, reachableLeader } from "../client/consumer.ts"
import type { Kafka } from "../config.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { latestOffset } from "../replica/serve-consumer.ts"
import { answerEpochEnd } from "../replica/serve-fetch.ts"
import type { KafkaState, PartitionName } from "../state.ts"
import { handleRequest, handleResponse } from "./client-delivery.ts"

interface Choice {
  readonly client: number
  readonly partition: PartitionName
}

/** What consumers ask leaders about offsets: which is the latest, and where an epoch ends. */
export function offsetActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions } = kafka
  const choices: Choice[] = clients.flatMap((client) => partitions.map((partition) => ({ client, partition })))

  const lookUpLatestOffset = action<KafkaState, Choice>("LookUpLatestOffset", {
    kind: "workload",
    cites: ["kafka.latest-offset", "kafka.stale-metadata"],
    choices,
    guard(state, { client, partition }) {
      if (!affords(state, "offsetLookups")) return false
      const name = clientProcess(client)
      const known = state.clients[name]
      if (!known || known.stale || known.outstanding.consumer !== null) return false
      return reachableLeader(state, name, partition) !== null
    },
    effect(draft, { client, partition }) {
      const name = clientProcess(client)
      const consumer = draft.clients[name]
      const told = reachableLeader(draft, name, partition)
      if (!consumer || told === null) return
      spend(draft, "offsetLookups")
      consumer.outstanding.consumer = { kind: "ListOffsets", broker: told.leader, partition }
      const { leaderEpoch } = told
      send(draft.clientChannels, name, brokerProcess(told.leader), { kind: "ListOffsets", partition, leaderEpoch })
    },
  })

  const handleListOffsets = handleRequest(
    kafka,
    "HandleConsumerListOffsets",
    "ListOffsets",
    ["kafka.latest-offset"],
    (draft, { broker }, { partition, leaderEpoch }) => ({
      kind: "ListOffsetsResponse",
      partition,
      result: latestOffset(kafka, draft.replicas[replicaName(broker, partition)] ?? null, leaderEpoch),
    }),
  )

  const handleListOffsetsResponse = handleResponse(
    kafka,
    "HandleConsumerListOffsetsResponse",
    "ListOffsetsResponse",
    ["kafka.latest-offset", "kafka.stale-metadata"],
    (draft, { broker, client }, { partition, result }, consumer) => {
      const waiting = consumer.outstanding.consumer
      if (waiting?.kind !== "ListOffsets" || waiting.partition !== partition || waiting.broker !== broker) return
      consumer.outstanding.consumer = null
      if ("latest" in result)
        draft.history.latestOffsets[`${clientProcess(client)}/${partition}`] = {
          topicId: result.topicId,
          offset: result.latest,
        }
      else if (result.error !== "OFFSET_NOT_AVAILABLE") consumer.stale = true
    },
  )

  const validatePosition = action<KafkaState, Choice>("ValidatePosition", {
    kind: "protocol",
    cites: ["kafka.consumer-validation"],
    choices: kafka.rules.consumerValidation === "none" ? [] : choices,
    guard(state, { client, partition }) {
      const name = clientProcess(client)
      const known = state.clients[name]
      if (!known || known.stale || known.outstanding.consumer !== null) return false
      return mustValidate(kafka, state, name, partition) && reachableLeader(state, name, partition) !== null
    },
    effect(draft, { client, partition }) {
      const name = clientProcess(client)
      const consumer = draft.clients[name]
      const told = reachableLeader(draft, name, partition)
      const epoch = consumer?.lastEpochs[partition]
      if (!consumer || told === null || epoch === undefined) return
      const offset = positionOf(consumer, partition)
      consumer.outstanding.consumer = { kind: "OffsetsForLeaderEpoch", broker: told.leader, partition, offset }
      send(draft.clientChannels, name, brokerProcess(told.leader), {
        kind: "ConsumerOffsetsForLeaderEpoch",
        partition,
        offset,
        leaderEpoch: told.leaderEpoch,
        epoch,
      })
    },
  })

  const handleOffsetsForLeaderEpoch = handleRequest(
    kafka,
    "HandleConsumerOffsetsForLeaderEpoch",
    "ConsumerOffsetsForLeaderEpoch",
    ["kafka.consumer-validation", "kafka.end-offset-for-epoch"],
    (draft, { broker }, request) => {
      const { partition, offset } = request
      const result = answerEpochEnd(kafka.rules, draft.replicas[replicaName(broker, partition)] ?? null, request)
      return { kind: "ConsumerOffsetsForLeaderEpochResponse", partition, offset, result }
    },
  )

  const handleOffsetsForLeaderEpochResponse = handleResponse(
    kafka,
    "HandleConsumerOffsetsForLeaderEpochResponse",
    "ConsumerOffsetsForLeaderEpochResponse",
    ["kafka.consumer-validation", "kafka.stale-metadata"],
    (_draft, { broker }, { partition, offset, result }, consumer) => {
      const waiting = consumer.outstanding.consumer
      if (waiting?.kind !== "OffsetsForLeaderEpoch") return
      if (waiting.partition !== partition || waiting.broker !== broker || waiting.offset !== offset) return
      consumer.outstanding.consumer = null
      if ("error" in result) consumer.stale = true
      else completeValidation(consumer, partition, result.end)
    },
  )

  return [
    lookUpLatestOffset,
    handleListOffsets,
    handleListOffsetsResponse,
    validatePosition,
    handleOffsetsForLeaderEpoch,
    handleOffsetsForLeaderEpochResponse,
  ]
}
