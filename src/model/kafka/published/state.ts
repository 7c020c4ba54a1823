import type { Components } from "../../../engine/model.ts"
import type { BrokerId } from "../state.ts"
import type { PublishedConfig } from "./config.ts"

/** One record in a log: its id is given to no other record. */
export interface LogEntry {
  readonly id: number
  readonly epoch: number
}

/** Who leads, nobody being null, and the in-sync replicas by rising id. */
export interface LeaderAndIsr {
  readonly leader: BrokerId | null
  readonly isr: readonly BrokerId[]
}

/** The copy that a broker keeps, and what it was last told of the leader; epoch −1 until it was. */
export interface PublishedReplica extends LeaderAndIsr {
  readonly log: readonly LogEntry[]
  readonly highWatermark: number
  readonly leaderEpoch: number
}

/** What is stored in ZooKeeper; epoch −1 until there was a leader. */
interface Quorum extends LeaderAndIsr {
  readonly leaderEpoch: number
}

/** A partition as the published specifications of replication see it; the next leader epoch is one above the stored one. */
export interface PublishedState {
  readonly replicas: Readonly<Record<BrokerId, PublishedReplica>>
  readonly quorum: Quorum
  /** The LeaderAndIsr request of each leader epoch: it may be delivered late, again, or never. */
  readonly requests: Readonly<Record<number, LeaderAndIsr>>
  readonly nextRecordId: number
}

/** What actions choose from, in a fixed order. */
export interface Choices {
  readonly replicas: readonly BrokerId[]
  /** Every two replicas, the first of them as the leader. */
  readonly pairs: readonly Pair[]
  readonly leaderEpochs: readonly number[]
}

export interface Pair {
  readonly leader: BrokerId
  readonly follower: BrokerId
}

/** Every field of a replica is a component, as is every request. */
export const publishedComponents: Components<PublishedState> = {
  replicas: "eachField",
  quorum: "each",
  requests: "each",
  nextRecordId: "one",
}

export const replicaIds = (replicas: number): BrokerId[] => Array.from({ length: replicas }, (_, index) => index + 1)

/** All that can be chosen within the bounds. */
export function choicesWithin({ replicas, maxLeaderEpoch }: PublishedConfig): Choices {
  const ids = replicaIds(replicas)
  return {
    replicas: ids,
    pairs: ids.flatMap((leader) => ids.filter((id) => id !== leader).map((follower) => ({ leader, follower }))),
    leaderEpochs: Array.from({ length: maxLeaderEpoch + 1 }, (_, epoch) => epoch),
  }
}

/** Empty logs, no leader, and everybody in sync. */
export function initialPartition({ replicas }: PublishedConfig): PublishedState {
  const ids = replicaIds(replicas)
  const replica: PublishedReplica = { log: [], highWatermark: 0, leaderEpoch: -1, leader: null, isr: [] }
  return {
    replicas: Object.fromEntries(ids.map((id) => [id, replica])),
    quorum: { leader: null, isr: ids, leaderEpoch: -1 },
    requests: {},
    nextRecordId: 0,
  }
}

/** A replica that there is, of a state or of a draft of it. */
export const replicaIn = <R>({ replicas }: { readonly replicas: Readonly<Record<BrokerId, R>> }, id: BrokerId): R =>
  replicas[id] as R
