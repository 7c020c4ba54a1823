import type { Config, WrongModel } from "./wrong-model.ts"

/** An ensemble of the grain `server` with only these faults, with a coarser grain wherever it has one, and no clients. */
const server = (budgets: Config, rules: Config = {}, more: Config = {}): Config => ({
  clients: 0,
  zookeeper: {
    grain: "server",
    newLeaderSteps: "atOnce",
    snapshotTransfer: "atOnce",
    lateAnswers: "dropped",
    ...rules,
  },
  budgets: { serverCrashes: 0, writes: 0, ...budgets },
  ...more,
})

/** The same, where an oracle elects and agrees on the epoch. */
const elected = (budgets: Config, rules: Config = {}, more: Config = {}): Config =>
  server(budgets, { election: "oracleWithEpoch", ...rules }, more)

/** For promises that only an ensemble of servers and their packets can break, wrong models on which they fail. */
export const serverWrongModels: readonly WrongModel[] = [
  {
    property: "leaders-are-voted-for",
    system: "zookeeper",
    wrong: "a server ends its election when everybody has voted, for whomever",
    config: server({ serverCrashes: 1 }),
    set: { "zookeeper.electionEnd": "everybody" },
  },
  {
    property: "leaders-are-voted-for",
    system: "zookeeper",
    wrong: "a server goes back to the round in which others have found it",
    config: server({ serverCrashes: 1 }),
    set: { "zookeeper.leaderRound": "ignored" },
  },
  {
    property: "acknowledged-writes-survive",
    system: "zookeeper",
    wrong: "a leader goes on though a follower has a longer history than its own",
    config: server({ serverCrashes: 1, transactions: 1 }),
    set: { "zookeeper.historyCheck": "unchecked" },
    isRare: true,
  },
  {
    property: "leaders-are-joined-when-heard",
    system: "zookeeper",
    wrong: "a server looks for the leader of its round among what others have said before",
    config: server({ serverCrashes: 1 }),
    set: { "zookeeper.leaderHeard": "ever" },
  },
  {
    property: "votes-only-improve",
    system: "zookeeper",
    wrong: "of two votes at the same transaction that of the larger number wins, whatever their epochs",
    config: server({ serverCrashes: 1, timeouts: 2, transactions: 1 }, { newLeaderSteps: "stepwise" }, { servers: 2 }),
    set: { "zookeeper.voteOrder": "numberOverEpoch" },
  },
  {
    property: "servers-agree",
    system: "zookeeper",
    wrong: "a server counts as having come so far as a multi of which it has applied a part",
    config: {
      ...elected({ serverCrashes: 1, nodeChanges: 1, snapshots: 1 }, { observers: 1 }),
      servers: 1,
    },
    set: { "zookeeper.multiProgress": "firstChange" },
  },
  {
    property: "proposed-epochs-are-new",
    system: "zookeeper",
    wrong: "a leader whose own epoch is the greatest proposes that of a learner again",
    config: elected({ serverCrashes: 1, timeouts: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochChoice": "aboveGreater" },
  },
  {
    property: "proposed-epochs-are-new",
    system: "zookeeper",
    wrong: "a leader proposes the greatest epoch that anybody has accepted, as if it were its own",
    config: elected({ serverCrashes: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochChoice": "greatest" },
  },
  {
    property: "acknowledged-writes-survive",
    system: "zookeeper",
    wrong: "a follower acknowledges its leader's history without having it on disk",
    config: elected({ transactions: 1, serverCrashes: 2 }),
    set: { "zookeeper.newLeaderLog": "none" },
  },
  {
    property: "messages-are-legal",
    system: "zookeeper",
    wrong: "a follower acknowledges NEWLEADER before its log thread has written the history",
    config: elected({ transactions: 1, serverCrashes: 1 }),
    set: { "zookeeper.newLeaderLog": "queued" },
  },
  {
    property: "followers-serve-what-is-decided",
    system: "zookeeper",
    wrong: "a follower writes the history down without applying it before it serves",
    config: elected({ transactions: 1, serverCrashes: 1 }),
    set: { "zookeeper.newLeaderLog": "all" },
  },
  {
    property: "followers-have-their-leaders-history",
    system: "zookeeper",
    wrong: "a server looks for a leader with less in memory than in its log",
    config: elected({ transactions: 1, timeouts: 2 }),
    set: { "zookeeper.lookingDatabase": "asItWas" },
  },
  {
    property: "followers-have-their-leaders-history",
    system: "zookeeper",
    wrong: "the log thread of a server that looks again writes on after its memory was wound on",
    config: elected({ transactions: 1, timeouts: 2 }),
    set: { "zookeeper.lookingLogThread": "stoppedLate" },
  },
  {
    property: "applied-transactions-are-logged",
    system: "zookeeper",
    wrong: "a server keeps the snapshot of a leader in memory that it has lost before it wrote it down",
    config: elected({ transactions: 2, timeouts: 2 }, { commitLogCount: 1, snapCount: 1 }),
    set: { "zookeeper.incompleteSnapshot": "kept" },
  },
  {
    property: "remembered-transactions-have-no-gaps",
    system: "zookeeper",
    wrong: "a server forgets to remember what it applied while it synchronised",
    config: elected({ transactions: 2, timeouts: 1 }),
    set: { "zookeeper.syncedTransactions": "notRemembered" },
  },
  {
    property: "servers-start-from-their-disks",
    system: "zookeeper",
    wrong: "a server goes by an epoch that it could not write to its disk",
    config: elected({ serverCrashes: 2, timeouts: 1, epochWriteFailures: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochFiles": "memoryFirst" },
  },
  {
    property: "sequential-names-are-new",
    system: "zookeeper",
    wrong: "a leader that gives up a multi forgets what is under way",
    config: elected({ nodeChanges: 3 }, {}, { servers: 1 }),
    set: { "zookeeper.multiRollback": "forgetsParents" },
  },
  {
    property: "proposals-are-settled",
    system: "zookeeper",
    wrong: "a leader counts on into the number of the next epoch",
    config: elected({ transactions: 2 }, { zxidsPerEpoch: 3 }),
    set: { "zookeeper.zxidRollover": "goesOn" },
  },
]
