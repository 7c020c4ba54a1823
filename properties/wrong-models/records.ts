import { orders, small, toBeGivenBack } from "./small-clusters.ts"
import type { WrongModel } from "./wrong-model.ts"

/** For each promise about records, and those who write and read them, a wrong model on which it fails. */
export const recordWrongModels: readonly WrongModel[] = [
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
    property: "followers-keep-what-their-leader-has",
    system: "cluster",
    wrong:
      "a follower that was out of range begins anew where its leader's log starts, though that has only grown since (before KAFKA-2143)",
    config: small(
      2,
      1,
      { records: 5, brokerCrashes: 1, slowFollowers: 1 },
      {
        kafka: {
          brokers: 2,
          clients: 1,
          truncation: "highWatermark",
          uncleanElection: "on",
          consumer: "idle",
          acks: ["all"],
          topics: orders(2, 1),
        },
        prompt: ["clients", "zookeeper", "control", "checkpoints"],
      },
    ),
    set: { "kafka.outOfRange": "startsOver" },
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
]
