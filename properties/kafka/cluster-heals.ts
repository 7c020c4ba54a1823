import { afterHealing, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { type BrokerId, paths, replicaName, type StoredTopic, topicOf } from "../../src/model/kafka/index.ts"
import { authoritativeTree, children } from "../../src/model/zookeeper/index.ts"
import { copyOf, isRewritten, promisedBelow, type Stored, storedPartitions, upBrokers } from "./stored.ts"

/** What an operator waits for after an incident. */
export const clusterHeals = afterHealing<ClusterState>({
  name: "cluster-heals",
  says: "Once faults stop, there is one ZooKeeper leader and one controller, all brokers are registered, every partition with a living ISR member is led, and no other names a leader, every living replica is in sync, every deletion and every reassignment that no missing broker holds up is complete, no broker leads or follows what it is no replica of, and all trees are equal",
  cites: [
    "kafka.controller-failover",
    "kafka.failover-offline-replicas",
    "kafka.broker-startup",
    "kafka.broker-failure",
    "kafka.isr-expansion",
    "kafka.topic-deletion",
    "kafka.reassignment",
    "kafka.reassignment-replacement",
    "kafka.stop-replica",
    "zookeeper.synchronisation",
  ],
  broken: (state) =>
    ensemble(state) ??
    controller(state) ??
    partitions(state) ??
    reassignments(state) ??
    strays(state) ??
    deletions(state),
})

/** A server that has accepted a later epoch than its leader's, as a leader that got no further, takes no part until the next. */
function ensemble({ servers }: ClusterState): Where | null {
  const leaders = Object.keys(servers).filter((id) => servers[Number(id)]?.role === "leading")
  if (leaders.length !== 1) return { what: "not one ZooKeeper leader", leaders: leaders.map(Number) }
  const epoch = servers[Number(leaders[0])]?.currentEpoch ?? 0
  const all = Object.values(servers).filter(({ acceptedEpoch }) => acceptedEpoch <= epoch)
  const trees = new Set(all.map(({ tree }) => JSON.stringify(Object.entries(tree.nodes).sort())))
  return trees.size > 1 ? { what: "trees differ", lastProcessed: all.map(({ lastProcessed }) => lastProcessed) } : null
}

function controller(state: ClusterState): Where | null {
  const active = Object.keys(state.controllers).filter((broker) => state.controllers[Number(broker)] !== null)
  const expected = upBrokers(state).length === 0 ? 0 : 1
  if (active.length !== expected) return { what: "not one controller", controllers: active.map(Number) }
  const { nodes } = authoritativeTree(state)
  const missing = upBrokers(state).find((broker) => nodes[paths.brokerId(broker)] === undefined)
  return missing === undefined ? null : { what: "a broker is not registered", broker: missing }
}

/**
 * One leads, and all live replicas are in sync with it. Where a controller dies between storing that a replica is not to be
 * added after all and removing it, nobody knows any more that it was: it may stay in the ISR, and if it led, nobody else will.
 */
function partitions(state: ClusterState): Where | null {
  const up = upBrokers(state)
  for (const stored of storedPartitions(state)) {
    const { partition, leader, isr, replicas, isDoomed } = stored
    if (isDoomed || (leader !== null && !replicas.includes(leader))) continue
    if (!isr.some((broker) => up.includes(broker) && replicas.includes(broker))) {
      if (leader !== null && !up.includes(leader)) return { what: "a dead leader", partition, leader, isr }
      continue
    }
    if (leader === null || !up.includes(leader)) return { what: "a partition without a leader", partition, leader, isr }
    const behind = replicas.find((broker) => up.includes(broker) && !isInSync(state, stored, leader, broker))
    const removed = isr.find((broker) => !copyOf(state, stored, leader)?.replicas.includes(broker))
    if (removed !== undefined) return { what: "an ISR outside the replicas", partition, broker: removed, isr, replicas }
    if (behind !== undefined) return { what: "a living replica out of sync", partition, broker: behind, leader, isr }
  }
  return null
}

/** A reassignment is complete once the new replicas are in sync with a leader; of a topic that is to be deleted none goes on. */
function reassignments(state: ClusterState): Where | null {
  const up = upBrokers(state)
  for (const { partition, leader, replicas, target, isDoomed } of storedPartitions(state)) {
    if (isDoomed) continue
    const isDue = leader !== null && up.includes(leader) && target.every((broker) => up.includes(broker))
    if (replicas.length > target.length && isDue)
      return { what: "a reassignment left unfinished", partition, replicas, target }
  }
  return null
}

/** A replica that was removed is stopped, unless its broker was away when it was told to: nobody tells it again. */
function strays(state: ClusterState): Where | null {
  for (const stored of storedPartitions(state)) {
    if (stored.isDoomed) continue
    const others = upBrokers(state).filter((broker) => !stored.replicas.includes(broker))
    for (const broker of others) {
      const copy = copyOf(state, stored, broker)
      const isStray = copy !== null && (copy.leadership !== null || copy.fetcher !== null)
      if (isStray && !state.history.unstopped.includes(replicaName(broker, stored.partition)))
        return { what: "a stray replica", partition: stored.partition, broker, replicas: stored.replicas }
    }
  }
  return null
}

/** Whether the ISR is too small for the high watermark to move (KAFKA-15583). */
function isBelowMinIsr(state: ClusterState, { partition, isr, replicas }: Stored): boolean {
  const config = authoritativeTree(state).nodes[paths.topicConfig(topicOf(partition))]?.data
  const { minInsyncReplicas } = config as { readonly minInsyncReplicas: number }
  return isr.length < Math.min(minInsyncReplicas, replicas.length)
}

/**
 * A topic is gone once all that host it have deleted their copies; one that a missing broker hosts waits for it, and one that is
 * being reassigned for that: for ever if there is no leader to catch up with, since no topic that is to be deleted gets one.
 */
function deletions(state: ClusterState): Where | null {
  const tree = authoritativeTree(state)
  const up = upBrokers(state)
  for (const topic of children(tree, paths.deletions)) {
    const stored = tree.nodes[paths.topic(topic)]?.data as StoredTopic | undefined
    const hosts = stored?.assignment.flat() ?? []
    if (hosts.every((broker) => up.includes(broker)) && !isHeldUp(state, topic))
      return { what: "a deletion that is not completed", topic }
  }
  return null
}

const isHeldUp = (state: ClusterState, topic: string): boolean =>
  storedPartitions(state).some((stored) => {
    const { partition, replicas, target, leader } = stored
    if (topicOf(partition) !== topic || replicas.length === target.length) return false
    return leader === null || !replicas.includes(leader)
  })

/**
 * In the ISR, in the stored epoch, in its role, and with the same records below the same high watermark as the leader. A
 * leader that lost records and leads on in the same epoch writes others at their offsets, which nothing can tell apart.
 */
function isInSync(state: ClusterState, stored: Stored, leader: BrokerId, broker: BrokerId): boolean {
  const [mine, theirs] = [copyOf(state, stored, broker), copyOf(state, stored, leader)]
  if (!mine || !theirs || !stored.isr.includes(broker) || mine.leaderEpoch !== stored.leaderEpoch) return false
  if ((mine.leadership !== null) !== (broker === leader)) return false
  if (mine.highWatermark !== theirs.highWatermark || mine.log.length !== theirs.log.length) return false
  if (theirs.highWatermark < theirs.log.length && !isBelowMinIsr(state, stored)) return false
  const end = isRewritten(state, stored) ? promisedBelow(state, stored) : mine.log.length
  const start = Math.max(mine.logStart, theirs.logStart)
  return mine.log.slice(start, end).every((entry, index) => {
    const other = theirs.log[start + index]
    return other?.value === entry?.value && other?.epoch === entry?.epoch
  })
}
