import { alwaysNext, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { paths } from "../../src/model/kafka/index.ts"
import { authoritativeTree } from "../../src/model/zookeeper/index.ts"
import { partitionsIn } from "./stored.ts"

/** Epochs are what fences the past off: a stored leader epoch rises with each new leader, and no running process, be it a broker or a client, forgets the epoch that it has seen. */
export const epochsNeverFall = alwaysNext<ClusterState>({
  name: "epochs-never-fall",
  says: "A leader never changes without a new leader epoch, and no epoch ever falls",
  cites: [
    "kafka.leader-election",
    "kafka.isr-removal",
    "kafka.controller-epoch-check",
    "kafka.become-follower",
    "kafka.metadata-epoch",
  ],
  broken: (before, after) => inZooKeeper(before, after) ?? atBrokers(before, after) ?? atClients(before, after),
})

function inZooKeeper(before: ClusterState, after: ClusterState): Where | null {
  if (before.servers === after.servers) return null
  const [old, now] = [authoritativeTree(before), authoritativeTree(after)]
  if (old === now) return null
  if (Number(now.nodes[paths.controllerEpoch]?.data) < Number(old.nodes[paths.controllerEpoch]?.data)) {
    return { controllerEpoch: now.nodes[paths.controllerEpoch]?.data, before: old.nodes[paths.controllerEpoch]?.data }
  }
  for (const { partition, topicId, leader, leaderEpoch } of partitionsIn(now)) {
    const was = partitionsIn(old).find((each) => each.partition === partition && each.topicId === topicId)
    if (!was) continue
    const newLeader = leader !== was.leader && leaderEpoch === was.leaderEpoch
    if (newLeader || leaderEpoch < was.leaderEpoch)
      return { partition, leader, leaderEpoch, before: { leader: was.leader, leaderEpoch: was.leaderEpoch } }
  }
  return null
}

function atBrokers(before: ClusterState, after: ClusterState): Where | null {
  for (const broker in after.brokers) {
    const [was, is] = [before.brokers[broker], after.brokers[broker]]
    if (was === is || was?.status !== "up" || is?.status !== "up") continue
    if (is.controllerEpoch < was.controllerEpoch)
      return { broker: Number(broker), controllerEpoch: is.controllerEpoch, before: was.controllerEpoch }
  }
  if (before.replicas === after.replicas) return null
  for (const name in after.replicas) {
    const [was, is] = [before.replicas[name], after.replicas[name]]
    if (was === is || !was || !is || was.topicId !== is.topicId) continue
    const broker = Number(name.slice(0, name.indexOf("/")))
    if (after.brokers[broker]?.status !== "up" || before.brokers[broker]?.status !== "up") continue
    if (is.leaderEpoch < was.leaderEpoch) return { replica: name, leaderEpoch: is.leaderEpoch, before: was.leaderEpoch }
  }
  return null
}

/** A client that went back to an earlier leader epoch would go back to that leader. */
function atClients(before: ClusterState, after: ClusterState): Where | null {
  if (before.clients === after.clients) return null
  for (const client in after.clients) {
    const [was, is] = [before.clients[client]?.metadata?.partitions, after.clients[client]?.metadata?.partitions]
    if (was === is || !was || !is) continue
    for (const partition in is) {
      const [old, now] = [was[partition], is[partition]]
      if (!old || !now || old.topicId !== now.topicId || now.leaderEpoch >= old.leaderEpoch) continue
      return { client, partition, leaderEpoch: now.leaderEpoch, before: old.leaderEpoch }
    }
  }
  return null
}
