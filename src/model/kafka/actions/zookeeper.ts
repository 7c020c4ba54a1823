import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import {
  canConnect,
  connect,
  disconnect,
  type Ensemble,
  hasIncoming,
  mustDisconnect,
  type Result,
  receive,
  servingIds,
  type WatchEvent,
} from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { taskAnswered } from "../controller/answers.ts"
import {
  electionAnswered,
  epochAnswered,
  lookUpController,
  lookUpEpoch,
  lookupAnswered,
  resign,
} from "../controller/election.ts"
import { enqueue } from "../controller/events.ts"
import { brokerProcess, paths } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import {
  connectedToZooKeeper,
  ownerAnswered,
  ownerGone,
  readTopicConfigs,
  registerAnswered,
  topicConfigsAnswered,
} from "../registration.ts"
import { isrAnswered } from "../replica/isr.ts"
import type { BrokerId, KafkaState } from "../state.ts"

/** How brokers use ZooKeeper: they connect to any server, and act on answers and watch events one at a time. */
export function zooKeeperClientActions(kafka: Kafka, ensemble: Ensemble): Action<KafkaState>[] {
  const { brokers } = kafka
  const ids = servingIds(ensemble)

  const connectToZooKeeper = action<KafkaState, { broker: BrokerId; server: number }>("ConnectToZooKeeper", {
    kind: "protocol",
    cites: [
      "zookeeper.reconnection",
      "zookeeper.monotonic-client",
      "zookeeper.session-creation",
      "zookeeper.session-reattach",
    ],
    choices: brokers.flatMap((broker) => rotated(ids, broker - 1).map((server) => ({ broker, server }))),
    guard: (state, { broker, server }) => canConnect(state, brokerProcess(broker), server, ensemble.rules),
    effect: (draft, { broker, server }) => connect(draft, brokerProcess(broker), server),
  })

  const disconnectFromZooKeeper = action<KafkaState, { broker: BrokerId }>("DisconnectFromZooKeeper", {
    kind: "protocol",
    cites: ["zookeeper.connection-loss"],
    choices: brokers.map((broker) => ({ broker })),
    guard: (state, { broker }) => mustDisconnect(state, brokerProcess(broker)),
    effect: (draft, { broker }) => void disconnect(draft, brokerProcess(broker)),
  })

  const handleZooKeeper = action<KafkaState, { broker: BrokerId }>("HandleZooKeeper", {
    kind: "protocol",
    cites: [
      "kafka.broker-registration",
      "kafka.exclusive-registration",
      "kafka.session-expiry",
      "kafka.controller-election",
      "kafka.controller-resignation",
      "kafka.later-reigns",
      "kafka.controller-context",
      "kafka.controller-epoch",
      "kafka.controller-event-loop",
      "kafka.controller-failover",
      "kafka.pending-deletions",
      "kafka.reassignment",
      "kafka.reassignment-replacement",
      "kafka.reassignment-epoch",
      "kafka.controller-write-fencing",
      "kafka.partition-state-version",
      "kafka.broker-startup",
      "kafka.broker-failure",
      "kafka.broker-news",
      "kafka.empty-metadata",
      "kafka.bounce-detection",
      "kafka.expansion-in-deletion",
      "kafka.leader-election",
      "kafka.unclean-election",
      "kafka.isr-removal",
      "kafka.offline-leader",
      "kafka.last-in-isr",
      "kafka.isr-change-response",
      "kafka.alter-partition-conflict",
      "zookeeper.response-order",
    ],
    choices: brokers.map((broker) => ({ broker })),
    guard: (state, { broker }) => hasIncoming(state, brokerProcess(broker)),
    effect(draft, { broker }) {
      const incoming = receive(draft, brokerProcess(broker))
      if (incoming.kind === "connected") connectedToZooKeeper(kafka, draft, broker)
      else if (incoming.kind === "expired") resign(kafka, draft, broker)
      else if (incoming.kind === "watchEvent") watchFired(kafka, draft, broker, incoming.event)
      else answered(kafka, draft, broker, incoming.purpose as ZooKeeperPurpose, incoming.results)
    },
  })

  return [connectToZooKeeper, disconnectFromZooKeeper, handleZooKeeper]
}

/** Each broker begins with another server, as clients that shuffle their list of servers do. */
const rotated = (servers: readonly number[], by: number): number[] =>
  servers.map((_, index) => servers[(index + by) % servers.length] as number)

/** An event says only that something changed; the broker reads what. Until KAFKA-928 what a broker stopped in resigning never heard again. */
function watchFired(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId, { path }: WatchEvent): void {
  const isDeaf = draft.brokers[broker]?.hasResigned === true
  if (path === paths.controller) lookUpController(kafka, draft, broker)
  else if (path === paths.controllerEpoch) lookUpEpoch(draft, broker)
  else if (path === paths.configChanges) readTopicConfigs(kafka, draft, broker)
  else if (path === paths.brokerId(broker)) ownerGone(kafka, draft, broker)
  else if (isDeaf && (path === paths.brokerIds || path.startsWith(paths.topics))) return
  else if (path === paths.brokerIds) enqueue(kafka, draft, broker, "brokers")
  else if (path === paths.isrChanges) enqueue(kafka, draft, broker, "isrChanges")
  else if (path === paths.deletions) enqueue(kafka, draft, broker, "deletions")
  else if (path.startsWith(paths.topics)) enqueue(kafka, draft, broker, "topics")
}

/** Dispatches an answer by what it is for; one for a reign that has ended is nobody's. */
function answered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  purpose: ZooKeeperPurpose,
  results: readonly Result[],
): void {
  switch (purpose.kind) {
    case "register":
      registerAnswered(kafka, draft, broker, results)
      break
    case "registrationOwner":
      ownerAnswered(kafka, draft, broker, results)
      break
    case "topicConfigs":
      topicConfigsAnswered(kafka, draft, broker, results)
      break
    case "controllerLookup":
      lookupAnswered(kafka, draft, broker, results)
      break
    case "controllerEpoch":
      epochAnswered(kafka, draft, broker, results)
      break
    case "controllerElection":
      electionAnswered(kafka, draft, broker, purpose.epoch, results)
      break
    case "controllerTask":
      if (draft.controllers[broker]?.epoch === purpose.epoch) controllerAnswered(kafka, draft, broker, results)
      break
    case "isrChange":
      isrAnswered(kafka, draft, broker, purpose, results)
      break
    case "administration":
      break
  }
}

/** A controller whose write was refused because another has been elected ends its reign, and finds out who it is. */
function controllerAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  results: readonly Result[],
): void {
  if (taskAnswered(kafka, draft, broker, results)) return
  resign(kafka, draft, broker)
  lookUpController(kafka, draft, broker)
}
