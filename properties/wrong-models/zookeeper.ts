import type { Config, WrongModel } from "./wrong-model.ts"

/** An ensemble with one plain client, and only these faults and requests. */
const ensemble = (budgets: Config, more: Config = {}): Config => ({
  ...more,
  budgets: { serverCrashes: 0, writes: 0, ...budgets },
})

/** A part of the rules of the grain `server`, with its coarser grains wherever it has one. */
const server = (more: Config = {}, rules: Config = {}): Config => ({
  clients: 0,
  zookeeper: {
    grain: "server",
    newLeaderSteps: "atOnce",
    snapshotTransfer: "atOnce",
    lateAnswers: "dropped",
    ...rules,
  },
  ...more,
})

/** An ensemble at the grain of the implementation, without clients, where an oracle elects and agrees on the epoch. */
const peers = (budgets: Config, rules: Config = {}): Config =>
  ensemble(budgets, {
    clients: 0,
    zookeeper: {
      grain: "server",
      election: "oracleWithEpoch",
      newLeaderSteps: "atOnce",
      snapshotTransfer: "atOnce",
      ...rules,
    },
  })

/** For each promise of an ensemble a wrong model on which it fails. */
export const zooKeeperWrongModels: readonly WrongModel[] = [
  {
    property: "no-split-brain-in-zookeeper",
    system: "zookeeper",
    wrong: "two of four servers elect a leader",
    config: ensemble({ serverCrashes: 1 }, { servers: 4, clients: 0 }),
    set: { "zookeeper.electionQuorum": "half" },
  },
  {
    property: "leaders-are-voted-for",
    system: "zookeeper",
    wrong: "a server ends its election when everybody has voted, for whomever",
    config: ensemble({ serverCrashes: 1 }, server()),
    set: { "zookeeper.electionEnd": "everybody" },
  },
  {
    property: "leaders-are-voted-for",
    system: "zookeeper",
    wrong: "a server goes back to the round in which others have found it",
    config: ensemble({ serverCrashes: 1 }, server()),
    set: { "zookeeper.leaderRound": "ignored" },
  },
  {
    property: "votes-only-improve",
    system: "zookeeper",
    wrong: "of two votes at the same transaction that of the larger number wins, whatever their epochs",
    config: ensemble(
      { serverCrashes: 1, timeouts: 2, transactions: 1 },
      server({ servers: 2 }, { newLeaderSteps: "stepwise" }),
    ),
    set: { "zookeeper.voteOrder": "numberOverEpoch" },
  },
  {
    property: "no-split-brain-in-zookeeper",
    system: "zookeeper",
    wrong: "half of the weight elects a leader, though one server has it and so have the two others",
    config: ensemble({ cuts: 4 }, { clients: 0, zookeeper: { groups: [[1, 2, 3]], weights: { 1: 2 } } }),
    set: { "zookeeper.electionQuorum": "half" },
  },
  {
    property: "acknowledged-writes-survive",
    system: "zookeeper",
    wrong: "two of four servers commit a write",
    config: ensemble({ serverCrashes: 2, writes: 1 }, { servers: 4 }),
    set: { "zookeeper.writeQuorum": "half" },
  },
  {
    property: "acknowledged-writes-survive",
    system: "zookeeper",
    wrong: "servers acknowledge a transaction before it is on their disk",
    config: ensemble({ serverCrashes: 2, serverTailLosses: 1, writes: 1 }),
    set: { "zookeeper.flush": "afterAck" },
  },
  {
    property: "servers-agree",
    system: "zookeeper",
    wrong: "two of four servers elect a leader, and two commit a write",
    config: ensemble({ cuts: 2 }, { servers: 4 }),
    set: { "zookeeper.electionQuorum": "half", "zookeeper.writeQuorum": "half" },
  },
  {
    property: "servers-agree",
    system: "zookeeper",
    wrong: "a server counts as having come so far as a multi of which it has applied a part",
    config: {
      ...peers({ serverCrashes: 1, nodeChanges: 1, snapshots: 1 }, { observers: 1 }),
      servers: 1,
    },
    set: { "zookeeper.multiProgress": "firstChange" },
  },
  {
    property: "writes-keep-their-order",
    system: "zookeeper",
    wrong: "a leader takes what the server forwards that a client has left",
    config: ensemble(
      { cuts: 1, writes: 2 },
      { attachedTo: 1, zookeeper: { grain: "zab", election: "oracleWithEpoch" } },
    ),
    set: { "zookeeper.sessionOwner": "unchecked" },
  },
  {
    property: "clients-never-go-back",
    system: "zookeeper",
    wrong: "a server takes clients that have seen a later state than its own",
    config: ensemble({ serverCrashes: 1, cuts: 1, writes: 1, watches: 2 }, { servers: 5 }),
    set: { "zookeeper.reconnection": "anyServer" },
  },
  {
    property: "ephemerals-have-a-session",
    system: "zookeeper",
    wrong: "the end of a session leaves its ephemeral nodes",
    config: ensemble({ sessionExpiries: 1, creates: 1 }),
    set: { "zookeeper.sessionEnd": "keepsEphemerals" },
  },
  {
    property: "watches-fire-once-and-first",
    system: "zookeeper",
    wrong: "an answer overtakes the event that should come before it",
    config: ensemble({ writes: 2, watches: 1 }),
    set: { "zookeeper.watches": "replyFirst" },
  },
  {
    property: "watches-fire-once-and-first",
    system: "zookeeper",
    wrong: "a watch fires again and again",
    config: ensemble({ writes: 2, watches: 1 }),
    set: { "zookeeper.watches": "everyTime" },
  },
  {
    property: "trees-converge",
    system: "zookeeper",
    wrong: "a follower that is ahead of its leader keeps what the leader has not",
    config: ensemble({ cuts: 2, writes: 1 }),
    set: { "zookeeper.synchronisation": "withoutTruncation" },
  },
  {
    property: "trees-converge",
    system: "zookeeper",
    wrong: "a server that comes back after an election is not taken by the leader",
    config: ensemble({ serverCrashes: 1 }),
    set: { "zookeeper.synchronisation": "onlyAtElection" },
  },
  {
    property: "proposed-epochs-are-new",
    system: "zookeeper",
    wrong: "a leader whose own epoch is the greatest proposes that of a learner again",
    config: peers({ serverCrashes: 1, timeouts: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochChoice": "aboveGreater" },
  },
  {
    property: "proposed-epochs-are-new",
    system: "zookeeper",
    wrong: "a leader proposes the greatest epoch that anybody has accepted, as if it were its own",
    config: peers({ serverCrashes: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochChoice": "greatest" },
  },
  {
    property: "acknowledged-writes-survive",
    system: "zookeeper",
    wrong: "a follower acknowledges its leader's history without having it on disk",
    config: peers({ transactions: 1, serverCrashes: 2 }),
    set: { "zookeeper.newLeaderLog": "none" },
  },
  {
    property: "messages-are-legal",
    system: "zookeeper",
    wrong: "a follower acknowledges NEWLEADER before its log thread has written the history",
    config: peers({ transactions: 1, serverCrashes: 1 }),
    set: { "zookeeper.newLeaderLog": "queued" },
  },
  {
    property: "followers-serve-what-is-decided",
    system: "zookeeper",
    wrong: "a follower writes the history down without applying it before it serves",
    config: peers({ transactions: 1, serverCrashes: 1 }),
    set: { "zookeeper.newLeaderLog": "all" },
  },
  {
    property: "followers-have-their-leaders-history",
    system: "zookeeper",
    wrong: "a server looks for a leader with less in memory than in its log",
    config: peers({ transactions: 1, timeouts: 2 }),
    set: { "zookeeper.lookingDatabase": "asItWas" },
  },
  {
    property: "applied-transactions-are-logged",
    system: "zookeeper",
    wrong: "a server keeps the snapshot of a leader in memory that it has lost before it wrote it down",
    config: peers({ transactions: 2, serverCrashes: 1, timeouts: 1 }, { commitLogCount: 1, snapCount: 1 }),
    set: { "zookeeper.incompleteSnapshot": "kept" },
  },
  {
    property: "remembered-transactions-have-no-gaps",
    system: "zookeeper",
    wrong: "a server forgets to remember what it applied while it synchronised",
    config: peers({ transactions: 2, timeouts: 1 }),
    set: { "zookeeper.syncedTransactions": "notRemembered" },
  },
  {
    property: "servers-start-from-their-disks",
    system: "zookeeper",
    wrong: "a server goes by an epoch that it could not write to its disk",
    config: peers({ serverCrashes: 1, timeouts: 2, epochWriteFailures: 1 }, { election: "oracle" }),
    set: { "zookeeper.epochFiles": "memoryFirst" },
  },
  {
    property: "sequential-names-are-new",
    system: "zookeeper",
    wrong: "a leader that gives up a multi forgets what is under way",
    config: { ...peers({ nodeChanges: 3 }), servers: 1 },
    set: { "zookeeper.multiRollback": "forgetsParents" },
  },
  {
    property: "proposals-are-settled",
    system: "zookeeper",
    wrong: "a leader counts on into the number of the next epoch",
    config: peers({ transactions: 2 }, { zxidsPerEpoch: 3 }),
    set: { "zookeeper.zxidRollover": "goesOn" },
  },
]
