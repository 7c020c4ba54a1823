import type { BrokerId, Entry, Metadata, PartitionMetadata, PartitionName, ProducerStamp, TopicName } from "./state.ts"

/** What the controller tells a replica of its partition. */
export interface PartitionState {
  readonly partition: PartitionName
  readonly topicId: number
  readonly leader: BrokerId | null
  readonly leaderEpoch: number
  readonly isr: readonly BrokerId[]
  /** The epoch of the controller that decided so, which need not be the one that tells it. */
  readonly controllerEpoch: number
  readonly partitionEpoch: number
  readonly replicas: readonly BrokerId[]
}

/** The leader epoch by which a broker is told to stop a replica of a topic that is being deleted: it overrides any other. */
export const epochDuringDelete = -2

interface FromController {
  readonly controllerEpoch: number
  /** The life of the broker that is meant: the czxid of its registration. */
  readonly brokerEpoch: number
}

/** Replicas of one topic that a broker is to stop. */
export interface StopReplica extends FromController {
  readonly kind: "StopReplica"
  readonly topic: TopicName
  readonly topicId: number
  readonly partitions: readonly {
    readonly partition: PartitionName
    /** As the controller knows it; −1 where it knows none. */
    readonly leaderEpoch: number
    readonly deletePartition: boolean
  }[]
}

/** Controller to broker, and the one answer that the controller waits for. */
export type ControlMessage =
  | (FromController & { readonly kind: "LeaderAndIsr"; readonly partitions: readonly PartitionState[] })
  | (FromController & {
      readonly kind: "UpdateMetadata"
      readonly controller: BrokerId
      readonly brokers: readonly BrokerId[]
      /** Null where the partition is gone. */
      readonly partitions: Readonly<Record<PartitionName, PartitionMetadata | null>>
    })
  | StopReplica
  | {
      readonly kind: "StopReplicaResponse"
      readonly topic: TopicName
      readonly topicId: number
      readonly controllerEpoch: number
    }

/** What a leader asks the controller for: another ISR, in the epochs that it knows. */
export interface IsrChange {
  readonly topicId: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly isr: readonly BrokerId[]
  /** Which lives of the members are meant, where that is compared (KIP-903). */
  readonly brokerEpochs?: Readonly<Record<BrokerId, number>>
}

export type AlterPartitionError =
  | "NOT_CONTROLLER"
  | "STALE_BROKER_EPOCH"
  | "UNKNOWN_TOPIC_ID"
  | "UNKNOWN_TOPIC_OR_PARTITION"
  | "FENCED_LEADER_EPOCH"
  | "INVALID_UPDATE_VERSION"
  | "INELIGIBLE_REPLICA"

/** A broker to the controller and back, on a connection of its own: in no order with what the controller tells. */
export type ControllerMessage =
  | {
      readonly kind: "AlterPartition"
      readonly brokerEpoch: number
      readonly partition: PartitionName
      readonly change: IsrChange
    }
  | {
      readonly kind: "AlterPartitionResponse"
      /** The life of the broker that asked, which tells this answer from one to an earlier life. */
      readonly brokerEpoch: number
      readonly partition: PartitionName
      readonly result:
        | { readonly error: AlterPartitionError }
        | { readonly leaderEpoch: number; readonly partitionEpoch: number; readonly isr: readonly BrokerId[] }
    }
  | { readonly kind: "ControlledShutdown"; readonly brokerEpoch: number }
  | {
      readonly kind: "ControlledShutdownResponse"
      readonly brokerEpoch: number
      /** What the broker still leads; null for an error. */
      readonly remaining: readonly PartitionName[] | null
    }

export type FetchError = "NOT_LEADER" | "FENCED_LEADER_EPOCH" | "UNKNOWN_LEADER_EPOCH" | "OFFSET_OUT_OF_RANGE"

/** An epoch and the offset at which it ends. */
export interface EpochEnd {
  readonly epoch: number
  readonly endOffset: number
}

/** Where a log begins and ends. */
export interface LogRange {
  readonly logStart: number
  readonly logEnd: number
}

/** Follower to leader and back. An epoch of null is one that the version in use does not send. */
export type FetchMessage =
  | {
      readonly kind: "Fetch"
      readonly partition: PartitionName
      readonly offset: number
      readonly leaderEpoch: number | null
      readonly lastFetchedEpoch: number | null
      /** The life of the follower, where that is told (KIP-903). */
      readonly brokerEpoch?: number
    }
  | {
      readonly kind: "FetchResponse"
      readonly partition: PartitionName
      readonly offset: number
      readonly leaderEpoch: number | null
      readonly result:
        | { readonly error: FetchError }
        | { readonly diverging: EpochEnd; readonly highWatermark: number }
        | { readonly entry: Entry | null; readonly highWatermark: number; readonly logStart: number }
    }
  | { readonly kind: "ListOffsets"; readonly partition: PartitionName; readonly leaderEpoch: number | null }
  | {
      readonly kind: "ListOffsetsResponse"
      readonly partition: PartitionName
      readonly leaderEpoch: number | null
      readonly result: { readonly error: FetchError } | LogRange
    }
  | {
      readonly kind: "OffsetsForLeaderEpoch"
      readonly partition: PartitionName
      readonly leaderEpoch: number | null
      readonly epoch: number
    }
  | {
      readonly kind: "OffsetsForLeaderEpochResponse"
      readonly partition: PartitionName
      readonly leaderEpoch: number | null
      readonly result: { readonly error: FetchError } | { readonly end: EpochEnd | null }
    }

export type Acks = "0" | "1" | "all"

export type ProduceError =
  | "NOT_LEADER"
  | "NOT_ENOUGH_REPLICAS"
  | "NOT_ENOUGH_REPLICAS_AFTER_APPEND"
  | "OUT_OF_ORDER_SEQUENCE_NUMBER"
  | "INVALID_PRODUCER_EPOCH"

/** What a replica tells a consumer that fetches: a record, where to fetch instead, nothing yet, or why not; with a refusal for the offset comes the earliest one there is. */
export type ConsumerResult =
  | { readonly error: FetchError; readonly logStart?: number }
  | { readonly topicId: number; readonly value: number; readonly epoch: number }
  | { readonly preferred: BrokerId }
  | null

/** Client to broker and back. */
export type ClientMessage =
  | { readonly kind: "Metadata" }
  | { readonly kind: "MetadataResponse"; readonly metadata: Metadata }
  | {
      readonly kind: "Produce"
      readonly partition: PartitionName
      readonly value: number
      readonly acks: Acks
      readonly stamp?: ProducerStamp
    }
  | {
      readonly kind: "ProduceResponse"
      readonly partition: PartitionName
      readonly value: number
      readonly error: ProduceError | null
    }
  | {
      readonly kind: "ConsumerFetch"
      readonly partition: PartitionName
      readonly offset: number
      readonly leaderEpoch: number
    }
  | {
      readonly kind: "ConsumerFetchResponse"
      readonly partition: PartitionName
      readonly offset: number
      readonly result: ConsumerResult
    }
  | { readonly kind: "ListOffsets"; readonly partition: PartitionName; readonly leaderEpoch: number }
  | {
      readonly kind: "ListOffsetsResponse"
      readonly partition: PartitionName
      readonly result:
        | { readonly error: FetchError | "OFFSET_NOT_AVAILABLE" }
        | { readonly topicId: number; readonly latest: number }
    }
  | {
      readonly kind: "ConsumerOffsetsForLeaderEpoch"
      readonly partition: PartitionName
      readonly offset: number
      readonly leaderEpoch: number
      readonly epoch: number
    }
  | {
      readonly kind: "ConsumerOffsetsForLeaderEpochResponse"
      readonly partition: PartitionName
      readonly offset: number
      readonly result: { readonly error: FetchError } | { readonly end: EpochEnd | null }
    }
