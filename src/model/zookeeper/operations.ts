import type { Path } from "./state.ts"
import type { Zxid } from "./zxid.ts"

/** An operation that changes the tree. A version of -1 is any. */
export type Write =
  | {
      readonly op: "create"
      readonly path: Path
      readonly data: unknown
      readonly ephemeral?: boolean
      readonly sequential?: boolean
    }
  | { readonly op: "setData"; readonly path: Path; readonly data: unknown; readonly version: number }
  | { readonly op: "delete"; readonly path: Path; readonly version: number }
  | { readonly op: "check"; readonly path: Path; readonly version: number }

/** An operation that a server answers from its own tree. */
export type Read =
  | { readonly op: "getData"; readonly path: Path; readonly watch?: boolean }
  | { readonly op: "exists"; readonly path: Path; readonly watch?: boolean }
  | { readonly op: "getChildren"; readonly path: Path; readonly watch?: boolean }

/** What a client may ask for; all but the reads go through the leader. */
export type Operation =
  | Write
  | Read
  | { readonly op: "multi"; readonly operations: readonly Write[] }
  | { readonly op: "sync" }
  | { readonly op: "closeSession" }

/** An error as ZooKeeper names it. */
export type ZkError =
  | "NoNode"
  | "NodeExists"
  | "BadVersion"
  | "NotEmpty"
  | "NoChildrenForEphemerals"
  | "SessionExpired"
  | "SessionMoved"

/** What became of one operation. */
export type Result = Success | Failure

export interface Success {
  readonly ok: true
  /** The path read or written; of a sequential node, with its number. */
  readonly path?: Path
  readonly data?: unknown
  readonly version?: number
  readonly czxid?: Zxid
  readonly mzxid?: Zxid
  /** Names, sorted. */
  readonly children?: readonly string[]
  readonly pzxid?: Zxid
  /** The session that an ephemeral node belongs to, or null. */
  readonly ephemeralOwner?: number | null
  readonly results?: readonly Result[]
}

export interface Failure {
  readonly ok: false
  readonly error: ZkError
  readonly path?: Path
  /** Of a multi: the operation that failed. */
  readonly index?: number
}

export const isRead = (operation: Operation): operation is Read =>
  operation.op === "getData" || operation.op === "exists" || operation.op === "getChildren"
