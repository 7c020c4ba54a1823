import { emptyChannels } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import type { ZooKeeperRules } from "./config.ts"
import { firstLeader, seatsOf } from "./groups.ts"
import type { ZkMessage } from "./messages.ts"
import { type Server, serverProcess, type Tree, type ZooKeeperHistory } from "./state.ts"
import { newestIn } from "./tree.ts"

/** A settled ensemble: the largest number of a voter that may be elected leads in epoch 1, and everybody has the tree as a snapshot. */
export function initialServers(count: number, tree: Tree, rules: ZooKeeperRules): Record<number, Server> {
  const { observers } = rules
  const leader = firstLeader(rules, count)
  const seats = seatsOf(rules)
  const servers: Record<number, Server> = {}
  for (let id = 1; id <= count + observers; id += 1) {
    servers[id] = {
      ...(id > count && { observer: true }),
      ...(seats?.[id] && { seat: seats[id] }),
      up: true,
      role: id === leader ? "leading" : "following",
      leader: id === leader ? null : leader,
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
export const initialHistory = (tree: Tree, count: number, rules: ZooKeeperRules): ZooKeeperHistory => ({
  zkCommitted: [],
  zkCompacted: newestIn(tree),
  watchFaults: [],
  quorum: {
    leaders: { 1: [firstLeader(rules, count)] },
    before: {},
    illegal: [],
    refusals: [],
    collisions: [],
    syncs: {},
    staleSyncs: [],
  },
})
