import { castDraft } from "immer"
import type { ProcessName } from "../../network/state.ts"
import { isRead } from "../operations.ts"
import type { ZooKeeperDraft, ZooKeeperView } from "../state.ts"
import { plainItems } from "../tree.ts"
import type { Taken } from "./state.ts"

/**
 * A client's connection is gone: of what it asked there remains what has been sent to the leader, which is still done and of
 * which this server still hears, in the same order.
 */
export function abandonRequests(draft: ZooKeeperDraft, id: number, client: ProcessName): void {
  const peer = draft.peers[id]
  if (peer === undefined) return
  if (peer.revalidations[client]) delete peer.revalidations[client]
  const taken = peer.requests[client]
  if (taken !== undefined) setRequests(draft, id, client, plainItems(taken).flatMap(abandoned))
}

function abandoned(taken: Taken): readonly Taken[] {
  if (taken.kind === "session") return [{ kind: "session", isAbandoned: true }]
  const operations = taken.operations.slice(taken.results.length).filter((operation) => !isRead(operation))
  if (operations.length === 0) return []
  return [{ kind: "operations", operations, results: [], armed: {}, isAbandoned: true }]
}

/** Replaces what a server has taken from a client. */
export function setRequests(draft: ZooKeeperDraft, id: number, client: ProcessName, taken: readonly Taken[]): void {
  const peer = draft.peers[id]
  if (peer === undefined) return
  if (taken.length === 0) delete peer.requests[client]
  else peer.requests[client] = castDraft([...taken])
}

/** Whether a server, or its leader, is still busy with a client that wants a session. */
export function isBeingServed({ peers }: ZooKeeperView, id: number, client: ProcessName): boolean {
  const peer = peers[id]
  if (peer === undefined) return false
  return peer.revalidations[client] !== undefined || isOpening(peer.requests[client])
}

/** Whether the last thing that a client waits for is a new session. */
const isOpening = (taken: readonly Taken[] | undefined): boolean => {
  const last = taken?.[taken.length - 1]
  return last?.kind === "session" && !last.isAbandoned
}
