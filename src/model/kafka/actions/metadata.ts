import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { connected, send } from "../../network/channels.ts"
import { linkName, type ProcessName } from "../../network/state.ts"
import { forgetPreferred } from "../client/consumer.ts"
import { failBatch } from "../client/producer.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import { brokerProcess, clientProcess, replicaName } from "../names.ts"
import { mayAdvance } from "../replica/leader.ts"
import type { BrokerId, KafkaState, Metadata, Outstanding, PartitionMetadata } from "../state.ts"
import { type Delivery, deliveriesOf, handleRequest, handleResponse } from "./client-delivery.ts"

/** Bootstrap and refresh: any broker answers with every broker and every partition's leader, as far as it knows. */
export function metadataActions(kafka: Kafka): Action<KafkaState>[] {
  const { clients } = kafka
  const deliveries = deliveriesOf(kafka)

  const requestMetadata = action<KafkaState, Delivery>("RequestMetadata", {
    kind: "protocol",
    cites: ["kafka.bootstrap", "kafka.stale-metadata"],
    choices: deliveries,
    guard(state, { broker, client }) {
      const name = clientProcess(client)
      const known = state.clients[name]
      if (!known || known.outstanding.producer !== null || !isServing(state, broker)) return false
      return connected(state.links, name, brokerProcess(broker)) && isNeeded(kafka, state, name, broker)
    },
    effect(draft, { broker, client }) {
      const known = draft.clients[clientProcess(client)]
      if (!known) return
      known.outstanding.producer = { kind: "Metadata", broker }
      send(draft.clientChannels, clientProcess(client), brokerProcess(broker), { kind: "Metadata" })
    },
  })

  const handleMetadata = handleRequest(
    kafka,
    "HandleMetadata",
    "Metadata",
    ["kafka.bootstrap", "kafka.update-metadata"],
    (draft, { broker }) => ({
      kind: "MetadataResponse",
      metadata: copy(draft.metadata[broker] ?? { brokers: [], partitions: {} }),
    }),
  )

  const handleMetadataResponse = handleResponse(
    kafka,
    "HandleMetadataResponse",
    "MetadataResponse",
    ["kafka.bootstrap", "kafka.metadata-epoch"],
    (_draft, _delivery, response, known) => {
      if (known.outstanding.producer?.kind === "Metadata") known.outstanding.producer = null
      const metadata = copy(merged(kafka, known.metadata, response.metadata))
      forgetPreferred(known, metadata)
      known.metadata = metadata
      known.stale = false
      if (known.batch !== null && metadata.partitions[known.batch.partition] === undefined) failBatch(known)
    },
  )

  const giveUp = action<KafkaState, { client: number; role: "producer" | "consumer" }>("RequestTimesOut", {
    kind: "protocol",
    cites: ["kafka.produce-timeout"],
    choices: clients.flatMap((client) => (["producer", "consumer"] as const).map((role) => ({ client, role }))),
    guard(state, { client, role }) {
      const name = clientProcess(client)
      const outstanding = state.clients[name]?.outstanding[role]
      if (outstanding == null) return false
      const broker = brokerProcess(outstanding.broker)
      if (!connected(state.links, name, broker) || !isServing(state, outstanding.broker)) return true
      const onTheWay =
        (state.clientChannels[linkName(name, broker)]?.length ?? 0) +
        (state.clientChannels[linkName(broker, name)]?.length ?? 0)
      return onTheWay === 0 && !isWaiting(kafka, state, outstanding)
    },
    effect(draft, { client, role }) {
      const name = clientProcess(client)
      const known = draft.clients[name]
      const outstanding = known?.outstanding[role]
      if (!known || outstanding == null) return
      known.outstanding[role] = null
      known.stale = true
      if (outstanding.kind === "Fetch") delete known.preferred[outstanding.partition]
      if (outstanding.kind === "Produce" && known.batch !== null) closeProducer(draft, name, outstanding.broker)
    },
  })

  return [requestMetadata, handleMetadata, handleMetadataResponse, giveUp]
}

/** A producer that sends again has closed the connection on which it waited: answers on it reach nobody (NetworkClient.processTimeoutDisconnection). */
function closeProducer(draft: Draft<KafkaState>, name: ProcessName, broker: BrokerId): void {
  const link = linkName(brokerProcess(broker), name)
  const channel = draft.clientChannels[link] ?? []
  draft.clientChannels[link] = channel.filter(({ kind }) => kind !== "ProduceResponse")
}

/** Whether a produce waits at its leader for a high watermark that may still move. */
function isWaiting(kafka: Kafka, state: Visible<KafkaState>, outstanding: Outstanding): boolean {
  if (outstanding.kind !== "Produce") return false
  const { broker, partition, value } = outstanding
  const leadership = state.replicas[replicaName(broker, partition)]?.leadership
  if (!leadership?.waiting.some((waiting) => waiting.value === value)) return false
  return mayAdvance(kafka, state, broker, partition, leadership)
}

/**
 * Whether a client asks a broker: it knows nothing, an answer told it that it is out of date, or the broker knows a leader of
 * a partition that the client knows no leader of, or none that it can reach. Clients ask on a timer too: here only if it helps.
 */
function isNeeded(kafka: Kafka, state: Visible<KafkaState>, name: ProcessName, broker: BrokerId): boolean {
  const client = state.clients[name]
  if (client === undefined || client.stale || client.metadata === null) return true
  const told = state.metadata[broker]?.partitions ?? {}
  for (const partition in told) {
    const [known, answer] = [client.metadata.partitions[partition], told[partition]]
    if (answer?.leader == null || (known !== undefined && !supersedes(kafka, answer, known))) continue
    const leader = known?.leader ?? null
    if (leader === null || !isServing(state, leader) || !connected(state.links, name, brokerProcess(leader)))
      return true
  }
  return false
}

/** Whether what is told of a partition is newer than what was known: it is another topic's, or of a later leader epoch. */
const supersedes = (kafka: Kafka, told: PartitionMetadata, known: PartitionMetadata): boolean =>
  told.topicId !== known.topicId || (told.leaderEpoch !== known.leaderEpoch && !isOlder(kafka, told, known))

/** Whether what is told is of an earlier leader epoch than what was known; clients that compare no epochs cannot tell (before KIP-320). */
const isOlder = ({ rules }: Kafka, told: PartitionMetadata, known: PartitionMetadata): boolean =>
  rules.metadataEpoch === "compared" && known.topicId === told.topicId && known.leaderEpoch > told.leaderEpoch

/** The answer replaces what was known, but for partitions of which a later leader epoch of the same topic is known (KIP-320). */
function merged(kafka: Kafka, known: Metadata | null, answer: Metadata): Metadata {
  const partitions = Object.entries(answer.partitions).map(([partition, told]) => {
    const before = known?.partitions[partition]
    return [partition, before !== undefined && isOlder(kafka, told, before) ? before : told] as const
  })
  return { brokers: answer.brokers, partitions: Object.fromEntries(partitions) }
}

const copy = ({ brokers, partitions }: Metadata) => ({
  brokers: [...brokers],
  partitions: Object.fromEntries(Object.entries(partitions).map(([partition, told]) => [partition, { ...told }])),
})
