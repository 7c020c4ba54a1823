import { choice } from "./choice.ts"

/** Who counts as in sync, and how that changes. */
export const isrChoices = {
  isrExpansion: choice(
    ["leaderEpochStart", "highWatermark", "anyFetch"],
    "What a follower must have reached to join the ISR: the high watermark and the start of the leader epoch (since KAFKA-7128), the high watermark alone, or nothing (wrong)",
  ),
  minInsyncReplicasCheck: choice(["on", "off"], "Whether acks=all asks for min.insync.replicas at all"),
}
