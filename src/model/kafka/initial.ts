import { emptyChannels } from "../network/channels.ts"
import { allLinks, linkName } from "../network/state.ts"
import type { Planted } from "../zookeeper/index.ts"
import { freshBroker } from "./actions/brokers.ts"
import { type Kafka, topicConfig } from "./config.ts"
import { brokerProcess, clientProcess, paths, replicaName } from "./names.ts"
import { assignReplicas, assignWithRepetition } from "./rules/assignment.ts"
import type { BrokerId, Client, KafkaState } from "./state.ts"

/** The part of a state that belongs to Kafka, before any process has done anything. */
export type ColdStart = Pick<
  KafkaState,
  | "brokers"
  | "metadata"
  | "controllers"
  | "replicas"
  | "checkpoints"
  | "clients"
  | "controlChannels"
  | "lateRequests"
  | "controllerRequestChannels"
  | "fetchChannels"
  | "clientChannels"
  | "counters"
>

/** How Kafka's part of a state splits into components. */
export const kafkaComponents = {
  brokers: "eachField",
  metadata: "each",
  controllers: "eachField",
  replicas: "eachField",
  checkpoints: "each",
  clients: "eachField",
  controlChannels: "each",
  lateRequests: "each",
  controllerRequestChannels: "each",
  fetchChannels: "each",
  clientChannels: "each",
  counters: "each",
} as const

/** How partitions are spread over brokers here. */
export const assignmentRule = ({ rules }: Kafka): typeof assignReplicas =>
  rules.replicaAssignment === "rackUnaware" ? assignReplicas : assignWithRepetition

const existing = (kafka: Kafka) => kafka.topics.filter((topic) => topicConfig(kafka, topic).exists)

/** The znodes of a cluster that has its topics and has never had a controller. */
export function kafkaNodes(kafka: Kafka): Planted[] {
  const parents = [
    "/brokers",
    paths.brokerIds,
    paths.topics,
    "/admin",
    paths.deletions,
    "/config",
    paths.topicConfigs,
    paths.configChanges,
    paths.isrChanges,
  ]
  const brokers = kafka.brokers.slice(0, kafka.rules.brokers)
  const assign = assignmentRule(kafka)
  const topics = existing(kafka).flatMap((topic, index): Planted[] => {
    const { partitions, replicationFactor, minInsyncReplicas, startIndex: begin } = topicConfig(kafka, topic)
    const startIndex = (begin ?? index) % brokers.length
    const assignment = assign(brokers, partitions, replicationFactor, {
      startIndex,
      shift: startIndex,
      firstPartition: 0,
    })
    return [
      { path: paths.topicConfig(topic), data: { minInsyncReplicas } },
      { path: paths.topic(topic), data: { topicId: index + 1, assignment } },
      { path: paths.partitions(topic), data: null },
    ]
  })
  return [...parents.map((path) => ({ path, data: null })), { path: paths.controllerEpoch, data: 0 }, ...topics]
}

const newClient: Client = {
  metadata: null,
  stale: false,
  outstanding: { producer: null, consumer: null },
  batch: null,
  numbering: { epoch: 0, partitions: {} },
  positions: {},
  lastEpochs: {},
  preferred: {},
}

/** Every process has just been started. */
export function coldKafka(kafka: Kafka): ColdStart {
  const { brokers, clients, partitions, rules } = kafka
  const byBroker = <T>(value: (broker: BrokerId) => T): Record<BrokerId, T> =>
    Object.fromEntries(brokers.map((broker) => [broker, value(broker)]))
  const processes = brokers.map(brokerProcess)
  const between = allLinks(processes)
  const toSelf = processes.map((process) => linkName(process, process))
  const toClients = clients.flatMap((client) =>
    processes.flatMap((process) => [
      linkName(process, clientProcess(client)),
      linkName(clientProcess(client), process),
    ]),
  )
  return {
    brokers: byBroker((broker) => ({ ...freshBroker(), status: broker <= rules.brokers ? "up" : "absent" })),
    metadata: byBroker(() => ({ controller: null, brokers: [], partitions: {} })),
    controllers: byBroker(() => null),
    replicas: Object.fromEntries(
      brokers.flatMap((broker) => partitions.map((partition) => [replicaName(broker, partition), null])),
    ),
    checkpoints: byBroker(() => ({})),
    clients: Object.fromEntries(clients.map((client) => [clientProcess(client), newClient])),
    controlChannels: emptyChannels([...between, ...toSelf]),
    lateRequests: byBroker(() => []),
    controllerRequestChannels: emptyChannels([...between, ...toSelf]),
    fetchChannels: emptyChannels(between),
    clientChannels: emptyChannels(toClients),
    counters: { topicIds: existing(kafka).length, records: 0 },
  }
}
