import type { ClusterState } from "../../src/model/cluster/index.ts"
import {
  assignmentIn,
  type BrokerId,
  type PartitionName,
  partitionName,
  paths,
  type Replica,
  replicaName,
  type StoredPartition,
  type StoredTopic,
  targetReplicas,
} from "../../src/model/kafka/index.ts"
import { authoritativeTree, type Tree } from "../../src/model/zookeeper/index.ts"

/** A partition as ZooKeeper has it. */
export interface Stored extends StoredPartition {
  readonly partition: PartitionName
  readonly topicId: number
  /** With those that a reassignment adds, and those that it removes until it is done. */
  readonly replicas: readonly BrokerId[]
  /** The replicas that there will be once no reassignment goes on. */
  readonly target: readonly BrokerId[]
  /** Whether somebody has asked for the topic to be deleted: from then on its records may go. */
  readonly isDoomed: boolean
}

const noTopic: StoredTopic = { topicId: 0, assignment: [] }

const known = new WeakMap<Tree, readonly Stored[]>()

/** The partitions that have a state in ZooKeeper, as it is committed. */
export const storedPartitions = (state: ClusterState): readonly Stored[] => partitionsIn(authoritativeTree(state))

/** The partitions of a tree; worked out once for each. */
export function partitionsIn(tree: Tree): readonly Stored[] {
  const before = known.get(tree)
  if (before) return before
  const topics = Object.keys(tree.nodes).filter(
    (path) => path.startsWith(`${paths.topics}/`) && !path.slice(paths.topics.length + 1).includes("/"),
  )
  const found = topics.flatMap((path) => {
    const topic = path.slice(paths.topics.length + 1)
    const stored = (tree.nodes[path]?.data ?? noTopic) as StoredTopic
    const { topicId, assignment } = stored
    const isDoomed = tree.nodes[paths.deletion(topic)] !== undefined
    return assignment.flatMap((replicas, index): Stored[] => {
      const partition = partitionName(topic, index)
      const target = targetReplicas(assignmentIn(stored, index))
      const node = tree.nodes[paths.state(partition)]
      return node
        ? [{ ...(node.data as StoredPartition), version: node.version, partition, topicId, replicas, target, isDoomed }]
        : []
    })
  })
  known.set(tree, found)
  return found
}

/** A broker's copy of a partition, if it is of this topic and not of an earlier one of the same name. */
export function copyOf(
  state: ClusterState,
  { partition, topicId }: Pick<Stored, "partition" | "topicId">,
  broker: BrokerId,
): Replica | null {
  const replica = state.replicas[replicaName(broker, partition)] ?? null
  return replica?.topicId === topicId ? replica : null
}

/**
 * The offset from which nothing is promised of the records of a partition to be kept: where an ISR member came back without
 * data, and everything where the topic is to be deleted.
 */
export const promisedBelow = ({ history }: ClusterState, { partition, topicId, isDoomed }: Stored): number =>
  isDoomed ? 0 : (history.atRisk[`${topicId}/${partition}`] ?? Number.POSITIVE_INFINITY)

/** Whether any record of a partition is beyond what is promised. */
export const isUnpromised = (state: ClusterState, stored: Stored): boolean =>
  promisedBelow(state, stored) !== Number.POSITIVE_INFINITY

/** Whether a leader has written in an epoch of which it had lost records, so that epochs do not tell one record from another. */
export const isRewritten = (
  { history }: ClusterState,
  { partition, topicId }: Pick<Stored, "partition" | "topicId">,
): boolean => history.rewritten.includes(`${topicId}/${partition}`)

/** The offset below which the records of a partition were deleted on purpose. */
export const deletedBelow = ({ history }: ClusterState, { partition, topicId }: Stored): number =>
  history.deletedBelow[`${topicId}/${partition}`] ?? 0

/** The brokers that run. */
export const upBrokers = ({ brokers }: ClusterState): BrokerId[] =>
  Object.keys(brokers)
    .map(Number)
    .filter((broker) => brokers[broker]?.status === "up")
