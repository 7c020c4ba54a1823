import { z } from "zod"
import { choice } from "../choice.ts"
import { type Groups, groupOptions, mistakesIn } from "./groups.ts"
import { peerChoices } from "./peer/choices.ts"
import { diskChoices } from "./peer/disk-choices.ts"

const count = z.int().min(0)

/** The rules of an ensemble that have been, or could be, otherwise: each a named choice. */
export const zooKeeperRules = z
  .strictObject({
    grain: choice(
      ["atomic", "zab", "server"],
      "How finely an ensemble is modelled: elections and writes in one step each; by the messages of Zab; or as the server does it, with its threads, its disk and its fast leader election.",
    ),
    observers: z.int().min(0).max(2).default(0).describe("How many servers have no vote; only in the grain `server`."),
    electionQuorum: z
      .enum(["majority", "half"])
      .default("majority")
      .describe("How many servers make a leader. `half` (rounded up) is wrong: two halves of four may both elect."),
    electors: z
      .enum(["all", "anyQuorum"])
      .default("all")
      .describe("Who takes part in an election: every server in reach, or any set that is large enough."),
    writeQuorum: z
      .enum(["majority", "half"])
      .default("majority")
      .describe("How many servers must hold a transaction before it is committed. `half` is wrong."),
    flush: z
      .enum(["beforeAck", "afterAck"])
      .default("beforeAck")
      .describe("Whether a server has a transaction on disk when it says so. `afterAck` is wrong."),
    watches: z
      .enum(["eventFirst", "replyFirst", "everyTime"])
      .default("eventFirst")
      .describe(
        "A watch fires once and before the change is seen; or after it (`replyFirst`), or again and again (`everyTime`).",
      ),
    reconnection: z
      .enum(["monotonic", "anyServer"])
      .default("monotonic")
      .describe("Whether a server refuses a client that has seen a later state than its own. `anyServer` is wrong."),
    sessionEnd: z
      .enum(["removesEphemerals", "removesEphemeralsLater", "keepsEphemerals"])
      .default("removesEphemerals")
      .describe(
        "What the end of a session does to its ephemeral nodes. Wrong: they go some time after it, as brokers have met them (`removesEphemeralsLater`, ZOOKEEPER-2985), or never (`keepsEphemerals`).",
      ),
    synchronisation: z
      .enum(["leadersHistory", "withoutTruncation", "onlyAtElection"])
      .default("leadersHistory")
      .describe(
        "Whether a follower takes over its leader's history. Wrong: one that is ahead stays so (`withoutTruncation`, as in ZOOKEEPER-1154), or one that comes after the election is not taken (`onlyAtElection`).",
      ),
    zxidsPerEpoch: z
      .int()
      .min(1)
      .max(999_999)
      .default(999_999)
      .describe("After how many transactions a leader has used up the counter and steps down (really 2^32 - 1)."),
    ...groupOptions,
    ...peerChoices,
    ...diskChoices,
  })
  .readonly()

export type ZooKeeperRules = z.infer<typeof zooKeeperRules>

/** The rules as they should be. */
export const soundRules: ZooKeeperRules = zooKeeperRules.parse({})

/** Refuses groups and weights that do not fit an ensemble of so many voters. */
export function checkGroups(groups: Groups, servers: number, context: z.RefinementCtx): void {
  for (const { path, message } of mistakesIn(groups, servers))
    context.addIssue({ code: "custom", path: ["zookeeper", ...path], message })
}

/** Configuration of the standalone model `zookeeper`. */
export const zooKeeperConfig = z
  .strictObject({
    servers: z.int().min(1).max(7).default(3).describe("The number of voting servers."),
    clients: z.int().min(0).max(2).default(1).describe("The number of plain clients."),
    attachedTo: z
      .int()
      .min(0)
      .max(7)
      .default(0)
      .describe("The server that every client has a session at when a run begins; 0 where none has one yet."),
    zookeeper: z
      .strictObject({
        profile: z
          .string()
          .regex(/^[\w.-]+$/, "the name of a profile, such as zookeeper-3.9.4")
          .optional()
          .describe(
            "A version whose rules a scenario takes, as spec/profiles has them; rules that are given here stay as they are",
          ),
        ...zooKeeperRules.unwrap().shape,
      })
      .readonly()
      .prefault({})
      .describe("The rules of the ensemble."),
    inFlight: z
      .enum(["kept", "dropped", "either"])
      .default("dropped")
      .describe("What becomes of the messages on a link that is cut."),
    budgets: z
      .strictObject({
        serverCrashes: count.default(1).describe("How often a server may crash."),
        serverDiskLosses: count.default(0).describe("How often a server may come back with an empty disk."),
        serverTailLosses: count.default(0).describe("How often a server may come back without its last transaction."),
        cuts: count.default(0).describe("How often a link may be cut, in one direction."),
        timeouts: count
          .default(0)
          .describe("How often a learner may give up its leader, which is only slow; not in the grain `atomic`."),
        sessionExpiries: count.default(0).describe("How often the session of a living client may be expired."),
        clientCrashes: count.default(0).describe("How often a client's process may die."),
        transactions: count
          .default(0)
          .describe(
            "How many writes a leader is asked for by clients that are not modelled; not in the grain `atomic`.",
          ),
        nodeChanges: count
          .default(0)
          .describe(
            "How many creates, deletes and multis a leader is asked for by clients that are not modelled; not in the grain `atomic`.",
          ),
        snapshots: count
          .default(0)
          .describe(
            "How often a server takes a snapshot beside its other work, at any time; only in the grain `server`.",
          ),
        serverSnapshotLosses: count
          .default(0)
          .describe("How often a server may come back without its snapshots, with its log; not in the grain `atomic`."),
        epochWriteFailures: count
          .default(0)
          .describe("How often a server may fail to write an epoch to its disk; not in the grain `atomic`."),
        writes: count.default(1).describe("How many times clients change data."),
        creates: count.default(0).describe("How many nodes clients create: plain, ephemeral or sequential."),
        closes: count.default(0).describe("How many times clients close their sessions, with a request behind."),
        reads: count.default(0).describe("How many times clients sync and read."),
        watches: count.default(0).describe("How many times clients read and set watches."),
      })
      .readonly()
      .prefault({})
      .describe("How much may happen."),
  })
  .superRefine(({ servers, zookeeper }, context) => checkGroups(zookeeper, servers, context))
  .readonly()

export type ZooKeeperConfig = z.infer<typeof zooKeeperConfig>
