import { z } from "zod"
import { choice } from "../../choice.ts"

/** How the grains `zab` and `server` elect, synchronise and write to disk: the first value of each is what ZooKeeper 3.9.4 does, or should do where it is known not to. */
export const peerChoices = {
  election: choice(
    ["fast", "oracle", "oracleWithEpoch"],
    "How a leader is found: by the notifications of fast leader election, in the grain `server`; by an oracle that sees all servers in reach, in one step, as always in the grain `zab`, where `fast` is no other; or so and with the epoch agreed on in the same step.",
  ),
  voteOrder: choice(
    ["epochFirst", "numberOverEpoch"],
    "Which of two votes is better: that of the later epoch, then of the later transaction, then of the larger number; or, at the same transaction, that of the larger number whatever the epochs (ZOOKEEPER-1419).",
  ),
  electionEnd: choice(
    ["quorum", "everybody"],
    "When an election is over for a server: when a quorum votes as it does, or says that it follows; or also when everybody has voted, for whomever, or somebody of its round says that it leads (ZOOKEEPER-975).",
  ),
  leaderRound: choice(
    ["checked", "ignored"],
    "Whether a server of which others say that it leads must be in the round that they have found it in, or goes back to that (ZOOKEEPER-1514).",
  ),
  leaderHeard: choice(
    ["inRound", "ever"],
    "Whether a server that joins those of its round must have heard of the leader in this round that it leads, or in whichever (ZOOKEEPER-3537).",
  ),
  sameVotes: choice(
    ["leaderAndEpoch", "whole"],
    "When servers that are in no election are said to have found the same leader: if it is of the same epoch, or only if in the same round and at the same transaction, too (ZOOKEEPER-1732).",
  ),
  voteRefresh: choice(
    ["onceServing", "never"],
    "Whether a server that serves tells others which epoch it has come to be of, or still that which it has voted in (ZOOKEEPER-1732).",
  ),
  lateAnswers: choice(
    ["kept", "dropped"],
    "Whether what a server has asked others in an election may reach it in its next one, or is lost with the one that it was asked in: a coarser grain.",
  ),
  leaderSupport: choice(
    ["voters", "learners"],
    "Whom a leader counts to see whether it still has a quorum: followers, or observers as well (ZOOKEEPER-1294).",
  ),
  epochChoice: choice(
    ["aboveAll", "aboveGreater", "greatest"],
    "What a leader proposes as its epoch: one more than any that its quorum has accepted; by ZOOKEEPER-1343 more than its own only where another has accepted a greater one; or, wrong, the greatest itself.",
  ),
  epochAcknowledgements: choice(
    ["quorum", "none"],
    "Whether a leader waits until a quorum has promised itself to its epoch. `none` is ZOOKEEPER-1192.",
  ),
  epochs: choice(
    ["durable", "fromLog"],
    "What a server knows of epochs after a restart: which it had accepted, and which it was of; or no more than the epoch of its last transaction (ZOOKEEPER-335).",
  ),
  historyCheck: choice(
    ["checked", "unchecked"],
    "Whether a leader gives up when a follower turns out to have a longer history than its own.",
  ),
  newLeaderLog: choice(
    ["committed", "all", "queued", "none"],
    "What a follower has in its log when it acknowledges NEWLEADER: what it was told is committed, applied too (3.9.3); all that it was sent (3.9.2); all is handed to the log thread and may be written later (3.6.3, ZOOKEEPER-4646, ZOOKEEPER-4685); or nothing of it (3.5, ZOOKEEPER-3911).",
  ),
  newLeaderEpoch: choice(
    ["afterLog", "beforeLog", "atUpToDate"],
    "When a follower writes down that it is of its leader's epoch: after the history (3.9.2), before it (ZOOKEEPER-4643), or when it starts to serve (ZOOKEEPER-1282).",
  ),
  newLeaderSteps: choice(
    ["stepwise", "atOnce"],
    "Whether something may come between what a learner does before it acknowledges NEWLEADER, or it does it all in one step: a coarser grain.",
  ),
  newLeaderOrder: choice(
    ["last", "beforeSnapshot"],
    "Where NEWLEADER stands among what a learner is sent: behind all that it has to have, or before its snapshot was taken (ZOOKEEPER-3104).",
  ),
  snapshotTransfer: choice(
    ["fuzzy", "atOnce"],
    "Whether a leader goes on applying transactions while it sends a learner its tree, which then has them too, or sends it in one step: a coarser grain.",
  ),
  lookingDatabase: choice(
    ["woundOn", "asItWas"],
    "What a server that goes back to looking has in memory: all that is in its log, or what it had applied (ZOOKEEPER-2845).",
  ),
  lookingLogThread: choice(
    ["stopped", "leftRunning", "stoppedLate"],
    "Whether the log thread has written all that it was given before a server looks again; or goes on meanwhile (ZOOKEEPER-4712); or has, but after the database was wound on, which lacks that then (until 3.6.2).",
  ),
  incompleteSnapshot: choice(
    ["cleared", "kept"],
    "What becomes of a leader's snapshot in memory when the learner loses the leader before it could write it down: forgotten, or taken for its own (ZOOKEEPER-3642).",
  ),
  divergence: choice(
    ["truncated", "kept"],
    "What a leader sends a follower whose last transaction is within what the leader remembers, but not among it: to cut it off, or only what comes after it (ZOOKEEPER-1154).",
  ),
  truncation: choice(
    ["toCommitted", "toApplied"],
    "Where a leader cuts off a follower that is ahead of it: behind what is committed, or behind what it has applied itself, which may be less. `toApplied` is how the code reads; no issue tells of it.",
  ),
  earlierAcknowledgements: choice(
    ["forgotten", "counted"],
    "Whether a leader still counts what a follower has acknowledged before it lost its connection, although synchronising it again may first cut that off. `counted` is how the code reads; no issue tells of it.",
  ),
  syncedTransactions: choice(
    ["remembered", "whenLogged", "notRemembered"],
    "Whether transactions that a follower applies while it synchronises are among those that it can send to others later: all are; those that it logs (until 3.9.2); or none (3.9.3, ZOOKEEPER-4925).",
  ),
  differenceZxid: choice(
    ["asApplied", "atOnce"],
    "What a learner takes for its last transaction when it is about to be sent what it lacks: what it has applied, or that to which it will be brought, though it has none of it yet (ZOOKEEPER-2355).",
  ),
  closingSessions: choice(
    ["refused", "accepted"],
    "What a leader makes of a request of a session whose end it has prepared and not applied: it refuses it, or takes it (ZOOKEEPER-1208).",
  ),
  sessionOwner: choice(
    ["checked", "unchecked"],
    "Whether a leader refuses what a server forwards for a session that has moved on to another (ZOOKEEPER-417).",
  ),
  sync: choice(
    ["leaderAlone", "quorum"],
    "How a leader answers a sync when nothing is proposed: by itself; or only with a quorum, as a transaction that changes nothing (what ZOOKEEPER-1675 asks for costs less).",
  ),
  newEpochZxid: choice(
    ["shown", "hidden"],
    "What a leader tells clients that it has come to before the first transaction of its epoch: (epoch, 0), which no follower has; or its last transaction. `hidden` is in no release.",
  ),
  commitLogCount: z
    .int()
    .min(1)
    .max(500)
    .default(500)
    .describe("How many committed transactions a server keeps in memory for learners that are a little behind."),
  snapCount: z
    .int()
    .min(1)
    .max(100_000)
    .default(100_000)
    .describe("After how many logged transactions a server takes a snapshot and drops its log up to there."),
}
