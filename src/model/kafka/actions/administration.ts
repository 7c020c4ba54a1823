import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { canRequest, type Operation, request } from "../../zookeeper/index.ts"
import { type Kafka, partitionsAtMost, topicConfig } from "../config.ts"
import { isLive } from "../controller/controlled-shutdown.ts"
import { setTask } from "../controller/events.ts"
import { liveBrokers, replicasOf } from "../controller/requests.ts"
import { raised } from "../controller/transitions.ts"
import { isUp } from "../liveness.ts"
import { brokerProcess, paths, topicOf } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import { assignReplicas, assignWithRepetition } from "../rules/assignment.ts"
import { preferredElection } from "../rules/election.ts"
import type { BrokerId, KafkaState, PartitionName, TopicName } from "../state.ts"

/** What administrators ask for. Only the broker that believes to be the controller serves it. */
export function administrationActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, topics, partitions } = kafka
  const assign = kafka.rules.replicaAssignment === "rackUnaware" ? assignReplicas : assignWithRepetition
  const startIndexes = brokers.map((_, index) => index)

  const createTopic = action<KafkaState, { broker: BrokerId; topic: TopicName; startIndex: number }>("CreateTopic", {
    kind: "workload",
    cites: ["kafka.topic-creation", "kafka.replica-assignment"],
    choices: brokers.flatMap((broker) =>
      topics.flatMap((topic) => startIndexes.map((startIndex) => ({ broker, topic, startIndex }))),
    ),
    guard(state, { broker, topic, startIndex }) {
      if (!affords(state, "topicsCreated")) return false
      const controller = administering(state, broker)
      if (!controller || controller.topics[topic] || controller.deletions[topic] !== undefined) return false
      const live = liveBrokers(controller)
      return startIndex < live.length && live.length >= topicConfig(kafka, topic).replicationFactor
    },
    effect(draft, { broker, topic, startIndex }) {
      const controller = draft.controllers[broker]
      if (!controller) return
      spend(draft, "topicsCreated")
      draft.counters.topicIds += 1
      const { partitions: many, replicationFactor, minInsyncReplicas } = topicConfig(kafka, topic)
      const start = { startIndex, shift: startIndex, firstPartition: 0 }
      const assignment = assign(liveBrokers(controller), many, replicationFactor, start)
      administer(draft, broker, [
        {
          op: "multi",
          operations: [
            { op: "create", path: paths.topicConfig(topic), data: { minInsyncReplicas } },
            { op: "create", path: paths.topic(topic), data: { topicId: draft.counters.topicIds, assignment } },
            { op: "create", path: paths.partitions(topic), data: null },
          ],
        },
      ])
    },
  })

  const deleteTopic = action<KafkaState, { broker: BrokerId; topic: TopicName }>("DeleteTopic", {
    kind: "workload",
    cites: ["kafka.topic-deletion"],
    choices: brokers.flatMap((broker) => topics.map((topic) => ({ broker, topic }))),
    guard(state, { broker, topic }) {
      if (!affords(state, "topicsDeleted")) return false
      const controller = administering(state, broker)
      return controller?.topics[topic] !== undefined && controller.deletions[topic] === undefined
    },
    effect(draft, { broker, topic }) {
      spend(draft, "topicsDeleted")
      administer(draft, broker, [{ op: "create", path: paths.deletion(topic), data: null }])
    },
  })

  const expandTopic = action<KafkaState, { broker: BrokerId; topic: TopicName }>("ExpandTopic", {
    kind: "workload",
    cites: ["kafka.topic-expansion", "kafka.replica-assignment"],
    choices: brokers.flatMap((broker) => topics.map((topic) => ({ broker, topic }))),
    guard(state, { broker, topic }) {
      if (!affords(state, "topicsExpanded")) return false
      const controller = administering(state, broker)
      const found = controller?.topics[topic]
      if (!controller || !found || controller.deletions[topic] !== undefined) return false
      const config = topicConfig(kafka, topic)
      return (
        found.assignment.length < partitionsAtMost(config) && liveBrokers(controller).length >= config.replicationFactor
      )
    },
    effect(draft, { broker, topic }) {
      const controller = draft.controllers[broker]
      const found = controller?.topics[topic]
      if (!controller || !found) return
      spend(draft, "topicsExpanded")
      const config = topicConfig(kafka, topic)
      const firstPartition = found.assignment.length
      const more = partitionsAtMost(config) - firstPartition
      const live = liveBrokers(controller)
      const preferred = found.assignment[0]?.[0] ?? 0
      const startIndex = Math.max(
        0,
        live.findIndex((other) => other >= preferred),
      )
      const start = { startIndex, shift: startIndex, firstPartition }
      const added = assign(live, more, config.replicationFactor, start)
      const assignment = [...found.assignment.map((replicas) => [...replicas]), ...added]
      administer(draft, broker, [
        {
          op: "setData",
          path: paths.topic(topic),
          data: { topicId: found.topicId, assignment },
          version: found.version,
        },
      ])
    },
  })

  const alterMinInsyncReplicas = action<KafkaState, { broker: BrokerId; topic: TopicName; minInsyncReplicas: number }>(
    "AlterMinInsyncReplicas",
    {
      kind: "workload",
      cites: ["kafka.topic-config", "kafka.min-insync-replicas"],
      choices: brokers.flatMap((broker) =>
        topics.flatMap((topic) =>
          Array.from({ length: topicConfig(kafka, topic).replicationFactor }, (_, index) => ({
            broker,
            topic,
            minInsyncReplicas: index + 1,
          })),
        ),
      ),
      guard(state, { broker, topic, minInsyncReplicas }) {
        if (!affords(state, "configsAltered")) return false
        return (
          administering(state, broker)?.topics[topic] !== undefined &&
          state.brokers[broker]?.minInsyncReplicas[topic] !== minInsyncReplicas
        )
      },
      effect(draft, { broker, topic, minInsyncReplicas }) {
        spend(draft, "configsAltered")
        administer(draft, broker, [
          { op: "setData", path: paths.topicConfig(topic), data: { minInsyncReplicas }, version: -1 },
          { op: "create", path: paths.configChange, data: topic, sequential: true },
        ])
      },
    },
  )

  const electPreferredLeader = action<KafkaState, { broker: BrokerId; partition: PartitionName }>(
    "ElectPreferredLeader",
    {
      kind: "workload",
      cites: ["kafka.preferred-election"],
      choices: brokers.flatMap((broker) => partitions.map((partition) => ({ broker, partition }))),
      guard(state, { broker, partition }) {
        if (!affords(state, "preferredElections")) return false
        const controller = administering(state, broker)
        const stored = controller?.states[partition]
        if (
          !controller ||
          !stored ||
          controller.task !== null ||
          controller.deletions[topicOf(partition)] !== undefined
        )
          return false
        const preferred = replicasOf(controller, partition)[0]
        return (
          preferred !== stored.leader &&
          preferred !== undefined &&
          isLive(controller, preferred) &&
          stored.isr.includes(preferred)
        )
      },
      effect(draft, { broker, partition }) {
        const controller = draft.controllers[broker]
        const stored = controller?.states[partition]
        if (!controller || !stored) return
        spend(draft, "preferredElections")
        const elected = preferredElection(replicasOf(controller, partition), stored.isr, (other) =>
          isLive(controller, other),
        )
        if (elected === null) return
        const next = raised(kafka, controller, stored, elected)
        setTask(kafka, draft, broker, { kind: "writing", transitions: [{ partition, next, expected: stored.version }] })
      },
    },
  )

  return [createTopic, deleteTopic, expandTopic, alterMinInsyncReplicas, electPreferredLeader]
}

/** The controller of a broker that believes to be it and can reach ZooKeeper. */
const administering = (state: Visible<KafkaState>, broker: BrokerId) =>
  isUp(state, broker) && canRequest(state, brokerProcess(broker)) ? state.controllers[broker] : null

function administer(draft: Draft<KafkaState>, broker: BrokerId, operations: readonly Operation[]): void {
  const purpose: ZooKeeperPurpose = { kind: "administration" }
  request(draft, brokerProcess(broker), operations, purpose)
}
