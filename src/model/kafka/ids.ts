export type BrokerId = number
export type TopicName = string

/** A partition of a topic: `orders-0`. */
export type PartitionName = string

/** The copy of a partition that a broker keeps: `2/orders-0`. */
export type ReplicaName = string
