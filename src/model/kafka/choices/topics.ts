import { choice } from "../../choice.ts"

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
  topicExpansion: choice(
    ["asked", "written"],
    "How partitions are added: by asking the controller, which refuses where the topic is to be deleted (KIP-195), or by writing to ZooKeeper, as its tool did until 3.0",
  ),
  expansionInDeletion: choice(
    ["undone", "ignored"],
    "What the controller makes of partitions that are added to a topic which is being deleted: it writes the assignment back as it was (since KAFKA-6612), or does nothing",
  ),
  statelessReplicas: choice(
    ["deletable", "stuck"],
    "Whether replicas of a partition that never had a state can be deleted with their topic (since KAFKA-6650)",
  ),
  topicIds: choice(["on", "off"], "Whether topics carry an id, so that one of the same name is told apart (KIP-516)"),
}
