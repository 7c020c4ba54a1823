import { choice } from "../../choice.ts"

/** Who counts as in sync, and how that changes. */
export const isrChoices = {
  isrExpansion: choice(
    ["leaderEpochStart", "highWatermark", "anyFetch"],
    "What a follower must have reached to join the ISR: the high watermark and the start of the leader epoch (since KAFKA-7128), the high watermark alone, or nothing (wrong)",
  ),
  minInsyncReplicasCheck: choice(["on", "off"], "Whether acks=all asks for min.insync.replicas at all"),
  isrChange: choice(
    ["alterPartition", "zooKeeper"],
    "How a leader changes the ISR: it asks the controller (AlterPartition, since 2.7), or writes the state in ZooKeeper itself and leaves a notification (before)",
  ),
  alterPartitionAhead: choice(
    ["notController", "authoritative", "written"],
    "What a controller answers to a leader that knows more than itself: that it is no controller (since KAFKA-14154), as if its own state were the newest (in the making of 3.3), or what comes of trying to write (2.7 to 3.2)",
  ),
  alterPartitionBehind: choice(
    ["recognized", "refused"],
    "What a controller answers to a leader that asks for what is stored and does not know its version: that it is stored, or that the version is wrong (in the making of 3.3, until KAFKA-14144)",
  ),
  alterPartitionConflict: choice(
    ["comparedAgain", "refused"],
    "What a controller does where the state has another version than it knows, as after a write whose answer was lost with the connection: it reads the state and looks at the request again, or refuses it and goes on with what it knew (all of Kafka; the leader then waits for an epoch that need not come)",
  ),
  ineligibleReplicas: choice(
    ["refused", "accepted"],
    "Whether the ISR may take in a broker that the controller does not believe to live, or that is shutting down (until KAFKA-14140)",
  ),
  brokerEpochInAlterPartition: choice(
    ["notSent", "compared"],
    "Whether the controller looks at which life of a follower the leader wants in the ISR: never with ZooKeeper, or as KIP-903 has it",
  ),
  pendingIsrOnLeaderAndIsr: choice(
    ["answeredFirst", "forgotten"],
    "What becomes of a request to change the ISR when LeaderAndIsr comes in between: no other is made until it is answered, or it is forgotten and its answer is taken for that of the next (until KAFKA-12686)",
  ),
  highWatermarkOnIsrChange: choice(
    ["tried", "left"],
    "Whether the high watermark is tried again when a change of the ISR is answered, or only when a follower fetches (until KAFKA-13091)",
  ),
  isrWriteConflict: choice(
    ["compared", "skipped"],
    "What a leader that writes the ISR itself makes of a refusal for the version: it reads the state, which may be what it wrote itself before an answer was lost, or goes on with the version that it knows (until KAFKA-1382)",
  ),
  isrWrite: choice(
    ["conditional", "unconditional"],
    "Whether a leader that writes the ISR itself does so against the version it knows (since KAFKA-428), or over whatever there is",
  ),
}
