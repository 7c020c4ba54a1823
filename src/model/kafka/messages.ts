import type { BrokerId, Entry, Metadata, PartitionMetadata, PartitionName, TopicName } from "./state.ts"

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

interface FromController {
  readonly controllerEpoch: number
  /** The life of the broker that is meant: the czxid of its registration. */
  readonly brokerEpoch: number
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
  | (FromController & {
      readonly kind: "StopReplica"
      readonly topic: TopicName
      readonly topicId: number
      readonly partitions: readonly PartitionName[]
      /** False where followers are only to fetch no more, since their broker stops. */
      readonly deletePartitions: boolean
    })
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
        | { readonly error: FetchError; readonly logEnd?: number }
        | { readonly diverging: EpochEnd }
        | { readonly entry: Entry | null; readonly highWatermark: number }
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

export type ProduceError = "NOT_LEADER" | "NOT_ENOUGH_REPLICAS" | "NOT_ENOUGH_REPLICAS_AFTER_APPEND"

/** Client to broker and back. */
export type ClientMessage =
  | { readonly kind: "Metadata" }
  | { readonly kind: "MetadataResponse"; readonly metadata: Metadata }
  | { readonly kind: "Produce"; readonly partition: PartitionName; readonly value: number; readonly acks: Acks }
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
      /** Null where there is nothing to read yet. */
      readonly result: { readonly error: FetchError } | { readonly topicId: number; readonly value: number } | null
    }
