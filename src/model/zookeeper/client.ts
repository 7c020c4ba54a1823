import { invariant } from "../../errors.ts"
import { arriving, connected, drop, send, receive as take } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import { eventReached, newsReached } from "./client-watches.ts"
import type { WatchEvent, ZkMessage } from "./messages.ts"
import { isRead, type Operation, type Result } from "./operations.ts"
import {
  serverProcess,
  type WatchName,
  type ZkClient,
  type ZooKeeperDraft,
  type ZooKeeperState,
  type ZooKeeperView,
} from "./state.ts"
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

/** A client that runs, and knows nothing yet. */
export const freshClient: ZkClient = {
  alive: true,
  phase: "disconnected",
  server: null,
  session: null,
  lastZxidSeen: 0,
  pending: [],
  watches: {},
}

/** Whether a client may turn to a server, which refuses one that has seen more than itself (rule C5). */
export function canConnect(state: ZooKeeperView, name: ProcessName, id: number): boolean {
  const client = state.zkClients[name]
  if (!client?.alive || (client.phase !== "disconnected" && client.phase !== "expired")) return false
  const server = state.servers[id]
  return (
    server?.up === true &&
    server.role !== "looking" &&
    server.lastProcessed >= client.lastZxidSeen &&
    connected(state.links, name, serverProcess(id))
  )
}

/** Asks a server to go on with the session that the client believes in, or for a new one. */
export function connect(draft: ZooKeeperDraft, name: ProcessName, id: number): void {
  const client = clientOf(draft, name)
  client.phase = "connecting"
  client.server = id
  send<ZkMessage>(draft.zkChannels, name, serverProcess(id), {
    kind: "ConnectRequest",
    session: client.session,
    lastZxidSeen: client.lastZxidSeen,
    watches: (Object.keys(client.watches) as WatchName[]).sort(),
  })
}

/** Whether the client believes itself connected; the request may still be lost. */
export const canRequest = (state: Pick<ZooKeeperView, "zkClients">, name: ProcessName): boolean =>
  state.zkClients[name]?.phase === "connected"

/**
 * Sends operations, each a transaction of its own with a result of its own. They are served in one
 * step: a pipelined batch that nothing comes between. A batch that sets watches may only read, since
 * its answer tells of them all at once.
 */
export function request(
  draft: ZooKeeperDraft,
  name: ProcessName,
  operations: readonly Operation[],
  purpose: unknown,
): void {
  const client = clientOf(draft, name)
  invariant(client.phase === "connected" && client.server !== null, `${name} asks without a connection`)
  invariant(
    operations.every(isRead) || !operations.some((operation) => "watch" in operation && operation.watch),
    "a batch that sets watches may only read",
  )
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

/**
 * Whether the connection is gone: a link is cut, or the server is down, not serving, or has closed it.
 * What a crashed server had sent may still be read first, or be lost with the connection.
 */
export function mustDisconnect(state: ZooKeeperView, name: ProcessName): boolean {
  const client = state.zkClients[name]
  if (!client || client.server === null) return false
  const server = state.servers[client.server]
  const process = serverProcess(client.server)
  if (!server?.up || server.role === "looking" || !connected(state.links, name, process)) return true
  if (server.connections[name] !== undefined || isBusy(state, process, name)) return false
  return client.phase === "connected" || !isBusy(state, name, process)
}

/**
 * Gives the connection up on both sides and returns the purposes whose outcome is now unknown (rule
 * C8). What is on its way is lost, so no write of the old connection can be served after the session
 * has moved to another server (rule N6).
 */
export function disconnect(draft: ZooKeeperDraft, name: ProcessName): readonly unknown[] {
  const client = clientOf(draft, name)
  const lost = client.pending.map(({ purpose }) => purpose)
  hangUp(draft, name)
  client.phase = "disconnected"
  return lost
}

/**
 * Messages between a client and a server were lost: their connection cannot go on with a gap, so the
 * server closes it, and the client will notice. For `onLoss` of the network's faults.
 */
export function breakConnection(draft: ZooKeeperDraft, from: ProcessName, to: ProcessName): void {
  const client = draft.zkClients[from]?.server != null ? from : to
  const id = draft.zkClients[client]?.server ?? null
  if (id === null || serverProcess(id) !== (client === from ? to : from)) return
  drop(draft.zkChannels, client, serverProcess(id))
  drop(draft.zkChannels, serverProcess(id), client)
  const server = draft.servers[id]
  if (server?.connections[client]) delete server.connections[client]
}

/** The client's process starts: it knows of no session. */
export function startClient(draft: ZooKeeperDraft, name: ProcessName): void {
  draft.zkClients[name] = { ...freshClient, pending: [], watches: {} }
}

/** The client's process dies: it forgets everything, while its session lives on until it is expired. */
export function stopClient(draft: ZooKeeperDraft, name: ProcessName): void {
  hangUp(draft, name)
  draft.zkClients[name] = { ...freshClient, pending: [], watches: {}, alive: false }
}

const isBusy = (state: ZooKeeperView, from: ProcessName, to: ProcessName): boolean =>
  (state.zkChannels[linkName(from, to)]?.length ?? 0) > 0

function clientOf(draft: ZooKeeperDraft, name: ProcessName) {
  const client = draft.zkClients[name]
  invariant(client, `no client ${name}`)
  return client
}

function hangUp(draft: ZooKeeperDraft, name: ProcessName): void {
  const client = clientOf(draft, name)
  if (client.server === null) return
  const process = serverProcess(client.server)
  drop(draft.zkChannels, name, process)
  drop(draft.zkChannels, process, name)
  const server = draft.servers[client.server]
  if (server?.connections[name]) delete server.connections[name]
  client.server = null
  if (client.pending.length > 0) client.pending = []
}

/** The session is over: so are its watches, and what the client had seen binds it no longer. */
function forgetSession(draft: ZooKeeperDraft, name: ProcessName, phase: ZkClient["phase"]): readonly unknown[] {
  const client = clientOf(draft, name)
  const lost = client.pending.map(({ purpose }) => purpose)
  hangUp(draft, name)
  Object.assign(client, { phase, session: null, lastZxidSeen: 0, watches: {} })
  return lost
}

/** The state of a client by name, for guards. */
export const sessionOf = (state: Pick<ZooKeeperState, "zkClients">, name: ProcessName): number | null =>
  state.zkClients[name]?.session ?? null
