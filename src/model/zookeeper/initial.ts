import { emptyChannels } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import { freshClient } from "./connection.ts"
import type { ZkMessage } from "./messages.ts"
import {
  type Connection,
  type Path,
  type Server,
  type SessionId,
  serverProcess,
  type Tree,
  type WatchName,
  type ZkClient,
  type ZooKeeperHistory,
} from "./state.ts"
import { newestIn } from "./tree.ts"

/** A client that is connected at the start, and the watches it has set. */
export interface Attached {
  readonly server: number
  readonly session: SessionId
  readonly dataWatches?: readonly Path[]
  readonly childWatches?: readonly Path[]
}

type AttachedClients = Readonly<Record<ProcessName, Attached>>

/** A settled ensemble: the largest number leads in epoch 1, and everybody has the tree as a snapshot. */
export function initialServers(count: number, tree: Tree, attached: AttachedClients = {}): Record<number, Server> {
  const servers: Record<number, Server> = {}
  for (let id = 1; id <= count; id += 1) {
    servers[id] = {
      up: true,
      role: id === count ? "leading" : "following",
      leader: id === count ? null : count,
      acceptedEpoch: 1,
      currentEpoch: 1,
      snapshot: tree,
      snapshotZxid: newestIn(tree),
      log: [],
      tree,
      lastProcessed: newestIn(tree),
      connections: connectionsAt(id, attached),
    }
  }
  return servers
}

function connectionsAt(id: number, attached: AttachedClients): Record<ProcessName, Connection> {
  const here = Object.entries(attached).filter(([, { server }]) => server === id)
  return Object.fromEntries(
    here.map(([name, { session, dataWatches = [], childWatches = [] }]) => [
      name,
      { session, dataWatches: [...dataWatches].sort(), childWatches: [...childWatches].sort() },
    ]),
  )
}

/** The client's side of a connection that exists at the start. */
export function attachedClient(
  tree: Tree,
  { server, session, dataWatches = [], childWatches = [] }: Attached,
): ZkClient {
  const watches: Record<WatchName, number> = {}
  for (const path of dataWatches) {
    const node = tree.nodes[path]
    const name: WatchName = node ? `data:${path}` : `exist:${path}`
    watches[name] = node?.mzxid ?? 0
  }
  for (const path of childWatches) watches[`child:${path}`] = tree.nodes[path]?.pzxid ?? 0
  return { ...freshClient, phase: "connected", server, session, lastZxidSeen: newestIn(tree), watches }
}

/** An empty channel each way between every client and every server. */
export const zooKeeperChannels = (clients: readonly ProcessName[], servers: number) =>
  emptyChannels<ZkMessage>(
    clients.flatMap((client) =>
      Array.from({ length: servers }, (_, i) => serverProcess(i + 1)).flatMap((server) => [
        linkName(client, server),
        linkName(server, client),
      ]),
    ),
  )

/** The ghost data of an ensemble that starts with a tree. */
export const initialHistory = (tree: Tree): ZooKeeperHistory => ({
  zkCommitted: [],
  zkCompacted: newestIn(tree),
  watchFaults: [],
})
