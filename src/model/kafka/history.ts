import type { ProcessName } from "../network/state.ts"
import type { BrokerId, PartitionName, ReplicaName } from "./ids.ts"

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
