import { choice } from "./choice.ts"

/** How topics are created, spread, told apart and deleted. */
export const topicsChoices = {
  replicaAssignment: choice(
    ["rackUnaware", "withRepetition"],
    "How partitions are spread: as AdminUtils does, or with replicas that may share a broker (wrong)",
  ),
  topicDeletion: choice(
    ["allReplicas", "liveReplicas"],
    "Whose copies must be gone before a topic counts as deleted: all replicas', or only those of living brokers (wrong)",
  ),
  topicIds: choice(["on", "off"], "Whether topics carry an id, so that one of the same name is told apart (KIP-516)"),
}
