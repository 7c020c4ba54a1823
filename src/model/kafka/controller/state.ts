import type { IsrChange } from "../messages.ts"
import type { BrokerId, PartitionName, TopicName } from "../state.ts"

/** A partition's state node, with its version. */
export interface StoredPartition {
  readonly leader: BrokerId | null
  readonly leaderEpoch: number
  readonly isr: readonly BrokerId[]
  readonly controllerEpoch: number
  readonly version: number
}

/** A topic's node: its id, and the replicas of each partition in order of preference. */
export interface StoredTopic {
  readonly topicId: number
  readonly assignment: readonly (readonly BrokerId[])[]
}

/** A topic as the controller last read it, with the version of its node. */
export interface KnownTopic extends StoredTopic {
  readonly version: number
}

/** What wakes the controller. An event carries no data: the controller re-reads the store when it comes to it. */
export type ControllerEvent =
  | "failover"
  | "brokers"
  | "topics"
  | "deletions"
  | "states"
  | "completeDeletion"
  | "isrChanges"

/** A new state of a partition that the controller has asked the store for. */
export interface Transition {
  readonly partition: PartitionName
  readonly next: Omit<StoredPartition, "version">
  /** The version it replaces; null where the node is to be created. */
  readonly expected: number | null
}

/** A leader's request to change the ISR, with who asks. */
export interface AlterRequest {
  readonly broker: BrokerId
  readonly brokerEpoch: number
  readonly partition: PartitionName
  readonly change: IsrChange
}

/** A broker that wants to stop, and which life of it. */
export interface Leaving {
  readonly broker: BrokerId
  readonly brokerEpoch: number
}

/** What the controller waits for the store to answer. */
export type ControllerTask =
  | { readonly kind: "reading"; readonly event: ControllerEvent; readonly partitions: readonly PartitionName[] }
  | { readonly kind: "writing"; readonly transitions: readonly Transition[] }
  | { readonly kind: "deleting"; readonly topic: TopicName }
  | { readonly kind: "altering"; readonly asked: AlterRequest }
  /** Reads the state that a request could not be written over, to look at it again. */
  | { readonly kind: "comparing"; readonly asked: AlterRequest }

/** A broker's controller while it believes to be the active one. */
export interface Controller {
  readonly epoch: number
  /** The version of `/controller_epoch` that its own election wrote: the fence of its writes. */
  readonly epochVersion: number
  readonly queue: readonly ControllerEvent[]
  readonly task: ControllerTask | null
  /** Brokers to bring online once the failures that came with them are dealt with. */
  readonly starting: Readonly<Record<BrokerId, number>>
  /** Live brokers with the epoch of their registration. */
  readonly live: Readonly<Record<BrokerId, number>>
  /** Of the live ones those that are about to stop: they are elected no more and join no ISR. */
  readonly shuttingDown: readonly BrokerId[]
  /** The broker that is about to stop and waits for an answer. */
  readonly leaving: Leaving | null
  readonly topics: Readonly<Record<TopicName, KnownTopic>>
  readonly states: Readonly<Record<PartitionName, StoredPartition>>
  /** Topics to be deleted, with the brokers that have not yet confirmed; null before it was started. */
  readonly deletions: Readonly<Record<TopicName, readonly BrokerId[] | null>>
}
