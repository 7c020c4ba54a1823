import { changed } from "../../engine/index.ts"
import type { Components, Model } from "../../engine/model.ts"
import {
  brokerProcess,
  clientProcess,
  coldKafka,
  type Kafka,
  kafkaActions,
  kafkaComponents,
  kafkaFrom,
  kafkaNodes,
} from "../kafka/index.ts"
import { cutLink, healLink } from "../network/faults.ts"
import { deliver, withPrompt } from "../network/prompt.ts"
import { allLinks, ends } from "../network/state.ts"
import {
  breakConnection,
  freshClient,
  initialHistory,
  initialPeers,
  initialServers,
  newestIn,
  serverProcess,
  treeWith,
  zooKeeperActions,
  zooKeeperChannelKeys,
  zooKeeperChannels,
  zooKeeperComponents,
} from "../zookeeper/index.ts"
import type { ClusterConfig } from "./config.ts"
import { promptOf } from "./prompt.ts"
import { starts } from "./starts.ts"
import type { ClusterState } from "./state.ts"

const noneAlike =
  "in a cluster nobody is like another: replicas are spread over brokers, and leaders preferred, in the order of their ids; and of two ZooKeeper servers that know as much the one with the larger id is elected"

const components: Components<ClusterState> = { ...zooKeeperComponents, ...kafkaComponents }

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
    initial: changed(starts[config.start](cold), (draft) => deliver<ClusterState>(draft, prompt)),
    actions: withPrompt(actions, prompt),
  }
}

function actionsOf({ zookeeper, inFlight }: ClusterConfig, kafka: Kafka): Model<ClusterState>["actions"] {
  const { servers, ...rules } = zookeeper
  const ensemble = { servers, clients: kafka.brokers.map(brokerProcess), rules }
  const links = linksOf(servers + rules.observers, kafka).map(ends)
  const channels = [
    ...zooKeeperChannelKeys,
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
    servers: initialServers(zookeeper.servers, tree, zookeeper),
    zkClients: Object.fromEntries(zkClients.map((process) => [process, { ...freshClient, alive: running(process) }])),
    links: Object.fromEntries(linksOf(zookeeper.servers + zookeeper.observers, kafka).map((link) => [link, true])),
    zkChannels: zooKeeperChannels(zkClients, zookeeper.servers + zookeeper.observers),
    ...initialPeers(zookeeper, zookeeper.servers, newestIn(tree)),
    budgets: { ...budgets },
    ...coldKafka(kafka),
    history: {
      ...initialHistory(tree, zookeeper.servers, zookeeper),
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
