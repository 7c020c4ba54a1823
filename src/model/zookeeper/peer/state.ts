import type { ProcessName } from "../../network/state.ts"
import type { Operation, Result } from "../operations.ts"
import type { Path, SessionId, Tree, Txn, WatchName } from "../state.ts"
import type { Zxid } from "../zxid.ts"
import type { Notification, PeerState, QuorumPacket } from "./messages.ts"

/** Whom a server would have lead, and what it knows of how far that one has come (`Vote`). */
export interface Vote {
  readonly leader: number
  readonly zxid: Zxid
  readonly epoch: number
}

/** A vote as a server has told it: one without a vote of its own, and of nobody else's yet, is not among what is heard. */
export interface Heard extends Notification {
  readonly vote: Vote
}

/** Where a server is in an election (`FastLeaderElection`), and what it tells others of it once it is over. */
export interface Election {
  /** The logical clock: how many elections it has begun, or taken over from others. */
  readonly round: number
  /** What it proposes while it looks, and then what it has come to (`QuorumPeer.currentVote`); null for none. */
  readonly vote: Vote | null
  /** Votes of this round, by server; its own among them. */
  readonly received: Readonly<Record<number, Heard>>
  /** What servers that are in no election have said, of this round or another. */
  readonly outOfElection: Readonly<Record<number, Heard>>
  /** Whether a quorum has its vote, and it waits for a better one before it goes by it (`finalizeWait`). */
  readonly isDecided: boolean
  /** While it looks: what it had come to before, which is what it tells those without a vote. Null in an ensemble that has none such. */
  readonly formerVote: Vote | null
}

/** A learner's connection to the leader it has found: not made yet, open, or lost. */
export type Connection = "none" | "open" | "lost"

/** What a learner remembers while it synchronises (`Learner.syncWithLeader`). */
export interface Synchronisation {
  readonly mode: "DIFF" | "TRUNC" | "SNAP" | "HISTORY"
  /** Proposals received and not yet handed to the log (`packetsNotLogged`). */
  readonly notLogged: readonly Txn[]
  /** Of those, what the leader has said is committed (`packetsCommitted`). */
  readonly committed: readonly Zxid[]
  /** What is left to do of the NEWLEADER that it has received, in this order; null before it has. */
  readonly newLeader: readonly NewLeaderStep[] | null
  /** Proposals that were written before NEWLEADER was acknowledged, to be acknowledged after it. */
  readonly toAcknowledge: readonly Zxid[]
}

/** One of the things that a learner does before it acknowledges a NEWLEADER; a crash may come between any two. */
export type NewLeaderStep = "snapshot" | "log" | "epoch" | "acknowledge"

/** How far a leader's handler of one learner has come (`LearnerHandler`). */
export interface LearnerHandler {
  readonly phase: "connected" | "informed" | "promised" | "serialising" | "synchronising" | "synchronised" | "upToDate"
  /** The epoch that the learner had accepted when it connected. */
  readonly acceptedEpoch: number
  /** The learner's last transaction, as it said when it promised. */
  readonly lastZxid: Zxid
  /** Whether it has promised itself to the leader's epoch, and had not before (rule D4). */
  readonly hasPromised: boolean
  /** Whether it has acknowledged NEWLEADER. */
  readonly hasAcknowledged: boolean
  /** While the leader's tree is written to the connection: what it is said to be of, and what waits behind it. */
  readonly snapshot: { readonly zxid: Zxid; readonly queued: readonly QuorumPacket[] } | null
}

/** A proposal that is not committed yet, and which servers have acknowledged it. */
export interface Proposal {
  readonly txn: Txn
  readonly acks: readonly number[]
}

/**
 * What a server has taken from a client and is not done with (`CommitProcessor.pendingRequests`): a new session, or
 * operations, of which as many are done as there are results. Once the connection is gone nobody waits for the answer, but
 * what the client asks on the next one still comes after it.
 */
export type Taken =
  | { readonly kind: "session"; readonly isAbandoned: boolean }
  | {
      readonly kind: "operations"
      readonly operations: readonly Operation[]
      readonly results: readonly Result[]
      readonly armed: Readonly<Record<WatchName, Zxid>>
      readonly isAbandoned: boolean
    }

/** A client that wants to go on with its session here, while the leader is asked whether there still is one. */
export interface Revalidation {
  readonly session: SessionId
  readonly lastZxidSeen: Zxid
  readonly watches: readonly WatchName[]
}

/** A sync that waits until everything up to a transaction is committed, on a leader, or applied, on a learner. */
export interface PendingSync {
  readonly server: number
  readonly client: ProcessName
  readonly after: Zxid
}

/** A snapshot on disk that is newer than the one that a server's log goes back to. */
export interface NewerSnapshot {
  readonly zxid: Zxid
  readonly tree: Tree
}

/** How far a thread has come that writes a snapshot while transactions are applied (rule R4). */
export interface Serialisation {
  /** What the snapshot is said to be of: the last transaction that was applied when it was begun. */
  readonly zxid: Zxid
  /** What is written already. */
  readonly nodes: Tree["nodes"]
  /** Children of what is written that are to be written yet, sorted. */
  readonly listed: readonly Path[]
}

/**
 * What a server has in the grains `zab` and `server` besides what `Server` holds: the state of its election, of its
 * connection to the leader, of its handlers of learners, and of its threads. In memory, but for `newerSnapshot` and `acceptedOnDisk`.
 */
export interface Peer {
  readonly state: PeerState
  readonly phase: "election" | "discovery" | "synchronisation" | "broadcast"
  readonly election: Election
  /** Whom it follows or observes. */
  readonly leader: number | null
  readonly connection: Connection
  readonly synchronisation: Synchronisation | null
  /** Of a leader: its handlers by learner. */
  readonly learners: Readonly<Record<number, LearnerHandler>>
  /** Of a leader: the epoch that it proposes, once a quorum has connected. */
  readonly proposedEpoch: number | null
  readonly outstanding: readonly Proposal[]
  readonly lastProposed: Zxid
  readonly lastCommitted: Zxid
  /** What the log thread has yet to write (`SyncRequestProcessor`). */
  readonly logQueue: readonly Txn[]
  /** Of a follower: proposals that are not committed yet (`pendingTxns`). */
  readonly pending: readonly Txn[]
  /** What is committed and not yet applied. */
  readonly commitQueue: readonly Txn[]
  /** The last committed transactions, kept for followers that are a little behind (`committedLog`). */
  readonly committedLog: readonly Txn[]
  readonly newerSnapshot: NewerSnapshot | null
  /** A snapshot that is being written: none of it counts before it is complete. */
  readonly serialisation: Serialisation | null
  /** How many changes of the first transaction in `commitQueue` are applied, where they are applied one by one. */
  readonly partsApplied: number
  /** Of a leader: paths of which it has forgotten what the proposals under way make of them (ZOOKEEPER-1624). */
  readonly forgotten: readonly Path[]
  /** The epoch that it had accepted by the file on its disk, where it goes by a later one that it could not write. */
  readonly acceptedOnDisk: number | null
  /** What clients have asked this server and wait for, by client, oldest first. */
  readonly requests: Readonly<Record<ProcessName, readonly Taken[]>>
  readonly revalidations: Readonly<Record<ProcessName, Revalidation>>
  readonly syncs: readonly PendingSync[]
  /** Of a leader: the server by which each session is attached, as far as it knows (rule N6). */
  readonly owners: Readonly<Record<SessionId, number>>
}

/** What the ensemble itself does not know; only effects write it and only properties read it. */
export interface QuorumHistory {
  /** Who has ever been established as the leader of each epoch, sorted. */
  readonly leaders: Readonly<Record<number, readonly number[]>>
  /** What came before each transaction on the leader that proposed it, and before the beginning of each epoch: what a snapshot has in it. */
  readonly before: Readonly<Record<Zxid, Zxid>>
  /** Packets that should never have reached a server in its phase. */
  readonly illegal: readonly Fault[]
  /** Servers that refused to start from their disks. */
  readonly refusals: readonly Fault[]
  /** Sequential nodes that were refused because their names, which are new, existed. */
  readonly collisions: readonly Path[]
  /** What was committed when each client asked for the sync that it waits for. */
  readonly syncs: Readonly<Record<ProcessName, Zxid>>
  /** Syncs that were answered by a server that had not come so far. */
  readonly staleSyncs: readonly { readonly server: number; readonly client: ProcessName; readonly zxid: Zxid }[]
}

/** Something that happened to a server and should not have. */
export interface Fault {
  readonly server: number
  readonly what: string
}
