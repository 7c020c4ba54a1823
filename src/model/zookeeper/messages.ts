import type { Operation, Result } from "./operations.ts"
import type { Path, SessionId, WatchName } from "./state.ts"
import type { Zxid } from "./zxid.ts"

export interface WatchEvent {
  readonly type: "NodeCreated" | "NodeDeleted" | "NodeDataChanged" | "NodeChildrenChanged"
  readonly path: Path
}

/** What travels between a client and a server. */
export type ZkMessage =
  | {
      readonly kind: "ConnectRequest"
      /** The session to go on with, or none for a new one. */
      readonly session: SessionId | null
      readonly lastZxidSeen: Zxid
      /** The watches to set again (in the real protocol a message of its own, right after this one). */
      readonly watches: readonly WatchName[]
    }
  | { readonly kind: "ConnectResponse"; readonly session: SessionId }
  | { readonly kind: "Request"; readonly operations: readonly Operation[] }
  | {
      readonly kind: "Response"
      readonly results: readonly Result[]
      readonly zxid: Zxid
      /** The watches that the operations have set. */
      readonly armed: Readonly<Record<WatchName, Zxid>>
      /** Whether the session has been closed, as asked. */
      readonly closed: boolean
    }
  | { readonly kind: "WatchEvent"; readonly event: WatchEvent }
  | { readonly kind: "Expired" }
