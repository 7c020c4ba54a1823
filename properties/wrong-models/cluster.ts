import { calm } from "../../src/model/cluster/index.ts"
import type { Config, WrongModel } from "./wrong-model.ts"

/** One partition, which broker 2 leads: broker 1 becomes the controller, so that the two can fail apart. */
const orders = (replicationFactor: number, minInsyncReplicas: number) => ({
  orders: { partitions: 1, replicationFactor, minInsyncReplicas, startIndex: 1 },
})

/** One partition, which broker 2 leads although broker 1 is preferred, in a cluster of which broker 1 was restarted last. */
const toBeGivenBack = (replicationFactor: number, minInsyncReplicas: number) => ({
  start: "restarted",
  kafka: {
    brokers: 3,
    clients: 1,
    topics: { orders: { partitions: 1, replicationFactor, minInsyncReplicas, startIndex: 0 } },
  },
})

/** One partition on one of two brokers, where a new replica takes its time, while the controller hears of everything at once. */
const moved = {
  start: "restarted",
  prompt: ["clients", "zookeeper", "control", "checkpoints"],
  kafka: { brokers: 2, clients: 0, topics: orders(1, 1) },
}

/** A cluster of three brokers with one partition, and only these faults and changes. */
const small = (replicas: number, minInsyncReplicas: number, budgets: Config, more: Config = {}): Config => ({
  zookeeper: { servers: 1 },
  kafka: { brokers: 3, clients: 1, topics: orders(replicas, minInsyncReplicas) },
  start: "settled",
  inFlight: "kept",
  prompt: ["checkpoints"],
  ...more,
  budgets: { ...calm, ...budgets },
})

/** For each promise of a cluster a wrong model on which it fails. */
export const clusterWrongModels: readonly WrongModel[] = [
  {
    property: "nothing-changes-without-zookeeper",
    system: "cluster",
    wrong: "two of four ZooKeeper servers commit a write",
    config: small(2, 1, { serverCrashes: 2, topicsDeleted: 1 }, { zookeeper: { servers: 4 } }),
    set: { "zookeeper.writeQuorum": "half" },
  },
  {
    property: "one-controller-acts",
    system: "cluster",
    wrong: "controllers write without a check that they are still the last one elected (before KAFKA-6082)",
    config: small(2, 1, { controllerMoves: 1, preferredElections: 1 }, toBeGivenBack(2, 1)),
    set: { "kafka.controllerWriteFencing": "off" },
  },
  {
    property: "one-leader-per-epoch",
    system: "cluster",
    wrong: "an election does not raise the leader epoch",
    config: small(2, 1, { preferredElections: 1 }, toBeGivenBack(2, 1)),
    set: { "kafka.electionEpoch": "kept" },
  },
  {
    property: "epochs-never-fall",
    system: "cluster",
    wrong: "an election does not raise the leader epoch",
    config: small(2, 1, { preferredElections: 1 }, toBeGivenBack(2, 1)),
    set: { "kafka.electionEpoch": "kept" },
  },
  {
    property: "acknowledged-records-survive",
    system: "cluster",
    wrong: "a replica outside the ISR may lead",
    config: small(2, 1, { brokerCrashes: 1, slowFollowers: 1, records: 1 }),
    set: { "kafka.uncleanElection": "on" },
  },
  {
    property: "in-sync-replicas-hold-acknowledged-records",
    system: "cluster",
    wrong: "followers truncate to their own high watermark (before KIP-101)",
    config: small(3, 2, { records: 1, preferredElections: 1 }, toBeGivenBack(3, 2)),
    set: { "kafka.truncation": "highWatermark" },
  },
  {
    property: "acknowledgements-need-min-insync-replicas",
    system: "cluster",
    wrong: "acks=all does not ask for min.insync.replicas",
    config: small(
      2,
      2,
      { brokerCrashes: 1, records: 1 },
      { kafka: { brokers: 3, clients: 1, isrChange: "zooKeeper", topics: orders(2, 2) } },
    ),
    set: { "kafka.minInsyncReplicasCheck": "off" },
  },
  {
    property: "replicas-agree",
    system: "cluster",
    wrong: "followers do not truncate",
    config: small(2, 1, { preferredElections: 1, records: 3 }, toBeGivenBack(2, 1)),
    set: { "kafka.truncation": "none" },
  },
  {
    property: "high-watermark-never-falls",
    system: "cluster",
    wrong: "a follower joins the ISR however far behind it is, and the leader does not keep the high watermark it had",
    config: small(2, 1, { slowFollowers: 1, records: 1 }),
    set: { "kafka.isrExpansion": "anyFetch", "kafka.highWatermark": "minimum" },
  },
  {
    property: "consumers-read-what-stays",
    system: "cluster",
    wrong: "consumers read up to the end of the leader's log",
    config: small(2, 1, { preferredElections: 1, records: 1 }, toBeGivenBack(2, 1)),
    set: { "kafka.consumerReads": "logEnd" },
  },
  {
    property: "consumers-notice-truncation",
    system: "cluster",
    wrong:
      "consumers read on under another leader without asking what has become of their last record (before KIP-320)",
    config: small(
      2,
      1,
      { records: 3, brokerCrashes: 1, slowFollowers: 1 },
      {
        kafka: { brokers: 2, clients: 1, uncleanElection: "on", producer: "idempotent", topics: orders(2, 1) },
        prompt: ["clients", "zookeeper", "control", "checkpoints"],
      },
    ),
    set: { "kafka.consumerValidation": "none" },
  },
  {
    property: "latest-offsets-never-fall",
    system: "cluster",
    wrong: "a new leader tells consumers its high watermark however far behind it is (before KIP-207)",
    config: small(
      2,
      1,
      { preferredElections: 1, records: 1, offsetLookups: 3 },
      { ...toBeGivenBack(2, 1), prompt: ["clients", "zookeeper", "control", "checkpoints"] },
    ),
    set: { "kafka.latestOffset": "anyTime" },
  },
  {
    property: "idempotent-records-appear-once",
    system: "cluster",
    wrong: "a leader takes the retry of a batch that it has for a gap, so that the producer numbers it anew",
    config: small(
      1,
      1,
      { records: 1, cuts: 1 },
      { kafka: { brokers: 1, clients: 1, producer: "idempotent", topics: orders(1, 1) } },
    ),
    set: { "kafka.duplicateSequence": "outOfOrder" },
  },
  {
    property: "isr-within-replicas",
    system: "cluster",
    wrong: "a dead leader that nobody can replace stays leader when it leaves the ISR",
    config: small(2, 1, { brokerCrashes: 2 }),
    set: { "kafka.offlineLeader": "kept" },
  },
  {
    property: "isr-within-replicas",
    system: "cluster",
    wrong: "two replicas of a partition may be put on one broker",
    config: small(2, 1, {}),
    set: { "kafka.replicaAssignment": "withRepetition" },
  },
  {
    property: "reassignments-stand",
    system: "cluster",
    wrong:
      "a controller that resigns keeps the reassignments it knew of, and takes them up when it is elected again (before KAFKA-5310)",
    config: small(1, 1, { reassignments: 2, controllerMoves: 1, brokerCrashes: 1 }, moved),
    set: { "kafka.resignation": "keepsReassignments" },
  },
  {
    property: "stopping-brokers-stay-out-of-isrs",
    system: "cluster",
    wrong:
      "a controller takes in whom a leader wants in the ISR, whether it is about to stop or not (until KAFKA-14140)",
    config: small(
      2,
      1,
      { controlledShutdowns: 1 },
      { prompt: ["checkpoints"], kafka: { brokers: 3, clients: 0, topics: orders(2, 1) } },
    ),
    set: { "kafka.ineligibleReplicas": "accepted" },
  },
  {
    property: "one-registration-per-broker",
    system: "cluster",
    wrong: "a second broker takes over an id that is registered",
    config: small(2, 1, { secondBrokers: 1 }),
    set: { "kafka.brokerRegistration": "overwrite" },
  },
  {
    property: "requests-reach-the-life-they-are-meant-for",
    system: "cluster",
    wrong: "brokers do not look at the broker epoch in control requests (before KIP-380)",
    config: small(2, 1, { brokerCrashes: 1, preferredElections: 1 }, toBeGivenBack(2, 1)),
    set: { "kafka.brokerEpochInControlRequests": "off" },
  },
  {
    property: "deleted-topics-stay-deleted",
    system: "cluster",
    wrong: "brokers keep the logs of deleted topics, and topics have no id",
    config: small(2, 1, { records: 1, topicsDeleted: 1, topicsCreated: 1 }),
    set: { "kafka.stopReplica": "keepsLog", "kafka.topicIds": "off" },
  },
  {
    property: "deleted-topics-stay-deleted",
    system: "cluster",
    wrong: "a deletion does not wait for brokers that are dead, where topics have no id",
    config: small(
      2,
      1,
      { records: 1, brokerCrashes: 1, topicsDeleted: 1, topicsCreated: 1 },
      {
        prompt: ["clients", "zookeeper", "control", "fetches", "checkpoints"],
        kafka: { brokers: 2, clients: 1, topicIds: "off", topics: orders(2, 1) },
      },
    ),
    set: { "kafka.topicDeletion": "liveReplicas" },
  },
  {
    property: "bootstrap-answers-agree",
    system: "cluster",
    wrong: "a broker that starts is not sent the metadata",
    config: small(2, 1, { brokerCrashes: 1 }),
    set: { "kafka.startupMetadata": "none" },
  },
  {
    property: "cluster-heals",
    system: "cluster",
    wrong: "the controller does not notice a broker that left and returned between two readings (KAFKA-7235)",
    config: small(2, 1, { brokerCrashes: 1 }, { kafka: { brokers: 3, clients: 0, topics: orders(2, 1) } }),
    set: { "kafka.bounceDetection": "off" },
  },
  {
    property: "cluster-heals",
    system: "cluster",
    wrong: "a controller whose connection was lost refuses what it has written itself, and the leader waits for ever",
    config: small(
      2,
      1,
      { cuts: 1, slowFollowers: 1, records: 1 },
      {
        inFlight: "dropped",
        prompt: ["clients", "control", "checkpoints"],
        kafka: { brokers: 2, clients: 1, topics: orders(2, 1) },
      },
    ),
    set: { "kafka.alterPartitionConflict": "refused" },
  },
]
