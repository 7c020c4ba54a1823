import { moved, orders, small, toBeGivenBack } from "./small-clusters.ts"
import type { WrongModel } from "./wrong-model.ts"

/** For each promise about controllers, brokers and topics a wrong model on which it fails. */
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
