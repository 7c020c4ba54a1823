import { choice } from "../../choice.ts"

/** How records get from leaders to followers, and what of them counts: fetching, truncation, the high watermark. */
export const replicationChoices = {
  truncation: choice(
    ["fetch", "kip320", "kip279", "kip101", "highWatermark", "none"],
    "What a follower truncates to: told by the fetch answer (KIP-595); by asking with a fenced epoch (KIP-320); by asking for epoch and end (KIP-279); by asking for the end (KIP-101); its own high watermark (before 0.11); nothing (wrong)",
  ),
  becomeFollower: choice(
    ["eachEpoch", "missedEpoch", "otherLeader"],
    "When a follower that hears of a new epoch truncates and starts its fetcher afresh: in each epoch (2.1, with KIP-320); if the leader is another or an epoch was missed (2.0.1, KAFKA-7164); or only if the leader is another (until 2.0.0). The older two are of versions whose fetches carry no epoch",
  ),
  divergingFetch: choice(
    ["ignored", "counted"],
    "Whether a leader records how far a follower is that it answers to truncate: not since KAFKA-13141, but in 2.7.0, 2.7.1 and 2.8.0",
  ),
  divergingResponse: choice(
    ["truncates", "highWatermarkFirst"],
    "What a follower does that is told to truncate: that and nothing else (since KAFKA-14704), or it takes the leader's high watermark first and truncates a little later (2.8 to 3.4.0)",
  ),
  lateTruncation: choice(
    ["dropped", "made"],
    "What becomes of a truncation that a fetch answer asked for once the replica is no longer fetched by whom it was told to: nothing (since KAFKA-13207), or it is made all the same, a little after the answer, even if the replica leads by then (2.8.0)",
  ),
  fetchResponseEpoch: choice(
    ["compared", "ignored"],
    "Whether a follower drops the answer to a fetch that it sent in an earlier leader epoch (since KAFKA-18991)",
  ),
  epochEndResponse: choice(
    ["compared", "taken"],
    "Whether a follower drops the answer to what it asked about the end of an epoch in an earlier leader epoch (since KAFKA-7786), or truncates by it (2.1.0). Before KIP-320 the question names no epoch, and nothing can be compared",
  ),
  epochStart: choice(
    ["onElection", "onFirstAppend"],
    "When a leader records where its epoch starts: as it is elected, even if it never appends anything (since KAFKA-7415), or with its first record; in those versions a log told nothing of epochs below its first one either",
  ),
  emptyEpochs: choice(
    ["cut", "kept"],
    "Whether truncating to the end of a log cuts off epochs in which nothing was appended (since KAFKA-10706)",
  ),
  highWatermark: choice(
    ["maximalIsr", "committedIsr", "minimum"],
    "Whose log ends the high watermark waits for: the ISR with any change that is under way (KIP-497), only the stored ISR, or as the first but without keeping what it was (wrong)",
  ),
  highWatermarkBelowMinIsr: choice(
    ["waits", "moves"],
    "Whether the high watermark waits while the ISR is smaller than min.insync.replicas (since KAFKA-15583), or moves",
  ),
  followerPositions: choice(
    ["kept", "forgotten"],
    "What a leader does with the log ends of its followers when it is made leader again and has missed an epoch in between: it trusts them, as Kafka does, or forgets them (as it should)",
  ),
}
