import { produce } from "immer"
import { heal } from "../../engine/healing.ts"
import type { Components, Model } from "../../engine/model.ts"
import {
  brokerProcess,
  clientProcess,
  coldKafka,
  freshBroker,
  type Kafka,
  kafkaActions,
  kafkaComponents,
  kafkaFrom,
  kafkaNodes,
  startBroker,
} from "../kafka/index.ts"
import { cutLink, healLink } from "../network/faults.ts"
import { type Carriers, deliver, type Prompt, withPrompt } from "../network/prompt.ts"
import { allLinks, ends } from "../network/state.ts"
import {
  breakConnection,
  freshClient,
  initialHistory,
  initialServers,
  serverProcess,
  treeWith,
  zooKeeperActions,
  zooKeeperChannels,
  zooKeeperComponents,
} from "../zookeeper/index.ts"
import type { ClusterConfig } from "./config.ts"
import type { ClusterState } from "./state.ts"

const noneAlike =
  "in a cluster nobody is like another: replicas are spread over brokers, and leaders preferred, in the order of their ids; and of two ZooKeeper servers that know as much the one with the larger id is elected"

const components: Components<ClusterState> = { ...zooKeeperComponents, ...kafkaComponents }

/** Steps within which every cluster that can be configured comes to rest after a cold start. */
const settlingStepsMax = 20_000

/** The model `cluster`: brokers, their controller, clients, and the ZooKeeper ensemble they depend on. */
export function cluster(config: ClusterConfig): Model<ClusterState> {
  const kafka = kafkaFrom(config.kafka)
  const actions = actionsOf(config, kafka)
  const cold: Model<ClusterState> = {
    name: "cluster",
    components,
    initial: coldStart(config, kafka),
    actions,
    symmetry: { none: noneAlike },
  }
  const prompt = promptOf(config, cold)
  return {
    ...cold,
    initial: produce(starts[config.start](cold), (draft) => deliver<ClusterState>(draft, prompt)),
    actions: withPrompt(actions, prompt),
  }
}

/** By which a follower's exchange with its leader goes on once the leader has looked at its fetch, or without one. */
const afterFetch = [
  "HandleFetchResponse",
  "HandleOffsetsForLeaderEpoch",
  "HandleOffsetsForLeaderEpochResponse",
  "HandleListOffsets",
  "HandleListOffsetsResponse",
  "TruncateDiverged",
  "RetryFetch",
]
/** The actions by which what a controller tells is handled. */
const fromController = ["HandleLeaderAndIsr", "HandleUpdateMetadata", "HandleStopReplica", "HandleStopReplicaResponse"]

/** The actions by which messages of a kind are handled, or checkpoints written. */
const deliveries: Readonly<Record<ClusterConfig["prompt"][number], readonly string[]>> = {
  clients: [
    "HandleProduce",
    "HandleProduceResponse",
    "HandleConsumerFetch",
    "HandleConsumerFetchResponse",
    "HandleConsumerListOffsets",
    "HandleConsumerListOffsetsResponse",
    "HandleConsumerOffsetsForLeaderEpoch",
    "HandleConsumerOffsetsForLeaderEpochResponse",
    "HandleMetadata",
    "HandleMetadataResponse",
  ],
  zookeeper: ["ServeRequest", "HandleZooKeeper"],
  control: [
    ...fromController,
    "HandleAlterPartition",
    "HandleAlterPartitionResponse",
    "HandleControlledShutdown",
    "HandleControlledShutdownResponse",
  ],
  fromController,
  fetches: ["HandleFetch", ...afterFetch],
  fetchResponses: afterFetch,
  checkpoints: ["CheckpointHighWatermarks"],
}

/** Where the messages of a kind are on their way, as far as its actions wait for messages. */
const channelsOf: Readonly<Record<ClusterConfig["prompt"][number], readonly (keyof ClusterState & string)[]>> = {
  clients: ["clientChannels"],
  zookeeper: ["zkChannels"],
  control: ["controlChannels", "controllerRequestChannels"],
  fromController: ["controlChannels"],
  fetches: ["fetchChannels"],
  fetchResponses: ["fetchChannels"],
  checkpoints: [],
}

/** Of these actions those that wait for no message. */
const unasked: readonly string[] = ["RetryFetch", "TruncateDiverged", "CheckpointHighWatermarks"]

/** What happens as soon as it can, in the order of the actions. */
function promptOf({ prompt }: ClusterConfig, { actions, initial }: Model<ClusterState>): Prompt<ClusterState>[] {
  const carriers = new Map(
    prompt
      .flatMap((kind) => channelsOf[kind])
      .map((key) => [key, { key, links: Object.keys(initial[key]) }] satisfies [string, Carriers<ClusterState>]),
  )
  return actions.flatMap((action): Prompt<ClusterState>[] => {
    const kind = prompt.find((one) => deliveries[one].includes(action.name))
    if (kind === undefined) return []
    const keys = unasked.includes(action.name) ? [] : channelsOf[kind]
    return [{ action, carriers: keys.flatMap((key) => carriers.get(key) ?? []) }]
  })
}

const atRest = (model: Model<ClusterState>, from: ClusterState): ClusterState =>
  heal(model, from, settlingStepsMax).state

/** Where runs begin. A cluster at rest is one that has come to rest by its own rules, not one that was written down. */
const starts: Readonly<Record<ClusterConfig["start"], (cold: Model<ClusterState>) => ClusterState>> = {
  cold: ({ initial }) => initial,
  settled: (cold) => atRest(cold, cold.initial),
  returning,
  restarted: (cold) => atRest(cold, returning(cold)),
}

/** The others are at rest, and broker 1 starts. */
function returning(cold: Model<ClusterState>): ClusterState {
  const others = produce(cold.initial, (draft) => {
    draft.brokers[1] = { ...freshBroker(), status: "absent" }
    draft.zkClients[brokerProcess(1)] = { ...freshClient, pending: [], watches: {}, alive: false }
  })
  return produce(atRest(cold, others), (draft) => startBroker(draft, 1))
}

function actionsOf({ zookeeper, inFlight }: ClusterConfig, kafka: Kafka): Model<ClusterState>["actions"] {
  const { servers, ...rules } = zookeeper
  const ensemble = { servers, clients: kafka.brokers.map(brokerProcess), rules }
  const links = linksOf(servers, kafka).map(ends)
  const channels = [
    "zkChannels",
    "fetchChannels",
    "clientChannels",
    "controllerRequestChannels",
    ...controlLosses(kafka),
  ] as const
  return [
    ...zooKeeperActions(ensemble),
    ...kafkaActions(kafka, ensemble),
    healLink<ClusterState>({ links }),
    cutLink<ClusterState>({ links, channels, inFlight, onLoss: breakConnection }),
  ]
}

/** Control requests are lost with a link only where controllers do not send them again (KAFKA-1187). */
const controlLosses = ({ rules }: Kafka): readonly "controlChannels"[] =>
  rules.controlRetry === "never" ? ["controlChannels"] : []

function coldStart({ zookeeper, budgets }: ClusterConfig, kafka: Kafka): ClusterState {
  const tree = treeWith(kafkaNodes(kafka))
  const zkClients = kafka.brokers.map(brokerProcess)
  const running = (process: string) =>
    kafka.brokers.indexOf(Number(process.slice("broker".length))) < kafka.rules.brokers
  return {
    servers: initialServers(zookeeper.servers, tree),
    zkClients: Object.fromEntries(zkClients.map((process) => [process, { ...freshClient, alive: running(process) }])),
    links: Object.fromEntries(linksOf(zookeeper.servers, kafka).map((link) => [link, true])),
    zkChannels: zooKeeperChannels(zkClients, zookeeper.servers),
    budgets: { ...budgets },
    ...coldKafka(kafka),
    history: {
      ...initialHistory(tree),
      acknowledged: {},
      consumed: {},
      lastRead: {},
      unnoticed: [],
      latestOffsets: {},
      thinAcknowledgements: [],
      misdirected: [],
      origins: {},
      deletedBelow: {},
      atRisk: {},
      lostEpochs: {},
      rewritten: [],
      lossy: [],
      reassigned: {},
      unstopped: [],
      deletedTopicIds: [],
    },
  }
}

/** Every link that carries something: clients talk to brokers only. */
function linksOf(servers: number, kafka: Kafka): string[] {
  const ensemble = Array.from({ length: servers }, (_, index) => serverProcess(index + 1))
  const brokers = kafka.brokers.map(brokerProcess)
  const clients = kafka.clients.map(clientProcess)
  return allLinks([...ensemble, ...brokers, ...clients]).filter((link) => {
    const { from, to } = ends(link)
    const isClient = (process: string) => clients.includes(process)
    return !(isClient(from) && !brokers.includes(to)) && !(isClient(to) && !brokers.includes(from))
  })
}
