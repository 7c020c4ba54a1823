import type { Channels, ProcessName } from "../network/state.ts"
import type { ZooKeeperState } from "../zookeeper/index.ts"
import type { Client } from "./client/state.ts"
import type { Controller } from "./controller/state.ts"
import type { KafkaHistory } from "./history.ts"
import type { BrokerId, PartitionName, ReplicaName, TopicName } from "./ids.ts"
import type {
  ClientMessage,
  ControllerMessage,
  ControlMessage,
  FetchMessage,
  IsrChange,
  StopReplica,
} from "./messages.ts"
import type { Replica } from "./replica/state.ts"

export type { Batch, Client, Outstanding } from "./client/state.ts"
export type { ReadRecord } from "./history.ts"
export type { BrokerId, PartitionName, ReplicaName, TopicName } from "./ids.ts"
export type {
  Entry,
  EpochStart,
  Fetcher,
  Leadership,
  ProducerStamp,
  Replica,
  WaitingProduce,
} from "./replica/state.ts"

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
