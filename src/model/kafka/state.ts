import type { Channels, ProcessName } from "../network/state.ts"
import type { ZooKeeperState } from "../zookeeper/index.ts"
import type { Controller } from "./controller/state.ts"
import type { ClientMessage, ControllerMessage, ControlMessage, FetchMessage, IsrChange } from "./messages.ts"

export type BrokerId = number
export type TopicName = string

/** A partition of a topic: `orders-0`. */
export type PartitionName = string

/** The copy of a partition that a broker keeps: `2/orders-0`. */
export type ReplicaName = string

/** One record in a log: the leader epoch it was appended in, and which record it is. */
export interface Entry {
  readonly epoch: number
  readonly value: number
}

/** Where a leader epoch starts in a log (Kafka's leader epoch cache). */
export interface EpochStart {
  readonly epoch: number
  readonly startOffset: number
}

/** An acks=all produce that waits for the high watermark to pass its record. */
export interface WaitingProduce {
  readonly client: ProcessName
  readonly offset: number
  readonly value: number
}

/** An ISR that the leader has asked for and does not know to be stored yet. */
export interface PendingIsr {
  readonly isr: readonly BrokerId[]
}

/** What a follower's fetcher does for one partition. */
export interface Fetcher {
  /**
   * - `truncating`: asks the leader where its last epoch ends;
   * - `fetching`: asks for the next record;
   * - `fenced`: the leader knows a newer epoch, so it waits for the controller.
   */
  readonly state: "truncating" | "fetching" | "fenced"
  /** Whether a request is on its way or parked, the answer not seen. */
  readonly awaiting: boolean
}

/** What a leader keeps while it leads. */
export interface Leadership {
  /** The epoch of the controller that made it the leader. */
  readonly controllerEpoch: number
  readonly isr: readonly BrokerId[]
  readonly pending: PendingIsr | null
  /** The log end when the leader epoch began. */
  readonly startOffset: number
  /** The log end of each other replica as its last valid fetch told it; null before that. */
  readonly followers: Readonly<Record<BrokerId, number | null>>
  /** The life of each other replica that fetched last, where fetches tell it (KIP-903). */
  readonly followerEpochs?: Readonly<Record<BrokerId, number>>
  readonly waiting: readonly WaitingProduce[]
}

/** A broker's copy of a partition. Log, epochs and the checkpointed high watermark survive a crash. */
export interface Replica {
  readonly topicId: number
  readonly log: readonly Entry[]
  readonly epochs: readonly EpochStart[]
  readonly highWatermark: number
  /** The leader that the controller told of, and its epoch; epoch −1 until it has. */
  readonly leader: BrokerId | null
  readonly leaderEpoch: number
  /** The version of the partition's state node that goes with it. */
  readonly partitionEpoch: number
  readonly replicas: readonly BrokerId[]
  readonly leadership: Leadership | null
  readonly fetcher: Fetcher | null
}

/** What a broker answers to Metadata about one partition. */
export interface PartitionMetadata {
  readonly topicId: number
  readonly leader: BrokerId | null
  readonly leaderEpoch: number
}

/** A broker's or client's view of the cluster; it may be stale. */
export interface Metadata {
  readonly brokers: readonly BrokerId[]
  readonly partitions: Readonly<Record<PartitionName, PartitionMetadata>>
}

/** A broker's view, with the controller that told it last; null before any has. */
export interface BrokerMetadata extends Metadata {
  readonly controller: BrokerId | null
}

/** A change of one partition's ISR on its way through AlterPartition (AlterPartitionManager). */
export interface IsrUpdate {
  /** What is to be sent, again and again until it is answered; null where that was forgotten. */
  readonly unsent: IsrChange | null
  /** What was sent, to whom, and as which life of this broker; null while nothing is under way. */
  readonly inFlight: { readonly change: IsrChange; readonly to: BrokerId; readonly brokerEpoch: number } | null
}

export interface Broker {
  /** `absent` before it is added and `removed` after; `crashed` processes can be restarted. */
  readonly status: "absent" | "up" | "crashed" | "removed"
  /** The czxid of its registration: which life of the broker this is; null until registered. */
  readonly brokerEpoch: number | null
  /** The session of the last registration of this process, which it may replace. */
  readonly registeredSession: number | null
  /** The largest controller epoch it has obeyed. */
  readonly controllerEpoch: number
  /** The broker that it takes for the controller and keeps a connection to; it looks for another only when that one fails it. */
  readonly activeController: BrokerId | null
  /** The changes of ISRs that it has asked for and has no answer to. */
  readonly isrUpdates: Readonly<Record<PartitionName, IsrUpdate>>
  /** Set from when it is to stop: how often it may still ask the controller, and whom it has asked. */
  readonly shutdown: { readonly attempts: number; readonly asked: BrokerId | null } | null
  /** `min.insync.replicas` by topic, as it last read it. */
  readonly minInsyncReplicas: Readonly<Record<TopicName, number>>
}

/** A request of a client that it has not heard the end of. */
export type Outstanding =
  | { readonly kind: "Produce"; readonly broker: BrokerId; readonly partition: PartitionName; readonly value: number }
  | { readonly kind: "Fetch"; readonly broker: BrokerId; readonly partition: PartitionName; readonly offset: number }
  | { readonly kind: "Metadata"; readonly broker: BrokerId }

/** A program that produces and consumes. */
export interface Client {
  readonly metadata: Metadata | null
  /** Whether an answer told that the metadata is out of date. */
  readonly stale: boolean
  readonly outstanding: { readonly producer: Outstanding | null; readonly consumer: Outstanding | null }
  /** The next offset to read, by partition. */
  readonly positions: Readonly<Record<PartitionName, number>>
}

/** An acknowledged record. */
export interface Acknowledged {
  readonly topicId: number
  readonly offset: number
  readonly value: number
}

/** What no process can see, kept so that promises can be checked. */
export interface KafkaHistory {
  /** Records acknowledged with acks=all, by partition. */
  readonly acknowledged: Readonly<Record<PartitionName, readonly Acknowledged[]>>
  /** What consumers have read, by partition. */
  readonly consumed: Readonly<
    Record<PartitionName, readonly { readonly topicId: number; readonly offset: number; readonly value: number }[]>
  >
  /** acks=all answers that were given while fewer replicas held the record than `min.insync.replicas` asks for. */
  readonly thinAcknowledgements: readonly {
    readonly partition: PartitionName
    readonly offset: number
    readonly holders: number
    readonly required: number
  }[]
  /** Requests meant for an earlier life of a broker that changed something in a later one. */
  readonly misdirected: readonly { readonly broker: BrokerId; readonly request: string; readonly sentTo: number }[]
  /** The id of the topic that each record was produced to. */
  readonly origins: Readonly<Record<number, number>>
  /** Ids of topics, with the partition, of which an ISR member came back without data: beyond what is promised (KIP-966). */
  readonly atRisk: readonly string[]
  /** Brokers that came back without something they had written. */
  readonly lossy: readonly BrokerId[]
  /** The ids of topics whose deletion was completed. */
  readonly deletedTopicIds: readonly number[]
}

/** A Kafka cluster on ZooKeeper. Every entry of the records is a component of its own. */
export interface KafkaState extends Omit<ZooKeeperState, "history"> {
  readonly brokers: Readonly<Record<BrokerId, Broker>>
  readonly metadata: Readonly<Record<BrokerId, BrokerMetadata>>
  readonly controllers: Readonly<Record<BrokerId, Controller | null>>
  readonly replicas: Readonly<Record<ReplicaName, Replica | null>>
  readonly clients: Readonly<Record<ProcessName, Client>>
  readonly controlChannels: Channels<ControlMessage>
  readonly controllerRequestChannels: Channels<ControllerMessage>
  readonly fetchChannels: Channels<FetchMessage>
  readonly clientChannels: Channels<ClientMessage>
  /** The number of the next topic id and of the next record. */
  readonly counters: { readonly topicIds: number; readonly records: number }
  readonly history: ZooKeeperState["history"] & KafkaHistory
}
