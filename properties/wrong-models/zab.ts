import type { Config, WrongModel } from "./wrong-model.ts"

/** The published specification of Zab within some bounds, in which nothing fails that is not asked for. */
const zab = (bounds: Config): Pick<WrongModel, "system" | "config"> => ({
  system: "zookeeper/published",
  config: { servers: 3, maxTransactions: 1, maxTimeouts: 0, maxRestarts: 0, ...bounds },
})

/** A follower that lacks a transaction, and takes the next one. */
const withGaps: Pick<WrongModel, "wrong" | "set"> = {
  wrong: "PROPOSE goes to those only that have acknowledged NEWLEADER, and followers take what does not come next",
  set: { proposeTo: "newLeaderAcked", proposeGaps: "accepted" },
}

/** A follower that does not take over its leader's history as it is. */
const withTail: Pick<WrongModel, "wrong" | "set"> = {
  wrong: "a follower keeps and delivers transactions that its new leader lacks",
  set: { tail: "delivered" },
}

/** For each promise of the published specification of Zab a wrong model on which it fails. */
export const zabWrongModels: readonly WrongModel[] = [
  {
    ...zab({}),
    property: "ShouldNotBeTriggered",
    wrong: "PROPOSE goes to those only that have acknowledged NEWLEADER",
    set: { proposeTo: "newLeaderAcked" },
  },
  {
    ...zab({}),
    property: "ShouldNotBeTriggered",
    wrong: "a PROPOSE of what NEWLEADER has brought is an error",
    set: { redundantPropose: "error" },
  },
  {
    ...zab({ maxTransactions: 2 }),
    property: "ShouldNotBeTriggered",
    wrong: "COMMIT-LD carries the zxid that the follower has acknowledged",
    set: { commitLdZxid: "acknowledged" },
  },
  {
    ...zab({}),
    property: "ShouldNotBeTriggered",
    wrong: "any server is a quorum",
    set: { quorum: "anyServer" },
  },
  {
    ...zab({ servers: 4, maxTransactions: 0 }),
    property: "Leadership1",
    wrong: "two of four servers are a quorum",
    set: { quorum: "half" },
  },
  {
    ...zab({ servers: 2, maxTimeouts: 1 }),
    property: "Leadership2",
    wrong: "a new epoch is the highest that was accepted, and not above it",
    set: { newEpoch: "highest" },
  },
  {
    ...zab({ maxTimeouts: 1 }),
    property: "PrefixConsistency",
    wrong: "a leader begins with its own history",
    set: { initialHistory: "own" },
  },
  { ...zab({ maxTimeouts: 1 }), ...withTail, property: "Integrity" },
  { ...zab({ maxTransactions: 2 }), ...withGaps, property: "Agreement" },
  { ...zab({ maxTransactions: 3 }), ...withGaps, property: "TotalOrder" },
  { ...zab({ maxTransactions: 3 }), ...withGaps, property: "LocalPrimaryOrder" },
  { ...zab({ maxTransactions: 3, maxTimeouts: 3 }), ...withTail, property: "GlobalPrimaryOrder" },
  {
    ...zab({ servers: 2, maxTimeouts: 1 }),
    property: "PrimaryIntegrity",
    wrong: "a leader broadcasts before it has delivered the history that it began with",
    set: { leaderDelivers: "later" },
  },
]
