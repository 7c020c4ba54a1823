import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { receive, send } from "../../network/channels.ts"
import { completeValidation, mustValidate, positionOf, reachableLeader } from "../client/consumer.ts"
import type { Kafka } from "../config.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { latestOffset } from "../replica/serve-consumer.ts"
import { answerEpochEnd } from "../replica/serve-fetch.ts"
import type { KafkaState, PartitionName } from "../state.ts"
import { arrivingRequest, arrivingResponse, type Delivery, deliveriesOf } from "./client-delivery.ts"

interface Choice {
  readonly client: number
  readonly partition: PartitionName
}

/** What consumers ask leaders about offsets: which is the latest, and where an epoch ends. */
export function offsetActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions } = kafka
  const deliveries = deliveriesOf(kafka)
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

  const handleListOffsets = action<KafkaState, Delivery>("HandleConsumerListOffsets", {
    kind: "protocol",
    cites: ["kafka.latest-offset"],
    choices: deliveries,
    guard: (state, delivery) => arrivingRequest(state, delivery)?.kind === "ListOffsets",
    effect(draft, { broker, client }) {
      const request = receive(draft.clientChannels, clientProcess(client), brokerProcess(broker))
      if (request.kind !== "ListOffsets") return
      const { partition, leaderEpoch } = request
      const result = latestOffset(kafka, draft.replicas[replicaName(broker, partition)] ?? null, leaderEpoch)
      send(draft.clientChannels, brokerProcess(broker), clientProcess(client), {
        kind: "ListOffsetsResponse",
        partition,
        result,
      })
    },
  })

  const handleListOffsetsResponse = action<KafkaState, Delivery>("HandleConsumerListOffsetsResponse", {
    kind: "protocol",
    cites: ["kafka.latest-offset", "kafka.stale-metadata"],
    choices: deliveries,
    guard: (state, delivery) => arrivingResponse(state, delivery)?.kind === "ListOffsetsResponse",
    effect(draft, { broker, client }) {
      const name = clientProcess(client)
      const response = receive(draft.clientChannels, brokerProcess(broker), name)
      const consumer = draft.clients[name]
      const waiting = consumer?.outstanding.consumer
      if (response.kind !== "ListOffsetsResponse" || !consumer || waiting?.kind !== "ListOffsets") return
      const { partition, result } = response
      if (waiting.partition !== partition || waiting.broker !== broker) return
      consumer.outstanding.consumer = null
      if ("latest" in result)
        draft.history.latestOffsets[`${name}/${partition}`] = { topicId: result.topicId, offset: result.latest }
      else if (result.error !== "OFFSET_NOT_AVAILABLE") consumer.stale = true
    },
  })

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

  const handleOffsetsForLeaderEpoch = action<KafkaState, Delivery>("HandleConsumerOffsetsForLeaderEpoch", {
    kind: "protocol",
    cites: ["kafka.consumer-validation", "kafka.end-offset-for-epoch"],
    choices: deliveries,
    guard: (state, delivery) => arrivingRequest(state, delivery)?.kind === "ConsumerOffsetsForLeaderEpoch",
    effect(draft, { broker, client }) {
      const request = receive(draft.clientChannels, clientProcess(client), brokerProcess(broker))
      if (request.kind !== "ConsumerOffsetsForLeaderEpoch") return
      const { partition, offset } = request
      const result = answerEpochEnd(kafka.rules, draft.replicas[replicaName(broker, partition)] ?? null, request)
      send(draft.clientChannels, brokerProcess(broker), clientProcess(client), {
        kind: "ConsumerOffsetsForLeaderEpochResponse",
        partition,
        offset,
        result,
      })
    },
  })

  const handleOffsetsForLeaderEpochResponse = action<KafkaState, Delivery>(
    "HandleConsumerOffsetsForLeaderEpochResponse",
    {
      kind: "protocol",
      cites: ["kafka.consumer-validation", "kafka.stale-metadata"],
      choices: deliveries,
      guard: (state, delivery) => arrivingResponse(state, delivery)?.kind === "ConsumerOffsetsForLeaderEpochResponse",
      effect(draft, { broker, client }) {
        const response = receive(draft.clientChannels, brokerProcess(broker), clientProcess(client))
        const consumer = draft.clients[clientProcess(client)]
        const waiting = consumer?.outstanding.consumer
        if (response.kind !== "ConsumerOffsetsForLeaderEpochResponse" || !consumer) return
        if (waiting?.kind !== "OffsetsForLeaderEpoch") return
        const { partition, offset, result } = response
        if (waiting.partition !== partition || waiting.broker !== broker || waiting.offset !== offset) return
        consumer.outstanding.consumer = null
        if ("error" in result) consumer.stale = true
        else completeValidation(consumer, partition, result.end)
      },
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
