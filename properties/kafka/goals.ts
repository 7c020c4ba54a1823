import { type Sometimes, sometimes } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { paths, topicOf } from "../../src/model/kafka/index.ts"
import { authoritativeTree, children } from "../../src/model/zookeeper/index.ts"
import { storedPartitions } from "./stored.ts"

const activeControllers = ({ controllers }: ClusterState) =>
  Object.values(controllers).flatMap((controller) => controller ?? [])

const controllerFailsOver = sometimes<ClusterState>({
  name: "a-controller-fails-over",
  says: "Another broker is elected controller and takes over",
  cites: ["kafka.controller-failover"],
  reached: (before, after) =>
    before.controllers !== after.controllers &&
    activeControllers(after).some(({ epoch, live }) => epoch > 1 && Object.keys(live).length > 0),
})

const leaderFailsOver = sometimes<ClusterState>({
  name: "a-partition-leader-fails-over",
  says: "A partition gets another leader, which takes the office",
  cites: ["kafka.leader-election", "kafka.become-leader"],
  reached: (before, after) =>
    before.replicas !== after.replicas &&
    Object.keys(after.replicas).some(
      (name) =>
        after.replicas[name]?.leadership &&
        !before.replicas[name]?.leadership &&
        (after.replicas[name]?.leaderEpoch ?? 0) > 0,
    ),
})

const isrOfOne = sometimes<ClusterState>({
  name: "an-isr-shrinks-to-one",
  says: "Only the leader is left in the ISR",
  cites: ["kafka.isr-shrink", "kafka.isr-removal"],
  reached: (_, after) => storedPartitions(after).some(({ isr, replicas }) => isr.length === 1 && replicas.length > 1),
})

const zombieController = sometimes<ClusterState>({
  name: "a-zombie-controller",
  says: "A controller goes on after another has been elected",
  cites: ["kafka.controller-resignation"],
  reached: (before, after) => before.controllers !== after.controllers && activeControllers(after).length > 1,
})

const zombieLeaderAcceptsWrite = sometimes<ClusterState>({
  name: "a-zombie-leader-accepts-a-write",
  says: "A leader that has been replaced, and does not know it, appends a record",
  cites: ["kafka.produce"],
  reached: (before, after, { action, choice }) => {
    if (action !== "HandleProduce") return false
    const { broker } = choice as { broker: number }
    return storedPartitions(before).some(({ partition, leader, leaderEpoch }) => {
      const [was, is] = [before.replicas[`${broker}/${partition}`], after.replicas[`${broker}/${partition}`]]
      if (!was || !is || is.log.length === was.log.length) return false
      return leader !== broker && was.leaderEpoch < leaderEpoch
    })
  },
})

const topicDeletedWhileBrokerIsDown = sometimes<ClusterState>({
  name: "a-topic-is-deleted-while-one-of-its-brokers-is-down",
  says: "The deletion of a topic is under way while a broker that hosts it is down",
  cites: ["kafka.topic-deletion"],
  reached: (_, after) => {
    const deleted = children(authoritativeTree(after), paths.deletions)
    return (
      deleted.length > 0 &&
      storedPartitions(after).some(
        ({ partition, replicas }) =>
          deleted.includes(topicOf(partition)) && replicas.some((broker) => after.brokers[broker]?.status !== "up"),
      )
    )
  },
})

const topicDeletionCompletes = sometimes<ClusterState>({
  name: "a-topic-deletion-completes",
  says: "A topic is deleted, from ZooKeeper and from every disk",
  cites: ["kafka.topic-deletion"],
  reached: (_, after) => after.history.deletedTopicIds.length > 0,
})

const recordIsAcknowledgedAndRead = sometimes<ClusterState>({
  name: "a-record-is-acknowledged-and-read",
  says: "A record that was acknowledged with acks=all is read by a consumer",
  cites: ["kafka.produce", "kafka.consumer-read"],
  reached: (_, { history: { acknowledged, consumed } }) =>
    Object.keys(consumed).some((partition) =>
      consumed[partition]?.some(({ value }) => acknowledged[partition]?.some((record) => record.value === value)),
    ),
})

const followerTruncates = sometimes<ClusterState>({
  name: "a-follower-truncates",
  says: "A follower cuts off records that its leader does not have",
  cites: ["kafka.truncation"],
  reached: (before, after, { action }) =>
    before.replicas !== after.replicas &&
    !action.startsWith("Restart") &&
    Object.keys(after.replicas).some(
      (name) =>
        (after.replicas[name]?.log.length ?? Number.POSITIVE_INFINITY) < (before.replicas[name]?.log.length ?? 0),
    ),
})

const electionNeedsIsr = sometimes<ClusterState>({
  name: "a-partition-is-without-a-leader",
  says: "Nobody in the ISR lives, and nobody else may lead",
  cites: ["kafka.leader-election", "kafka.unclean-election"],
  reached: (_, after) => storedPartitions(after).some(({ leader }) => leader === null),
})

/** What must happen in some run of a whole cluster. */
export const kafkaGoals: readonly Sometimes<ClusterState>[] = [
  controllerFailsOver,
  leaderFailsOver,
  isrOfOne,
  zombieController,
  zombieLeaderAcceptsWrite,
  topicDeletedWhileBrokerIsDown,
  topicDeletionCompletes,
  recordIsAcknowledgedAndRead,
  followerTruncates,
  electionNeedsIsr,
]
