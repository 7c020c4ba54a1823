import { z } from "zod"

const count = z.int().min(0)

/** What bounds the published specification of Zab, and the rules that were, or could be, otherwise; the first of each is right. */
export const zabConfig = z
  .strictObject({
    servers: z.int().min(1).max(6).default(3).describe("The number of servers, with ids 1, 2, …"),
    maxTransactions: count.max(9).default(2).describe("How long a history may get: MaxTransactionNum"),
    maxTimeouts: count
      .max(9)
      .default(1)
      .describe("How often a leader and a follower may lose each other; restarts count too: MaxTimeoutFailures"),
    maxRestarts: count.max(9).default(0).describe("How often servers may restart: MaxRestarts"),
    proposeTo: z
      .enum(["newLeaderSent", "newLeaderAcked"])
      .default("newLeaderSent")
      .describe(
        "Whom a leader sends PROPOSE: all that it has sent NEWLEADER, or those only that have acknowledged it (the first ambiguity that model checking found)",
      ),
    redundantPropose: z
      .enum(["ignored", "error"])
      .default("ignored")
      .describe(
        "What a PROPOSE is to a follower that has the transaction from NEWLEADER already: nothing, or an error (the second ambiguity)",
      ),
    commitLdZxid: z
      .enum(["lastCommitted", "acknowledged"])
      .default("lastCommitted")
      .describe(
        "Up to where COMMIT-LD commits for a follower that comes late: all that its leader has committed, or what the follower has acknowledged (the third ambiguity)",
      ),
    quorum: z
      .enum(["majority", "half", "anyServer"])
      .default("majority")
      .describe("How many servers are a quorum. Wrong: half of them, rounded up, or a single one"),
    newEpoch: z
      .enum(["aboveAll", "highest"])
      .default("aboveAll")
      .describe(
        "A new epoch is above all that the quorum has accepted; or (wrong) the highest of those once there was one",
      ),
    initialHistory: z
      .enum(["mostRecent", "own"])
      .default("mostRecent")
      .describe("The history that a leader begins with: the most recent one of a quorum, or (wrong) its own"),
    leaderDelivers: z
      .enum(["beforeBroadcast", "later"])
      .default("beforeBroadcast")
      .describe(
        "Whether a leader delivers the history that it begins with before it broadcasts, or (wrong) only with the next commit",
      ),
    tail: z
      .enum(["dropped", "delivered"])
      .default("dropped")
      .describe(
        "What becomes of transactions that a follower has and its new leader lacks. Wrong: it keeps them after the leader's, and delivers them with those",
      ),
    proposeGaps: z
      .enum(["refused", "accepted"])
      .default("refused")
      .describe("What a follower does with a transaction if it lacks the one before; to accept it is wrong"),
  })
  .readonly()

export type ZabConfig = z.output<typeof zabConfig>
