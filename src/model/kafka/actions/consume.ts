import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { connected, receive, send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { ClientMessage } from "../messages.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { logEnd } from "../replica/log.ts"
import type { Client, KafkaState, PartitionName, Replica } from "../state.ts"
import { arrivingRequest, arrivingResponse, type Delivery, deliveriesOf } from "./client-delivery.ts"

type Request = Extract<ClientMessage, { kind: "ConsumerFetch" }>
type Result = Extract<ClientMessage, { kind: "ConsumerFetchResponse" }>["result"]

/** Consuming: a client reads one record after the other from the leader, below its high watermark. */
export function consumeActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions, rules } = kafka
  const deliveries = deliveriesOf(kafka)
  const readable = (replica: Replica) =>
    rules.consumerReads === "highWatermark" ? replica.highWatermark : logEnd(replica)

  const consume = action<KafkaState, { client: number; partition: PartitionName }>("Consume", {
    kind: "protocol",
    cites: ["kafka.consumer-read"],
    choices: clients.flatMap((client) => partitions.map((partition) => ({ client, partition }))),
    guard(state, { client, partition }) {
      const known = state.clients[clientProcess(client)]
      if (!known || known.stale || known.outstanding.consumer !== null) return false
      const leader = known.metadata?.partitions[partition]?.leader
      if (leader == null) return false
      if (!isServing(state, leader) || !connected(state.links, clientProcess(client), brokerProcess(leader)))
        return false
      const replica = state.replicas[replicaName(leader, partition)]
      return replica != null && answer(known, replica, partition, readable(replica)) !== null
    },
    effect(draft, { client, partition }) {
      const name = clientProcess(client)
      const consumer = draft.clients[name]
      const told = consumer?.metadata?.partitions[partition]
      if (!consumer || told?.leader == null) return
      const offset = consumer.positions[partition] ?? 0
      consumer.outstanding.consumer = { kind: "Fetch", broker: told.leader, partition, offset }
      const { leaderEpoch } = told
      send(draft.clientChannels, name, brokerProcess(told.leader), {
        kind: "ConsumerFetch",
        partition,
        offset,
        leaderEpoch,
      })
    },
  })

  const handleConsumerFetch = action<KafkaState, Delivery>("HandleConsumerFetch", {
    kind: "protocol",
    cites: ["kafka.consumer-read", "kafka.fetch-validation"],
    choices: deliveries,
    guard: (state, delivery) => arrivingRequest(state, delivery)?.kind === "ConsumerFetch",
    effect(draft, { broker, client }) {
      const request = receive(draft.clientChannels, clientProcess(client), brokerProcess(broker))
      if (request.kind !== "ConsumerFetch") return
      const replica = draft.replicas[replicaName(broker, request.partition)] ?? null
      send(draft.clientChannels, brokerProcess(broker), clientProcess(client), {
        kind: "ConsumerFetchResponse",
        partition: request.partition,
        offset: request.offset,
        result: read(replica, request, replica ? readable(replica) : 0),
      })
    },
  })

  const handleConsumerFetchResponse = action<KafkaState, Delivery>("HandleConsumerFetchResponse", {
    kind: "protocol",
    cites: ["kafka.consumer-read", "kafka.stale-metadata"],
    choices: deliveries,
    guard: (state, delivery) => arrivingResponse(state, delivery)?.kind === "ConsumerFetchResponse",
    effect(draft, { broker, client }) {
      const response = receive(draft.clientChannels, brokerProcess(broker), clientProcess(client))
      const consumer = draft.clients[clientProcess(client)]
      if (response.kind !== "ConsumerFetchResponse" || !consumer) return
      const { partition, offset, result } = response
      const waiting = consumer.outstanding.consumer
      if (
        waiting?.kind !== "Fetch" ||
        waiting.partition !== partition ||
        waiting.offset !== offset ||
        waiting.broker !== broker
      )
        return
      consumer.outstanding.consumer = null
      if (result === null) return
      if (!("error" in result)) {
        consumer.positions[partition] = offset + 1
        keepRead(draft, partition, { topicId: result.topicId, offset, value: result.value })
      } else if (result.error === "OFFSET_OUT_OF_RANGE") consumer.positions[partition] = result.logStart ?? 0
      else consumer.stale = true
    },
  })

  return [consume, handleConsumerFetch, handleConsumerFetchResponse]
}

/** What a fetch from this position would bring, if it would not just wait. */
function answer(consumer: Visible<Client>, replica: Replica, partition: PartitionName, readable: number): Result {
  const offset = consumer.positions[partition] ?? 0
  const leaderEpoch = consumer.metadata?.partitions[partition]?.leaderEpoch ?? -1
  return read(replica, { offset, leaderEpoch }, readable)
}

/** What a broker answers to a consumer: one record, nothing where there is none to read yet, or why not (Partition.fetchRecords, KIP-320). */
function read(
  replica: Replica | null,
  { offset, leaderEpoch }: Pick<Request, "offset" | "leaderEpoch">,
  readable: number,
): Result {
  if (replica === null) return { error: "NOT_LEADER" }
  if (leaderEpoch < replica.leaderEpoch) return { error: "FENCED_LEADER_EPOCH" }
  if (leaderEpoch > replica.leaderEpoch) return { error: "UNKNOWN_LEADER_EPOCH" }
  if (replica.leadership === null) return { error: "NOT_LEADER" }
  const { logStart } = replica
  if (offset < logStart || offset > logEnd(replica)) return { error: "OFFSET_OUT_OF_RANGE", logStart }
  const entry = offset < readable ? replica.log[offset] : undefined
  return entry == null ? null : { topicId: replica.topicId, value: entry.value }
}

function keepRead(
  draft: Draft<KafkaState>,
  partition: PartitionName,
  record: { topicId: number; offset: number; value: number },
): void {
  const known = draft.history.consumed[partition] ?? []
  const same = known.some(
    ({ topicId, offset, value }) => topicId === record.topicId && offset === record.offset && value === record.value,
  )
  if (!same) draft.history.consumed[partition] = [...known, record]
}
