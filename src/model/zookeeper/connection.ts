import { invariant } from "../../errors.ts"
import { connected, drop, send } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import { soundRules, type ZooKeeperRules } from "./config.ts"
import { forgetConnection } from "./hang-up.ts"
import type { ZkMessage } from "./messages.ts"
import { isBeingServed } from "./peer/abandoned.ts"
import { breakPeerConnection } from "./peer/peers.ts"
import { serverProcess, type WatchName, type ZkClient, type ZooKeeperDraft, type ZooKeeperView } from "./state.ts"

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
export function canConnect(
  state: ZooKeeperView,
  name: ProcessName,
  id: number,
  { reconnection }: ZooKeeperRules = soundRules,
): boolean {
  const client = state.zkClients[name]
  if (!client?.alive || (client.phase !== "disconnected" && client.phase !== "expired")) return false
  const server = state.servers[id]
  return (
    server?.up === true &&
    server.role !== "looking" &&
    (server.lastProcessed >= client.lastZxidSeen || reconnection === "anyServer") &&
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
  if (isBeingServed(state, client.server, name)) return false
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
  if (draft.zkClients[from] === undefined && draft.zkClients[to] === undefined) {
    breakPeerConnection(draft, from, to)
    return
  }
  const client = draft.zkClients[from] === undefined ? to : from
  const id = draft.zkClients[client]?.server ?? null
  if (id === null || serverProcess(id) !== (client === from ? to : from)) return
  drop(draft.zkChannels, client, serverProcess(id))
  drop(draft.zkChannels, serverProcess(id), client)
  forgetConnection(draft, id, client)
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

/** A client by name, to be changed. */
export function clientOf(draft: ZooKeeperDraft, name: ProcessName) {
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
  forgetConnection(draft, client.server, name)
  client.server = null
  if (client.pending.length > 0) client.pending = []
}

/** The session is over: so are its watches, and what the client had seen binds it no longer. */
export function forgetSession(draft: ZooKeeperDraft, name: ProcessName, phase: ZkClient["phase"]): readonly unknown[] {
  const client = clientOf(draft, name)
  const lost = client.pending.map(({ purpose }) => purpose)
  hangUp(draft, name)
  Object.assign(client, { phase, session: null, lastZxidSeen: 0, watches: {} })
  return lost
}
