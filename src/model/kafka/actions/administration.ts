import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { type Kafka, topicConfig } from "../config.ts"
import { setTask } from "../controller/events.ts"
import { liveBrokers, replicasOf } from "../controller/requests.ts"
import { raised } from "../controller/transitions.ts"
import { assignmentRule } from "../initial.ts"
import { paths, topicOf } from "../names.ts"
import { preferredElection } from "../rules/election.ts"
import type { BrokerId, KafkaState, PartitionName, TopicName } from "../state.ts"
import { administer, administering } from "./administering.ts"
import { expandTopic } from "./expansion.ts"

/** What administrators ask for. Only the broker that believes to be the controller serves it. */
export function administrationActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, topics, partitions } = kafka
  const assign = assignmentRule(kafka)
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
          controller.live[preferred] !== undefined &&
          stored.isr.includes(preferred)
        )
      },
      effect(draft, { broker, partition }) {
        const controller = draft.controllers[broker]
        const stored = controller?.states[partition]
        if (!controller || !stored) return
        spend(draft, "preferredElections")
        const elected = preferredElection(
          replicasOf(controller, partition),
          stored.isr,
          (other) => controller.live[other] !== undefined,
        )
        if (elected === null) return
        const next = raised(kafka, controller, stored, elected)
        setTask(kafka, draft, broker, { kind: "writing", transitions: [{ partition, next, expected: stored.version }] })
      },
    },
  )

  return [createTopic, deleteTopic, expandTopic(kafka), alterMinInsyncReplicas, electPreferredLeader]
}
