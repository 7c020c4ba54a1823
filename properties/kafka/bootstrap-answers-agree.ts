import { afterHealing } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { type PartitionName, paths, topicOf } from "../../src/model/kafka/index.ts"
import { authoritativeTree, children } from "../../src/model/zookeeper/index.ts"
import { storedPartitions, upBrokers } from "./stored.ts"

/**
 * Any broker will do to bootstrap from: each answers with all brokers and the leader of every partition, as ZooKeeper has
 * them. A topic whose deletion waits for a broker that is gone is told by some and not by others, and counts for nothing; nor
 * does one that is deleted: a broker that had no session just then, or whose controller died before it was told, is never
 * told again (ZkMetadataCache.updateMetadata takes nothing away that it is not told of).
 */
export const bootstrapAnswersAgree = afterHealing<ClusterState>({
  name: "bootstrap-answers-agree",
  says: "Once faults stop, every broker answers a bootstrapping client with the same full list of brokers and of partition leaders",
  cites: ["kafka.bootstrap", "kafka.update-metadata", "kafka.broker-startup", "kafka.controller-failover"],
  broken(state) {
    const tree = authoritativeTree(state)
    const brokers = children(tree, paths.brokerIds)
      .map(Number)
      .sort((a, b) => a - b)
    const isDoomed = (partition: PartitionName) => tree.nodes[paths.deletion(topicOf(partition))] !== undefined
    const leaders = Object.fromEntries(
      storedPartitions(state)
        .filter(({ partition }) => !isDoomed(partition))
        .map(({ partition, leader, leaderEpoch }) => [partition, `${leader}@${leaderEpoch}`]),
    )
    const expected = JSON.stringify([brokers, Object.entries(leaders).sort()])
    for (const broker of upBrokers(state)) {
      const known = state.metadata[broker] ?? { brokers: [], partitions: {} }
      const answers = Object.entries(known.partitions)
        .filter(([partition, { topicId }]) => !isDoomed(partition) && !state.history.deletedTopicIds.includes(topicId))
        .map(([partition, { leader, leaderEpoch }]) => [partition, `${leader}@${leaderEpoch}`])
      if (JSON.stringify([known.brokers, answers.sort()]) === expected) continue
      return {
        broker,
        answers: { brokers: known.brokers, leaders: Object.fromEntries(answers) },
        expected: { brokers, leaders },
      }
    }
    return null
  },
})
