import type { ProcessName } from "../../network/state.ts"
import type { Operation } from "../operations.ts"
import type { SessionId, Tree, Txn } from "../state.ts"
import type { Zxid } from "../zxid.ts"
import type { Vote } from "./state.ts"

/** What a server tells the others in an election (`FastLeaderElection.Notification`). */
export interface Notification {
  readonly state: PeerState
  readonly round: number
  /** Null from a server without a vote that has heard of no other yet. */
  readonly vote: Vote | null
}

/** What a server is to its ensemble (`QuorumPeer.ServerState`). */
export type PeerState = "looking" | "following" | "leading" | "observing"

/** What travels between a leader and a learner on their connection (`QuorumPacket`; the names are those of `Leader`). */
export type QuorumPacket = FromLearner | FromLeader

export type FromLearner =
  | { readonly kind: "FOLLOWERINFO" | "OBSERVERINFO"; readonly acceptedEpoch: number }
  /** `currentEpoch` is null where the epoch had been accepted before: it counts as no promise (rule D4). */
  | { readonly kind: "ACKEPOCH"; readonly currentEpoch: number | null; readonly lastZxid: Zxid }
  | { readonly kind: "ACK"; readonly zxid: Zxid }
  /** A request of a client for the leader to prepare. */
  | { readonly kind: "REQUEST"; readonly client: ProcessName; readonly asked: Asked }
  | { readonly kind: "SYNC"; readonly client: ProcessName }
  | { readonly kind: "REVALIDATE"; readonly client: ProcessName; readonly session: SessionId }

export type FromLeader =
  | { readonly kind: "LEADERINFO"; readonly epoch: number }
  | { readonly kind: "DIFF" | "TRUNC"; readonly zxid: Zxid }
  | { readonly kind: "SNAP"; readonly zxid: Zxid; readonly tree: Tree }
  /** The whole of a leader's history, in the grain `zab` only. */
  | { readonly kind: "HISTORY"; readonly snapshot: Tree; readonly snapshotZxid: Zxid; readonly log: readonly Txn[] }
  | { readonly kind: "NEWLEADER"; readonly epoch: number }
  | { readonly kind: "UPTODATE" }
  | { readonly kind: "PROPOSAL"; readonly txn: Txn }
  | { readonly kind: "COMMIT"; readonly zxid: Zxid }
  /** A committed transaction, for observers. */
  | { readonly kind: "INFORM"; readonly txn: Txn }
  /** Everything that the leader had committed when it was asked has been sent before. */
  | { readonly kind: "SYNC"; readonly client: ProcessName }
  | {
      readonly kind: "REVALIDATE"
      readonly client: ProcessName
      readonly session: SessionId
      readonly isValid: boolean
    }

/** What a leader is asked for: a new session, or an operation that needs a transaction. */
export type Asked = "createSession" | { readonly session: SessionId; readonly operation: Operation }
