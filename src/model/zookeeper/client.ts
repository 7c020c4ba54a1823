import { invariant } from "../../errors.ts"
import { arriving, send, receive as take } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import { eventReached, newsReached } from "./client-watches.ts"
import { clientOf, forgetSession } from "./connection.ts"
import type { WatchEvent, ZkMessage } from "./messages.ts"
import { isRead, type Operation, type Result } from "./operations.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperView } from "./state.ts"
import type { Zxid } from "./zxid.ts"

/** What a client library hands to its application, one at a time and in order. */
export type Incoming =
  | { readonly kind: "connected"; readonly renewed: boolean }
  | { readonly kind: "expired"; readonly lost: readonly unknown[] }
  | {
      readonly kind: "reply"
      readonly purpose: unknown
      readonly results: readonly Result[]
      readonly zxid: Zxid
      readonly closed: boolean
    }
  | { readonly kind: "watchEvent"; readonly event: WatchEvent }

/** Whether the client believes itself connected; the request may still be lost. */
export const canRequest = (state: Pick<ZooKeeperView, "zkClients">, name: ProcessName): boolean =>
  state.zkClients[name]?.phase === "connected"

/**
 * Sends operations, each a transaction of its own with a result of its own. They are served in one
 * step: a pipelined batch that nothing comes between. Only reads may follow one that sets a watch: the
 * batch is answered as a whole, and the watch must not fire before its client knows of it.
 */
export function request(
  draft: ZooKeeperDraft,
  name: ProcessName,
  operations: readonly Operation[],
  purpose: unknown,
): void {
  const client = clientOf(draft, name)
  invariant(client.phase === "connected" && client.server !== null, `${name} asks without a connection`)
  const firstWatch = operations.findIndex((operation) => isRead(operation) && operation.watch)
  invariant(firstWatch === -1 || operations.slice(firstWatch).every(isRead), "only reads may follow a watch")
  client.pending.push({ purpose })
  send<ZkMessage>(draft.zkChannels, name, serverProcess(client.server), { kind: "Request", operations })
}

/** Whether an answer or an event has arrived. */
export function hasIncoming(state: ZooKeeperView, name: ProcessName): boolean {
  const client = state.zkClients[name]
  if (!client || client.server === null) return false
  return arriving(state.zkChannels, state.links, serverProcess(client.server), name) !== undefined
}

/** Takes the next answer or event, keeps the client's books, and says what it means. */
export function receive(draft: ZooKeeperDraft, name: ProcessName): Incoming {
  const client = clientOf(draft, name)
  invariant(client.server !== null, `${name} is not connected`)
  const message = take(draft.zkChannels, serverProcess(client.server), name)
  if (message.kind === "ConnectResponse") {
    const renewed = client.session === null
    client.session = message.session
    client.phase = "connected"
    return { kind: "connected", renewed }
  }
  if (message.kind === "WatchEvent") {
    eventReached(draft, name, message.event)
    return { kind: "watchEvent", event: message.event }
  }
  if (message.kind === "Response") {
    const pending = client.pending.shift()
    invariant(pending, `an answer to ${name} that nothing waits for`)
    newsReached(draft, name, message)
    client.lastZxidSeen = message.zxid
    if (message.closed) forgetSession(draft, name, "disconnected")
    return {
      kind: "reply",
      purpose: pending.purpose,
      results: message.results,
      zxid: message.zxid,
      closed: message.closed,
    }
  }
  invariant(message.kind === "Expired", `${name} received a ${message.kind}`)
  return { kind: "expired", lost: forgetSession(draft, name, "expired") }
}
