import type { Channels, ProcessName } from "../network/state.ts"
import type { ZooKeeperState } from "../zookeeper/index.ts"
import type { Controller } from "./controller/state.ts"
import type {
  Acks,
  ClientMessage,
  ControllerMessage,
  ControlMessage,
  FetchMessage,
  IsrChange,
  StopReplica,
} from "./messages.ts"

export type BrokerId = number
export type TopicName = string

/** A partition of a topic: `orders-0`. */
export type PartitionName = string

/** The copy of a partition that a broker keeps: `2/orders-0`. */
export type ReplicaName = string

/** What an idempotent producer numbers a record by: itself, its epoch, and how many came before it in the partition. */
export interface ProducerStamp {
  readonly id: ProcessName
  readonly epoch: number
  readonly sequence: number
}

/** One record in a log: the leader epoch it was appended in, which record it is, and the number its producer gave it. */
export interface Entry {
  readonly epoch: number
  readonly value: number
  readonly producer?: ProducerStamp
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
   * - `outOfRange`: asks where the leader's log begins and ends, as the leader had nothing at the offset asked for;
   * - `diverged`: has still to truncate to where the leader's answer says that they part;
   * - `fenced`: the leader knows a newer epoch, so it waits for the controller;
   * - `failed`: it could not take what the leader answered, so it waits for the controller.
   */
  readonly state: "truncating" | "fetching" | "outOfRange" | "diverged" | "fenced" | "failed"
  /** Whether a request is on its way or parked, the answer not seen. */
  readonly awaiting: boolean
  /** What the leader's answer said, where the state is `diverged`. */
  readonly diverging?: { readonly epoch: number; readonly endOffset: number }
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

/** A broker's copy of a partition. The log, its start and its epochs survive a crash. */
export interface Replica {
  readonly topicId: number
  /** The records by offset; null below the start of the log, where they are gone. */
  readonly log: readonly (Entry | null)[]
  /** The offset of the first record that is kept. */
  readonly logStart: number
  readonly epochs: readonly EpochStart[]
  /** Whether the broker has taken it into use since it started, as LeaderAndIsr makes it do; before that nothing is known of its high watermark. */
  readonly inUse: boolean
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
  /** It has been the controller and resigned, where it is deaf to changes after that. */
  readonly hasResigned?: true
  /** The largest controller epoch it has obeyed. */
  readonly controllerEpoch: number
  /** The broker that it takes for the controller and keeps a connection to; it looks for another only when that one fails it. */
  readonly activeController: BrokerId | null
  /** The changes of ISRs that it has asked for and has no answer to. */
  readonly isrUpdates: Readonly<Record<PartitionName, IsrUpdate>>
  /** Whether it writes high watermarks to disk yet. */
  readonly checkpoints: boolean
  /** Set from when it is to stop: how often it may still ask the controller, and whom it has asked. */
  readonly shutdown: { readonly attempts: number; readonly asked: BrokerId | null } | null
  /** `min.insync.replicas` by topic, as it last read it. */
  readonly minInsyncReplicas: Readonly<Record<TopicName, number>>
  /** Where reassignments were going when its controller resigned; not there if it has forgotten them, as it should. */
  readonly remembered?: Readonly<Record<PartitionName, readonly BrokerId[]>>
}

/** A request of a client that it has not heard the end of. */
export type Outstanding =
  | { readonly kind: "Produce"; readonly broker: BrokerId; readonly partition: PartitionName; readonly value: number }
  | { readonly kind: "Fetch"; readonly broker: BrokerId; readonly partition: PartitionName; readonly offset: number }
  | { readonly kind: "Metadata"; readonly broker: BrokerId }
  | { readonly kind: "ListOffsets"; readonly broker: BrokerId; readonly partition: PartitionName }
  | {
      readonly kind: "OffsetsForLeaderEpoch"
      readonly broker: BrokerId
      readonly partition: PartitionName
      readonly offset: number
    }

/** A record that its producer goes on sending until it is acknowledged. */
export interface Batch {
  readonly partition: PartitionName
  readonly value: number
  readonly acks: Acks
  /** Its number; null of a producer that numbers nothing. */
  readonly stamp: ProducerStamp | null
  /** Whether it was numbered anew, under a later epoch of its producer. */
  readonly renumbered: boolean
}

/** How an idempotent producer numbers: its epoch, and by partition under which epoch it began and which number comes next. */
export interface Numbering {
  readonly epoch: number
  readonly partitions: Readonly<Record<PartitionName, { readonly epoch: number; readonly next: number }>>
}

/** A program that produces and consumes. */
export interface Client {
  readonly metadata: Metadata | null
  /** Whether an answer told that the metadata is out of date. */
  readonly stale: boolean
  readonly outstanding: { readonly producer: Outstanding | null; readonly consumer: Outstanding | null }
  /** What the producer has not heard the end of, where it sends again. */
  readonly batch: Batch | null
  readonly numbering: Numbering
  /** The next offset to read, by partition. */
  readonly positions: Readonly<Record<PartitionName, number>>
  /** The leader epoch of the last record read, by partition. */
  readonly lastEpochs: Readonly<Record<PartitionName, number>>
  /** The follower that the leader sent the consumer to, by partition (KIP-392). */
  readonly preferred: Readonly<Record<PartitionName, BrokerId>>
}

/** A record as a consumer read it. */
export interface ReadRecord {
  readonly topicId: number
  readonly offset: number
  readonly value: number
}

/** An acknowledged record. */
export interface Acknowledged {
  readonly topicId: number
  readonly offset: number
  readonly value: number
}

/** The reassignments of a partition. */
export interface Reassigned {
  readonly topicId: number
  /** Where its replicas were last accepted to be, and where it was asked for them to be since. */
  readonly asked: readonly (readonly BrokerId[])[]
  /** All that were ever to be added. */
  readonly added: readonly BrokerId[]
}

/** What no process can see, kept so that promises can be checked. */
export interface KafkaHistory {
  /** Records acknowledged with acks=all, by partition. */
  readonly acknowledged: Readonly<Record<PartitionName, readonly Acknowledged[]>>
  /** What consumers have read, by partition. */
  readonly consumed: Readonly<Record<PartitionName, readonly ReadRecord[]>>
  /** The record that a client read last, by client and partition. */
  readonly lastRead: Readonly<Record<string, ReadRecord>>
  /** Reads that went on after a record which was no longer there, as if nothing had happened. */
  readonly unnoticed: readonly (ReadRecord & { readonly partition: PartitionName; readonly client: ProcessName })[]
  /** The latest offset that a client was told last, by client and partition. */
  readonly latestOffsets: Readonly<Record<string, { readonly topicId: number; readonly offset: number }>>
  /** acks=all answers that were given while fewer replicas held the record than `min.insync.replicas` asks for. */
  readonly thinAcknowledgements: readonly {
    readonly partition: PartitionName
    readonly offset: number
    readonly holders: number
    readonly required: number
  }[]
  /** Requests meant for an earlier life of a broker that changed something in a later one. */
  readonly misdirected: readonly { readonly broker: BrokerId; readonly request: string; readonly sentTo: number }[]
  /** The ids of the topics that each record was appended to: one, but where it was sent again and the topic was created anew. */
  readonly origins: Readonly<Record<number, readonly number[]>>
  /** The offset below which records were deleted on purpose, by id of the topic with the partition. */
  readonly deletedBelow: Readonly<Record<string, number>>
  /**
   * By id of the topic with the partition, the offset from which a member of the ISR came back without data: what was
   * there is beyond what is promised (KIP-966).
   */
  readonly atRisk: Readonly<Record<string, number>>
  /** The last epoch of what a broker came back without, by broker and topic id with the partition. */
  readonly lostEpochs: Readonly<Record<string, number>>
  /** Ids of topics, with the partition, of which a leader has written in an epoch of which it has lost records: nothing tells the new ones from the lost. */
  readonly rewritten: readonly string[]
  /** Brokers that came back without something they had written. */
  readonly lossy: readonly BrokerId[]
  /** What was asked for by reassignments, by partition. */
  readonly reassigned: Readonly<Record<PartitionName, Reassigned>>
  /** Replicas that were to be stopped and deleted when their broker could not be told. */
  readonly unstopped: readonly ReplicaName[]
  /** The ids of topics whose deletion was completed. */
  readonly deletedTopicIds: readonly number[]
}

/** A Kafka cluster on ZooKeeper. Every entry of the records is a component of its own. */
export interface KafkaState extends Omit<ZooKeeperState, "history"> {
  readonly brokers: Readonly<Record<BrokerId, Broker>>
  readonly metadata: Readonly<Record<BrokerId, BrokerMetadata>>
  readonly controllers: Readonly<Record<BrokerId, Controller | null>>
  readonly replicas: Readonly<Record<ReplicaName, Replica | null>>
  /** The high watermarks that each broker has on disk, by partition. */
  readonly checkpoints: Readonly<Record<BrokerId, Readonly<Record<PartitionName, number>>>>
  readonly clients: Readonly<Record<ProcessName, Client>>
  readonly controlChannels: Channels<ControlMessage>
  /** First copies of requests that were sent again, which wait at a broker. */
  readonly lateRequests: Readonly<Record<BrokerId, readonly StopReplica[]>>
  readonly controllerRequestChannels: Channels<ControllerMessage>
  readonly fetchChannels: Channels<FetchMessage>
  readonly clientChannels: Channels<ClientMessage>
  /** The number of the next topic id and of the next record. */
  readonly counters: { readonly topicIds: number; readonly records: number }
  readonly history: ZooKeeperState["history"] & KafkaHistory
}
