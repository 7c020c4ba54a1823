import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { receive, send } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import type { Kafka } from "../config.ts"
import type { Acks, ClientMessage, ProduceError } from "../messages.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { advance, requiredReplicas } from "../replica/leader.ts"
import { append, logEnd } from "../replica/log.ts"
import type { BrokerId, KafkaState, PartitionName, Replica } from "../state.ts"
import { arrivingRequest, arrivingResponse, type Delivery, deliveriesOf } from "./client-delivery.ts"

/** Producing: a record goes to the leader that the client knows, and is answered as its acks ask. */
export function produceActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients, partitions } = kafka
  const acks: readonly Acks[] = ["all", "1", "0"]
  const deliveries = deliveriesOf(kafka)

  const produce = action<KafkaState, { client: number; partition: PartitionName; acks: Acks }>("Produce", {
    kind: "workload",
    cites: ["kafka.produce", "kafka.stale-metadata"],
    choices: clients.flatMap((client) =>
      partitions.flatMap((partition) => acks.map((level) => ({ client, partition, acks: level }))),
    ),
    guard(state, { client, partition }) {
      if (!affords(state, "records")) return false
      const known = state.clients[clientProcess(client)]
      if (!known || known.stale || known.outstanding.producer !== null) return false
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
      if (level !== "0") producer.outstanding.producer = { kind: "Produce", broker, partition, value }
      send(draft.clientChannels, name, brokerProcess(broker), { kind: "Produce", partition, value, acks: level })
    },
  })

  const handleProduce = action<KafkaState, Delivery>("HandleProduce", {
    kind: "protocol",
    cites: ["kafka.produce", "kafka.min-insync-replicas", "kafka.high-watermark"],
    choices: deliveries,
    guard: (state, delivery) => arrivingRequest(state, delivery)?.kind === "Produce",
    effect(draft, { broker, client }) {
      const request = receive(draft.clientChannels, clientProcess(client), brokerProcess(broker))
      if (request.kind !== "Produce") return
      const error = appendAsLeader(kafka, draft, broker, clientProcess(client), request)
      const { partition, value } = request
      const waits = request.acks === "all" && error === null
      if (request.acks !== "0" && !waits) {
        send(draft.clientChannels, brokerProcess(broker), clientProcess(client), {
          kind: "ProduceResponse",
          partition,
          value,
          error,
        })
      }
    },
  })

  const handleProduceResponse = action<KafkaState, Delivery>("HandleProduceResponse", {
    kind: "protocol",
    cites: ["kafka.produce", "kafka.stale-metadata"],
    choices: deliveries,
    guard: (state, delivery) => arrivingResponse(state, delivery)?.kind === "ProduceResponse",
    effect(draft, { broker, client }) {
      const response = receive(draft.clientChannels, brokerProcess(broker), clientProcess(client))
      const known = draft.clients[clientProcess(client)]
      if (response.kind !== "ProduceResponse" || !known) return
      const waiting = known.outstanding.producer
      if (waiting?.kind !== "Produce" || waiting.value !== response.value) return
      known.outstanding.producer = null
      if (response.error === "NOT_LEADER") known.stale = true
    },
  })

  return [produce, handleProduce, handleProduceResponse]
}

/** Appends a record at a leader, or says why it cannot (Partition.appendRecordsToLeader). */
function appendAsLeader(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  client: ProcessName,
  { partition, value, acks }: Extract<ClientMessage, { kind: "Produce" }>,
): ProduceError | null {
  const replica = draft.replicas[replicaName(broker, partition)]
  if (!replica?.leadership) return "NOT_LEADER"
  const checked = acks === "all" && kafka.rules.minInsyncReplicasCheck === "on"
  if (checked && replica.leadership.isr.length < requiredReplicas(kafka, draft, broker, partition))
    return "NOT_ENOUGH_REPLICAS"
  append(replica, { epoch: replica.leaderEpoch, value })
  draft.history.origins[value] = replica.topicId
  keepRewritten(draft, broker, partition, replica)
  if (acks === "all") replica.leadership.waiting.push({ client, offset: logEnd(replica) - 1, value })
  advance(kafka, draft, broker, partition)
  return null
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
