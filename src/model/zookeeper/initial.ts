import { emptyChannels } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import type { ZkMessage } from "./messages.ts"
import { type Server, serverProcess, type Tree, type ZooKeeperHistory } from "./state.ts"
import { newestIn } from "./tree.ts"

/** A settled ensemble: the largest number of a voter leads in epoch 1, and everybody has the tree as a snapshot. */
export function initialServers(count: number, tree: Tree, observers = 0): Record<number, Server> {
  const servers: Record<number, Server> = {}
  for (let id = 1; id <= count + observers; id += 1) {
    servers[id] = {
      ...(id > count && { observer: true }),
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
      connections: {},
    }
  }
  return servers
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
export const initialHistory = (tree: Tree, leader: number): ZooKeeperHistory => ({
  zkCommitted: [],
  zkCompacted: newestIn(tree),
  watchFaults: [],
  quorum: { leaders: { 1: [leader] }, before: {}, illegal: [], syncs: {}, staleSyncs: [] },
})
