import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import type { Ensemble } from "../../../zookeeper/index.ts"
import { type Kafka, topicConfig } from "../../config.ts"
import { liveBrokers } from "../../controller/requests.ts"
import { assignmentRule } from "../../initial.ts"
import { paths } from "../../names.ts"
import type { BrokerId, KafkaState, TopicName } from "../../state.ts"
import { administer, administering } from "./controller.ts"
import { expandTopic } from "./expansion.ts"

/** Topics are created, deleted, expanded and configured. */
export function topicActions(kafka: Kafka, ensemble: Ensemble): Action<KafkaState>[] {
  const { brokers, topics } = kafka
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

  return [createTopic, deleteTopic, expandTopic(kafka, ensemble), alterMinInsyncReplicas]
}
