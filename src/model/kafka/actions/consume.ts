import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { connected, send } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import { mustValidate, positionOf, readReplica, startOver } from "../client/consumer.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { readFor } from "../replica/serve-consumer.ts"
import type { BrokerId, KafkaState, PartitionName, ReadRecord } from "../state.ts"
import { handleRequest, handleResponse } from "./client-delivery.ts"

/** Consuming: a client reads one record after the other, below the high watermark of the replica that it reads from. */
export function consumeActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions, rules } = kafka
  const readers = rules.consumer === "reads" ? clients : []

  const consume = action<KafkaState, { client: number; partition: PartitionName }>("Consume", {
    kind: "protocol",
    cites: ["kafka.consumer-read", "kafka.follower-read"],
    choices: readers.flatMap((client) => partitions.map((partition) => ({ client, partition }))),
    guard(state, { client, partition }) {
      const name = clientProcess(client)
      const known = state.clients[name]
      if (!known || known.stale || known.outstanding.consumer !== null) return false
      const told = known.metadata?.partitions[partition]
      const broker = readReplica(state, name, partition)
      if (told === undefined || broker === null) return false
      if (!isServing(state, broker) || !connected(state.links, name, brokerProcess(broker))) return false
      if (state.replicas[replicaName(broker, partition)] == null) return false
      const { leaderEpoch } = told
      const result = readFor(kafka, state, broker, { partition, offset: positionOf(known, partition), leaderEpoch })
      if (result === null) return false
      if ("preferred" in result && result.preferred === known.preferred[partition]) return false
      return !mustValidate(kafka, state, name, partition)
    },
    effect(draft, { client, partition }) {
      const name = clientProcess(client)
      const consumer = draft.clients[name]
      const broker = readReplica(draft, name, partition)
      const leaderEpoch = consumer?.metadata?.partitions[partition]?.leaderEpoch
      if (!consumer || broker === null || leaderEpoch === undefined) return
      const offset = positionOf(consumer, partition)
      consumer.outstanding.consumer = { kind: "Fetch", broker, partition, offset }
      send(draft.clientChannels, name, brokerProcess(broker), {
        kind: "ConsumerFetch",
        partition,
        offset,
        leaderEpoch,
      })
    },
  })

  const handleConsumerFetch = handleRequest(
    kafka,
    "HandleConsumerFetch",
    "ConsumerFetch",
    ["kafka.consumer-read", "kafka.fetch-validation", "kafka.follower-read"],
    (draft, { broker }, request) => {
      const { partition, offset } = request
      return { kind: "ConsumerFetchResponse", partition, offset, result: readFor(kafka, draft, broker, request) }
    },
  )

  const handleConsumerFetchResponse = handleResponse(
    kafka,
    "HandleConsumerFetchResponse",
    "ConsumerFetchResponse",
    ["kafka.consumer-read", "kafka.stale-metadata", "kafka.consumer-out-of-range", "kafka.follower-read"],
    (draft, { broker, client }, { partition, offset, result }, consumer) => {
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
      if ("preferred" in result) consumer.preferred[partition] = result.preferred
      else if ("error" in result) {
        if (result.error !== "OFFSET_OUT_OF_RANGE") consumer.stale = true
        else if (consumer.preferred[partition] === broker) delete consumer.preferred[partition]
        else startOver(consumer, partition, result.logStart ?? 0)
      } else {
        consumer.positions[partition] = offset + 1
        consumer.lastEpochs[partition] = result.epoch
        const { topicId, value } = result
        keepRead(draft, clientProcess(client), broker, partition, { topicId, offset, value })
      }
    },
  )

  return [consume, handleConsumerFetch, handleConsumerFetchResponse]
}

/** Keeps, for the properties, what was read, and whether what the client had read just before was not before it. */
function keepRead(
  draft: Draft<KafkaState>,
  client: ProcessName,
  broker: BrokerId,
  partition: PartitionName,
  record: ReadRecord,
): void {
  const { history } = draft
  const known = history.consumed[partition] ?? []
  const same = ({ topicId, offset, value }: ReadRecord) =>
    topicId === record.topicId && offset === record.offset && value === record.value
  if (!known.some(same)) history.consumed[partition] = [...known, record]
  const before = history.lastRead[`${client}/${partition}`]
  const log = draft.replicas[replicaName(broker, partition)]?.log
  const follows = before?.topicId === record.topicId && before.offset === record.offset - 1
  const previous = log?.[record.offset - 1] ?? null
  const isOther = log?.[record.offset]?.value === record.value && previous !== null && previous.value !== before?.value
  if (follows && isOther) history.unnoticed.push({ ...record, partition, client })
  history.lastRead[`${client}/${partition}`] = record
}
