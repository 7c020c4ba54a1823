import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { connected, send } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import { acksOf, batchAnswered, keepBatch } from "../client/producer.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { Acks, ClientMessage, ProduceError } from "../messages.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { advance, requiredReplicas } from "../replica/leader.ts"
import { append, logEnd } from "../replica/log.ts"
import { checkSequence } from "../rules/producer-state.ts"
import type { Batch, BrokerId, KafkaState, PartitionName, Replica, WaitingProduce } from "../state.ts"
import { handleRequest, handleResponse } from "./client-delivery.ts"

/** Producing: a record goes to the leader that the client knows, and is answered as its acks ask. */
export function produceActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions } = kafka
  const acks = acksOf(kafka)

  const produce = action<KafkaState, { client: number; partition: PartitionName; acks: Acks }>("Produce", {
    kind: "workload",
    cites: ["kafka.produce", "kafka.stale-metadata"],
    choices: clients.flatMap((client) =>
      partitions.flatMap((partition) => acks.map((level) => ({ client, partition, acks: level }))),
    ),
    guard(state, { client, partition }) {
      if (!affords(state, "records")) return false
      const known = state.clients[clientProcess(client)]
      if (!known || known.stale || known.outstanding.producer !== null || known.batch !== null) return false
      return known.metadata?.partitions[partition]?.leader != null
    },
    effect(draft, { client, partition, acks: level }) {
      const name = clientProcess(client)
      const producer = draft.clients[name]
      const broker = producer?.metadata?.partitions[partition]?.leader
      if (!producer || broker == null) return
      spend(draft, "records")
      draft.counters.records += 1
      const value = draft.counters.records
      keepBatch(kafka, producer, name, { partition, value, acks: level })
      sendRecord(draft, name, broker, producer.batch ?? { partition, value, acks: level })
    },
  })

  const retryProduce = action<KafkaState, { client: number }>("RetryProduce", {
    kind: "protocol",
    cites: ["kafka.produce-retry", "kafka.stale-metadata"],
    choices: kafka.rules.producer === "givesUp" ? [] : clients.map((client) => ({ client })),
    guard(state, { client }) {
      const name = clientProcess(client)
      const known = state.clients[name]
      if (!known?.batch || known.stale || known.outstanding.producer !== null) return false
      const leader = known.metadata?.partitions[known.batch.partition]?.leader
      if (leader == null || !isServing(state, leader)) return false
      return connected(state.links, name, brokerProcess(leader)) && mayTake(kafka, state, leader, known.batch)
    },
    effect(draft, { client }) {
      const batch = draft.clients[clientProcess(client)]?.batch
      const broker = batch && draft.clients[clientProcess(client)]?.metadata?.partitions[batch.partition]?.leader
      if (batch && broker != null) sendRecord(draft, clientProcess(client), broker, batch)
    },
  })

  const handleProduce = handleRequest(
    kafka,
    "HandleProduce",
    "Produce",
    ["kafka.produce", "kafka.producer-sequence", "kafka.min-insync-replicas", "kafka.high-watermark"],
    (draft, { broker, client }, request) => {
      const error = appendAsLeader(kafka, draft, broker, clientProcess(client), request)
      const { partition, value, acks } = request
      const waits = acks === "all" && error === null
      return acks === "0" || waits ? null : { kind: "ProduceResponse", partition, value, error }
    },
  )

  const handleProduceResponse = handleResponse(
    kafka,
    "HandleProduceResponse",
    "ProduceResponse",
    ["kafka.produce", "kafka.produce-retry", "kafka.producer-epoch-bump", "kafka.stale-metadata"],
    (_draft, { broker }, { value, error }, producer) => {
      const waiting = producer.outstanding.producer
      if (waiting?.kind !== "Produce" || waiting.value !== value) return
      if (producer.batch !== null && waiting.broker !== broker) return
      producer.outstanding.producer = null
      batchAnswered(producer, error)
      if (error === "NOT_LEADER") producer.stale = true
    },
  )

  return [produce, retryProduce, handleProduce, handleProduceResponse]
}

/** Sends a record, for the first time or again. */
function sendRecord(
  draft: Draft<KafkaState>,
  name: ProcessName,
  broker: BrokerId,
  { partition, value, acks, stamp }: Pick<Batch, "partition" | "value" | "acks"> & Partial<Pick<Batch, "stamp">>,
): void {
  const producer = draft.clients[name]
  if (producer && acks !== "0") producer.outstanding.producer = { kind: "Produce", broker, partition, value }
  const numbered = stamp == null ? {} : { stamp: { ...stamp } }
  send(draft.clientChannels, name, brokerProcess(broker), { kind: "Produce", partition, value, acks, ...numbered })
}

/** Whether sending again can bring anything but the same refusal: not while a leader's ISR is too small for it. */
function mayTake(kafka: Kafka, state: Visible<KafkaState>, broker: BrokerId, { partition, acks }: Batch): boolean {
  const leadership = state.replicas[replicaName(broker, partition)]?.leadership
  return !leadership || !lacksReplicas(kafka, state, broker, partition, acks, leadership.isr.length)
}

/** Whether a leader refuses a record because its ISR is too small. */
const lacksReplicas = (
  kafka: Kafka,
  state: Pick<KafkaState, "brokers">,
  broker: BrokerId,
  partition: PartitionName,
  acks: Acks,
  isr: number,
): boolean =>
  acks === "all" &&
  kafka.rules.minInsyncReplicasCheck === "on" &&
  isr < requiredReplicas(kafka, state, broker, partition)

/** Appends a record at a leader, or says why it cannot (Partition.appendRecordsToLeader). */
function appendAsLeader(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  client: ProcessName,
  { partition, value, acks, stamp }: Extract<ClientMessage, { kind: "Produce" }>,
): ProduceError | null {
  const replica = draft.replicas[replicaName(broker, partition)]
  if (!replica?.leadership) return "NOT_LEADER"
  if (lacksReplicas(kafka, draft, broker, partition, acks, replica.leadership.isr.length)) return "NOT_ENOUGH_REPLICAS"
  const check = stamp === undefined ? { append: true as const } : checkSequence(replica.log, stamp)
  if ("error" in check) return check.error
  const isDuplicate = "duplicateOf" in check
  if (isDuplicate && kafka.rules.duplicateSequence === "outOfOrder") return "OUT_OF_ORDER_SEQUENCE_NUMBER"
  const offset = isDuplicate ? check.duplicateOf : logEnd(replica)
  if (!isDuplicate) {
    append(replica, { epoch: replica.leaderEpoch, value, ...(stamp && { producer: stamp }) })
    const origins = draft.history.origins[value] ?? []
    if (!origins.includes(replica.topicId)) draft.history.origins[value] = [...origins, replica.topicId]
    keepRewritten(draft, broker, partition, replica)
  }
  if (acks === "all") awaitHighWatermark(replica, { client, offset, value })
  advance(kafka, draft, broker, partition)
  return null
}

/** A produce waits for the high watermark to pass its record, wherever that is in the log; one that waits already does not wait twice. */
function awaitHighWatermark(replica: Draft<Replica>, produce: WaitingProduce): void {
  const waiting = replica.leadership?.waiting
  const isSame = ({ client, offset, value }: WaitingProduce) =>
    client === produce.client && offset === produce.offset && value === produce.value
  if (!waiting?.some(isSame)) waiting?.push(produce)
}

/** Keeps that a leader has written in an epoch of which it has lost records. */
function keepRewritten(
  { history }: Draft<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  { topicId, leaderEpoch }: Pick<Replica, "topicId" | "leaderEpoch">,
): void {
  const key = `${topicId}/${partition}`
  const lost = history.lostEpochs[`${broker}/${key}`]
  if (lost !== undefined && lost >= leaderEpoch && !history.rewritten.includes(key)) history.rewritten.push(key)
}
