import type { BrokerId, PartitionName } from "../ids.ts"
import type { Acks } from "../messages.ts"
import type { ProducerStamp } from "../replica/state.ts"
import type { Metadata } from "../state.ts"

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
interface Numbering {
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
