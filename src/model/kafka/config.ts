import { z } from "zod"
import { partitionName } from "./names.ts"
import type { BrokerId, PartitionName, TopicName } from "./state.ts"

/** A rule with a history, as a named choice; the first value is what Kafka does today. */
const choice = <const V extends readonly [string, ...string[]]>(values: V, about: string) =>
  z
    .enum(values)
    .default(values[0] as z.output<z.ZodEnum<{ [K in V[number]]: K }>>)
    .describe(about)

const count = (least: number, most: number, standard: number, about: string) =>
  z.number().int().min(least).max(most).default(standard).describe(about)

const topic = z
  .strictObject({
    partitions: count(1, 8, 1, "Partitions it is created with"),
    expandsTo: z
      .number()
      .int()
      .min(1)
      .max(8)
      .optional()
      .describe("Partitions it can be expanded to; as created if left out"),
    replicationFactor: count(1, 7, 3, "Replicas of each partition"),
    minInsyncReplicas: count(1, 7, 2, "min.insync.replicas"),
    startIndex: z
      .number()
      .int()
      .min(0)
      .max(6)
      .optional()
      .describe(
        "Where the assignment of a topic that exists at the start begins, counted from broker 1; topics follow each other if left out",
      ),
    exists: z.boolean().default(true).describe("Whether it is there at the start, or can only be created"),
  })
  .describe("A topic that can exist")

/** Size and rules of the Kafka part of a cluster. */
export const kafkaConfig = z.strictObject({
  brokers: count(1, 7, 3, "Brokers at the start, with ids 1, 2, …"),
  spareBrokers: count(0, 6, 0, "Brokers that can be added while it runs, with the ids that follow"),
  clients: count(0, 3, 1, "Clients, each a producer and a consumer"),
  topics: z.record(z.string().regex(/^[a-z][a-z0-9]*$/, "a topic name of small letters and digits"), topic).default({
    orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, exists: true },
    payments: { partitions: 2, replicationFactor: 2, minInsyncReplicas: 1, exists: true },
  }),
  truncation: choice(
    ["fetch", "kip320", "kip279", "kip101", "highWatermark", "none"],
    "What a follower truncates to: told by the fetch answer (KIP-595); by asking with a fenced epoch (KIP-320); by asking for epoch and end (KIP-279); by asking for the end (KIP-101); its own high watermark (before 0.11); nothing (wrong)",
  ),
  isrExpansion: choice(
    ["leaderEpochStart", "highWatermark", "anyFetch"],
    "What a follower must have reached to join the ISR: the high watermark and the start of the leader epoch (since KAFKA-7128), the high watermark alone, or nothing (wrong)",
  ),
  highWatermark: choice(
    ["maximalIsr", "committedIsr", "minimum"],
    "Whose log ends the high watermark waits for: the ISR with any change that is under way (KIP-497), only the stored ISR, or as the first but without keeping what it was (wrong)",
  ),
  highWatermarkBelowMinIsr: choice(
    ["waits", "moves"],
    "Whether the high watermark waits while the ISR is smaller than min.insync.replicas (since KAFKA-15583), or moves",
  ),
  followerPositions: choice(
    ["kept", "forgotten"],
    "What a leader does with the log ends of its followers when it is made leader again and has missed an epoch in between: it trusts them, as Kafka does, or forgets them (as it should)",
  ),
  fetchResponseEpoch: choice(
    ["compared", "ignored"],
    "Whether a follower drops the answer to a fetch that it sent in an earlier leader epoch (since KAFKA-18991)",
  ),
  controllerWriteFencing: choice(
    ["on", "off"],
    "Whether a controller's writes check that it is still the last one elected (KAFKA-6082)",
  ),
  controllerEpochCheck: choice(
    ["on", "off"],
    "Whether a broker refuses requests of an earlier controller than it has seen",
  ),
  brokerEpochInControlRequests: choice(
    ["on", "off"],
    "Whether a broker refuses requests meant for an earlier life of it (KIP-380)",
  ),
  bounceDetection: choice(
    ["on", "off"],
    "Whether the controller notices a broker that left and returned between two reads (KIP-380)",
  ),
  brokerRegistration: choice(
    ["exclusive", "overwrite"],
    "Whether an id that is registered is refused to a second broker, or taken over by it",
  ),
  uncleanElection: choice(
    ["off", "on"],
    "unclean.leader.election.enable: whether a replica outside the ISR may lead when no other lives",
  ),
  electionEpoch: choice(["raised", "kept"], "Whether an election raises the leader epoch (it must)"),
  offlineLeader: choice(
    ["cleared", "kept"],
    "Whether a dead leader that nobody can replace is removed as leader when it leaves the ISR (it must)",
  ),
  replicaAssignment: choice(
    ["rackUnaware", "withRepetition"],
    "How partitions are spread: as AdminUtils does, or with replicas that may share a broker (wrong)",
  ),
  topicDeletion: choice(
    ["allReplicas", "liveReplicas"],
    "Whose copies must be gone before a topic counts as deleted: all replicas', or only those of living brokers (wrong)",
  ),
  stopReplica: choice(
    ["deletesLog", "keepsLog"],
    "Whether a broker that is told to delete a replica deletes its log (it must)",
  ),
  topicIds: choice(["on", "off"], "Whether topics carry an id, so that one of the same name is told apart (KIP-516)"),
  minInsyncReplicasCheck: choice(["on", "off"], "Whether acks=all asks for min.insync.replicas at all"),
  consumerReads: choice(["highWatermark", "logEnd"], "How far a consumer can read"),
  startupMetadata: choice(
    ["full", "none"],
    "Whether a broker that starts is sent the whole metadata (KIP-380 era controllers do; without, it answers from nothing)",
  ),
})

export type KafkaConfig = z.output<typeof kafkaConfig>
export type TopicConfig = z.output<typeof topic>

/** What the configuration means for the model, worked out once. */
export interface Kafka {
  readonly rules: KafkaConfig
  /** All broker ids, the spare ones included. */
  readonly brokers: readonly BrokerId[]
  readonly clients: readonly number[]
  readonly topics: readonly TopicName[]
  /** Every partition that can come to exist. */
  readonly partitions: readonly PartitionName[]
}

/** How many partitions a topic can ever have. */
export const partitionsAtMost = (config: TopicConfig): number => Math.max(config.partitions, config.expandsTo ?? 0)

/** The configuration of one topic that the scenario names. */
export function topicConfig(kafka: Kafka, topicName: TopicName): TopicConfig {
  const found = kafka.rules.topics[topicName]
  if (found === undefined) throw new Error(`this is a bug in quorate: no topic ${topicName}`)
  return found
}

export function kafkaFrom(rules: KafkaConfig): Kafka {
  const topics = Object.keys(rules.topics).sort()
  const ids = (many: number) => Array.from({ length: many }, (_, index) => index + 1)
  return {
    rules,
    brokers: ids(rules.brokers + rules.spareBrokers),
    clients: ids(rules.clients),
    topics,
    partitions: topics.flatMap((name) => {
      const config = rules.topics[name]
      return config ? ids(partitionsAtMost(config)).map((index) => partitionName(name, index - 1)) : []
    }),
  }
}
