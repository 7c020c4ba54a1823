import { choice } from "../../choice.ts"

/** What brokers keep on disk: where logs start, what is checkpointed, what a restart finds. */
export const diskChoices = {
  retention: choice(
    ["belowHighWatermark", "belowLogEnd"],
    "Which records retention may delete: those below the high watermark (since KAFKA-5634), or any",
  ),
  deadLeader: choice(
    ["createsLog", "createsNoLog"],
    "What LeaderAndIsr does to a replica whose leader is not known to live: it is taken into use with the high watermark that is on disk (since KAFKA-1647), or not at all",
  ),
  epochRecovery: choice(
    ["allEpochs", "withoutEpochZero"],
    "Which leader epochs a log gets back from its records when it is recovered after a loss of power: all, or none but those above 0 (before KAFKA-10432)",
  ),
  outOfRange: choice(
    ["goesOn", "startsOver"],
    "What a follower does whose offset was out of range, where the leader's log ends no earlier than its own: it goes on from its own log end unless the leader's log starts above that (since KAFKA-2143), or throws its log away and begins at the start of the leader's",
  ),
  highWatermarkBelowLogStart: choice(
    ["raised", "kept"],
    "Whether the high watermark follows when a log is started anew above it (since KAFKA-9491), or stays where it was",
  ),
}
