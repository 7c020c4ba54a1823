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
      { serverCrashes: 1, timeouts: 1, transactions: 1 },
      server({ servers: 2 }, { newLeaderSteps: "stepwise" }),
    ),
    set: { "zookeeper.voteOrder": "numberOverEpoch" },
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
    wrong: "a server that comes back after an election is not taken by the leader",
    config: ensemble({ serverCrashes: 1 }),
    set: { "zookeeper.synchronisation": "onlyAtElection" },
  },
]
