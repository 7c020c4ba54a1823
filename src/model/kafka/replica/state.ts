import type { ProcessName } from "../../network/state.ts"
import type { BrokerId } from "../ids.ts"
import type { EpochEnd } from "../messages.ts"

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
interface PendingIsr {
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
  /** Where it parts from whom it followed, as it was told and has still to truncate to, whatever its role is by then; only where late truncations are made (KAFKA-13207). */
  readonly truncatesTo?: EpochEnd
}
