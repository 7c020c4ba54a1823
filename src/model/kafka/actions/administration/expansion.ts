import { type Action, action, type Visible } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import { children, type Ensemble, leaderServer, type Tree, writeThroughLeader } from "../../../zookeeper/index.ts"
import { type Kafka, partitionsAtMost, topicConfig } from "../../config.ts"
import { liveBrokers } from "../../controller/requests.ts"
import type { StoredTopic } from "../../controller/state.ts"
import { assignmentRule } from "../../initial.ts"
import { paths } from "../../names.ts"
import type { BrokerId, KafkaState, TopicName } from "../../state.ts"
import { administer, administering } from "./controller.ts"

/** Partitions are added to a topic, by the controller that is asked to (KIP-195), or by a tool that writes to ZooKeeper and asks nobody. */
export const expandTopic = (kafka: Kafka, ensemble: Ensemble): Action<KafkaState> =>
  kafka.rules.topicExpansion === "asked" ? expandByController(kafka) : expandByTool(kafka, ensemble)

const expandByController = (kafka: Kafka): Action<KafkaState> =>
  action<KafkaState, { broker: BrokerId; topic: TopicName }>("ExpandTopic", {
    kind: "workload",
    cites: ["kafka.topic-expansion", "kafka.replica-assignment"],
    choices: kafka.brokers.flatMap((broker) => kafka.topics.map((topic) => ({ broker, topic }))),
    guard(state, { broker, topic }) {
      if (!affords(state, "topicsExpanded")) return false
      const controller = administering(state, broker)
      const found = controller?.topics[topic]
      if (!controller || !found || controller.deletions[topic] !== undefined) return false
      return canExpand(kafka, topic, found, liveBrokers(controller))
    },
    effect(draft, { broker, topic }) {
      const controller = draft.controllers[broker]
      const found = controller?.topics[topic]
      if (!controller || !found) return
      spend(draft, "topicsExpanded")
      const { version, ...stored } = found
      const data = expanded(kafka, topic, stored, liveBrokers(controller))
      administer(draft, broker, [{ op: "setData", path: paths.topic(topic), data, version }])
    },
  })

const expandByTool = (kafka: Kafka, ensemble: Ensemble): Action<KafkaState> =>
  action<KafkaState, { topic: TopicName }>("ExpandTopic", {
    kind: "workload",
    cites: ["kafka.topic-expansion", "kafka.replica-assignment"],
    choices: kafka.topics.map((topic) => ({ topic })),
    guard(state, { topic }) {
      if (!affords(state, "topicsExpanded")) return false
      const tree = treeOf(state)
      const found = tree?.nodes[paths.topic(topic)]
      return (
        tree != null && found !== undefined && canExpand(kafka, topic, found.data as StoredTopic, registeredIn(tree))
      )
    },
    effect(draft, { topic }) {
      const tree = treeOf(draft)
      const found = tree?.nodes[paths.topic(topic)]
      if (!tree || !found) return
      spend(draft, "topicsExpanded")
      const data = expanded(kafka, topic, found.data as StoredTopic, registeredIn(tree))
      writeThroughLeader(draft, ensemble, null, { op: "setData", path: paths.topic(topic), data, version: -1 })
    },
  })

/** The tree that a tool reads and writes: that of ZooKeeper's leader, if there is one. */
function treeOf(state: Visible<KafkaState>): Tree | undefined {
  const leader = leaderServer(state)
  return leader === null ? undefined : state.servers[leader]?.tree
}

const registeredIn = (tree: Tree): BrokerId[] =>
  children(tree, paths.brokerIds)
    .map(Number)
    .sort((a, b) => a - b)

function canExpand(kafka: Kafka, topic: TopicName, { assignment }: StoredTopic, live: readonly BrokerId[]): boolean {
  const config = topicConfig(kafka, topic)
  return assignment.length < partitionsAtMost(config) && live.length >= config.replicationFactor
}

/** The topic with as many partitions as it can have: those that it has stay, the others begin where partition 0 did. */
function expanded(kafka: Kafka, topic: TopicName, stored: StoredTopic, live: readonly BrokerId[]) {
  const { assignment } = stored
  const config = topicConfig(kafka, topic)
  const firstPartition = assignment.length
  const preferred = assignment[0]?.[0] ?? 0
  const startIndex = Math.max(
    0,
    live.findIndex((broker) => broker >= preferred),
  )
  const start = { startIndex, shift: startIndex, firstPartition }
  const more = partitionsAtMost(config) - firstPartition
  const added = assignmentRule(kafka)(live, more, config.replicationFactor, start)
  return { ...stored, assignment: [...assignment.map((replicas) => [...replicas]), ...added] }
}
