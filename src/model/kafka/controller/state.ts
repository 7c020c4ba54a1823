import type { IsrChange } from "../messages.ts"
import type { PartitionAssignment } from "../rules/reassignment.ts"
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
  /** Of the partitions that are being reassigned, by number: which of their replicas are added and removed (KIP-455). */
  readonly reassignments?: Readonly<
    Record<number, { readonly adding: readonly BrokerId[]; readonly removing: readonly BrokerId[] }>
  >
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

/**
 * Where a reassignment stands at the controller (KafkaController.onPartitionReassignment).
 * - `asked`: the target is to be stored (U1);
 * - `dropping`: replicas that only an earlier reassignment wanted are to be stopped (U3);
 * - `deciding`: it is looked whether the target is in sync, and what follows from it is begun (A1, or B2 and B3);
 * - `waiting`: the new replicas are catching up;
 * - `removing`: replicas leave the ISR and are stopped (B4, B5);
 * - `storing`: the outcome is to be stored (B6).
 */
export type ReassignmentStep =
  | { readonly kind: "asked"; readonly target: readonly BrokerId[] }
  | { readonly kind: "dropping" | "removing"; readonly replicas: readonly BrokerId[] }
  | { readonly kind: "deciding" | "waiting" | "storing" }

/** What the controller waits for the store to answer; what belongs to a reassignment says which step it comes to. */
export type ControllerTask =
  | {
      readonly kind: "assigning"
      readonly partition: PartitionName
      readonly assignment: PartitionAssignment
      /** Null where that is the end of a reassignment. */
      readonly to: ReassignmentStep | null
    }
  | { readonly kind: "reassigning"; readonly transition: Transition; readonly to: ReassignmentStep }
  | { readonly kind: "reading"; readonly event: ControllerEvent; readonly partitions: readonly PartitionName[] }
  | { readonly kind: "writing"; readonly transitions: readonly Transition[] }
  | { readonly kind: "deleting"; readonly topic: TopicName }
  | { readonly kind: "restoring"; readonly topics: readonly TopicName[] }
  | { readonly kind: "altering"; readonly asked: AlterRequest }
  /** Reads the state that a request could not be written over, to look at it again. */
  | { readonly kind: "comparing"; readonly asked: AlterRequest }

/** A broker's controller while it believes to be the active one. */
export interface Controller {
  readonly epoch: number
  /** The version of `/controller_epoch` that goes with it: the fence of its writes. */
  readonly epochVersion: number
  /** It has seen another's /controller and goes on, where it resigns only on finding none. */
  readonly isReplaced?: true
  readonly queue: readonly ControllerEvent[]
  readonly task: ControllerTask | null
  /** Brokers to bring online once the failures that came with them are dealt with. */
  readonly starting: Readonly<Record<BrokerId, number>>
  /** Live brokers with the epoch of their registration. */
  readonly live: Readonly<Record<BrokerId, number>>
  /** Dead brokers that have not come since, whose replicas it leaves as they are: dead when it took office, or taken into an ISR by a leader. */
  readonly leftAlone?: readonly BrokerId[]
  /** Of the live ones those that are about to stop: they are elected no more and join no ISR. */
  readonly shuttingDown: readonly BrokerId[]
  /** The broker that is about to stop and waits for an answer. */
  readonly leaving: Leaving | null
  readonly topics: Readonly<Record<TopicName, KnownTopic>>
  readonly states: Readonly<Record<PartitionName, StoredPartition>>
  /** Topics to be deleted, with the brokers that have not yet confirmed; null before it was started. */
  readonly deletions: Readonly<Record<TopicName, readonly BrokerId[] | null>>
  /** Reassignments that go on, and where each of them stands. */
  readonly reassignments: Readonly<Record<PartitionName, ReassignmentStep>>
}
