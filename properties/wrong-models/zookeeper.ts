import type { Config, WrongModel } from "./wrong-model.ts"

/** An ensemble with one plain client, and only these faults and requests. */
const ensemble = (budgets: Config, more: Config = {}): Config => ({
  ...more,
  budgets: { serverCrashes: 0, writes: 0, ...budgets },
})

/** For promises that an ensemble of every grain makes, wrong models on which they fail where it is atomic. */
export const zooKeeperWrongModels: readonly WrongModel[] = [
  {
    property: "no-split-brain-in-zookeeper",
    system: "zookeeper",
    wrong: "two of four servers elect a leader",
    config: ensemble({ serverCrashes: 1 }, { servers: 4, clients: 0 }),
    set: { "zookeeper.electionQuorum": "half" },
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
    config: ensemble({ cuts: 3, writes: 2 }, { attachedTo: 3 }),
    set: { "zookeeper.synchronisation": "withoutTruncation" },
  },
  {
    property: "trees-converge",
    system: "zookeeper",
    wrong: "a server that comes back after an election is not taken by the leader",
    config: ensemble({ serverCrashes: 1 }),
    set: { "zookeeper.synchronisation": "onlyAtElection" },
  },
]
