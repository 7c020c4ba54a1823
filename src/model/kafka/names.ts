import type { ProcessName } from "../network/state.ts"
import { remembered, rememberedOf } from "../remembered.ts"
import type { BrokerId, PartitionName, ReplicaName, TopicName } from "./state.ts"

export const brokerProcess = rememberedOf((broker: BrokerId): ProcessName => `broker${broker}`)
export const clientProcess = rememberedOf((client: number): ProcessName => `client${client}`)

export const partitionName = (topic: TopicName, index: number): PartitionName => `${topic}-${index}`
export const topicOf = rememberedOf(
  (partition: PartitionName): TopicName => partition.slice(0, partition.lastIndexOf("-")),
)
export const indexOf = (partition: PartitionName): number => Number(partition.slice(partition.lastIndexOf("-") + 1))
export const replicaName = remembered(
  (broker: BrokerId, partition: PartitionName): ReplicaName => `${broker}/${partition}`,
)

/** The znodes that Kafka uses (`ZkData.scala`). */
export const paths = {
  controller: "/controller",
  controllerEpoch: "/controller_epoch",
  brokerIds: "/brokers/ids",
  brokerId: rememberedOf((broker: BrokerId) => `/brokers/ids/${broker}`),
  topics: "/brokers/topics",
  topic: rememberedOf((topic: TopicName) => `/brokers/topics/${topic}`),
  partitions: rememberedOf((topic: TopicName) => `/brokers/topics/${topic}/partitions`),
  partition: rememberedOf(
    (partition: PartitionName) => `/brokers/topics/${topicOf(partition)}/partitions/${indexOf(partition)}`,
  ),
  state: rememberedOf(
    (partition: PartitionName) => `/brokers/topics/${topicOf(partition)}/partitions/${indexOf(partition)}/state`,
  ),
  deletions: "/admin/delete_topics",
  deletion: rememberedOf((topic: TopicName) => `/admin/delete_topics/${topic}`),
  topicConfigs: "/config/topics",
  topicConfig: rememberedOf((topic: TopicName) => `/config/topics/${topic}`),
  isrChanges: "/isr_change_notification",
  isrChange: "/isr_change_notification/isr_change_",
  configChanges: "/config/changes",
  configChange: "/config/changes/config_change_",
} as const
