import { z } from "zod"
import { choices } from "./choices/index.ts"
import { partitionName } from "./names.ts"
import type { BrokerId, PartitionName, TopicName } from "./state.ts"

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
  producer: z
    .enum(["givesUp", "retries", "idempotent"])
    .default("givesUp")
    .describe(
      "What a producer does with a record of which it does not know what became: it gives up (retries=0), sends it again, or sends it again with its sequence number (enable.idempotence, the default since 3.0)",
    ),
  acks: z
    .array(z.enum(["all", "1", "0"]))
    .min(1)
    .default(["all", "1", "0"])
    .describe("What a producer that is not idempotent may ask for: fewer states with fewer"),
  consumer: z
    .enum(["reads", "idle"])
    .default("reads")
    .describe(
      "Whether clients read what they can, or nothing: far fewer states, where a scenario is about what is written",
    ),
  consumerReplica: z
    .enum(["leader", "follower"])
    .default("leader")
    .describe(
      "Where consumers read: at the leader, or at the in-sync follower that the leader sends them to (replica.selector.class, KIP-392)",
    ),
  profile: z
    .string()
    .regex(/^[\w.-]+$/, "the name of a profile, such as kafka-2.0")
    .optional()
    .describe(
      "A version whose rules a scenario takes, as spec/profiles has them; rules that are given here stay as they are",
    ),
  ...choices,
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
