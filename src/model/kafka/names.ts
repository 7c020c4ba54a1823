import type { ProcessName } from "../network/state.ts"
import type { BrokerId, PartitionName, ReplicaName, TopicName } from "./state.ts"

export const brokerProcess = (broker: BrokerId): ProcessName => `broker${broker}`
export const clientProcess = (client: number): ProcessName => `client${client}`

export const partitionName = (topic: TopicName, index: number): PartitionName => `${topic}-${index}`
export const topicOf = (partition: PartitionName): TopicName => partition.slice(0, partition.lastIndexOf("-"))
export const indexOf = (partition: PartitionName): number => Number(partition.slice(partition.lastIndexOf("-") + 1))
export const replicaName = (broker: BrokerId, partition: PartitionName): ReplicaName => `${broker}/${partition}`

/** The znodes that Kafka uses (`ZkData.scala`). */
export const paths = {
  controller: "/controller",
  controllerEpoch: "/controller_epoch",
  brokerIds: "/brokers/ids",
  brokerId: (broker: BrokerId) => `/brokers/ids/${broker}`,
  topics: "/brokers/topics",
  topic: (topic: TopicName) => `/brokers/topics/${topic}`,
  partitions: (topic: TopicName) => `/brokers/topics/${topic}/partitions`,
  partition: (partition: PartitionName) => `/brokers/topics/${topicOf(partition)}/partitions/${indexOf(partition)}`,
  state: (partition: PartitionName) => `/brokers/topics/${topicOf(partition)}/partitions/${indexOf(partition)}/state`,
  deletions: "/admin/delete_topics",
  deletion: (topic: TopicName) => `/admin/delete_topics/${topic}`,
  topicConfigs: "/config/topics",
  topicConfig: (topic: TopicName) => `/config/topics/${topic}`,
  isrChanges: "/isr_change_notification",
  isrChange: "/isr_change_notification/isr_change_",
  configChanges: "/config/changes",
  configChange: "/config/changes/config_change_",
} as const
