import type { Model } from "../../engine/model.ts"
import { cutLink, healLink } from "../network/faults.ts"
import { allLinks, ends, type ProcessName } from "../network/state.ts"
import { type Ensemble, zooKeeperActions } from "./actions/index.ts"
import { type ZooKeeperConfig, zooKeeperConfig } from "./config.ts"
import { breakConnection, freshClient } from "./connection.ts"
import { initialHistory, initialServers, zooKeeperChannels } from "./initial.ts"
import { parentPath, sharedPath } from "./paths.ts"
import { initialPeers } from "./peer/initial.ts"
import { plainClientActions } from "./plain-clients.ts"
import {
  type SessionId,
  serverProcess,
  type ZooKeeperState,
  zooKeeperChannelKeys,
  zooKeeperComponents,
} from "./state.ts"
import { clientsAreAlike } from "./symmetry.ts"
import { newestIn, treeWith } from "./tree.ts"
import { zxid } from "./zxid.ts"

/** The model `zookeeper`: an ensemble that has settled, plain clients that are not connected yet, and faults. */
export function zooKeeper(config: ZooKeeperConfig = zooKeeperConfig.parse({})): Model<ZooKeeperState> {
  const clients: readonly ProcessName[] = Array.from({ length: config.clients }, (_, i) => `client${i + 1}`)
  const ensemble: Ensemble = { servers: config.servers, clients, rules: config.zookeeper }
  const { observers } = config.zookeeper
  const names = allProcessLinks(clients, config.servers + observers)
  const links = names.map(ends)
  const sessions = config.attachedTo === 0 ? {} : firstSessions(clients)
  const tree = treeWith(
    [
      { path: sharedPath, data: null },
      { path: parentPath, data: null },
    ],
    sessions,
  )
  const initial: ZooKeeperState = {
    servers: initialServers(config.servers, tree, config.zookeeper),
    zkClients: Object.fromEntries(clients.map((client) => [client, freshClient])),
    links: Object.fromEntries(names.map((link) => [link, true])),
    zkChannels: zooKeeperChannels(clients, config.servers + observers),
    ...initialPeers(config.zookeeper, config.servers, newestIn(tree)),
    budgets: { ...config.budgets },
    history: initialHistory(tree, config.servers, config.zookeeper),
  }
  return {
    name: "zookeeper",
    components: zooKeeperComponents,
    initial: attached(initial, config.attachedTo, sessions),
    actions: [
      ...zooKeeperActions(ensemble),
      ...plainClientActions(ensemble),
      healLink({ links }),
      cutLink<ZooKeeperState>({
        links,
        channels: zooKeeperChannelKeys,
        inFlight: config.inFlight,
        onLoss: breakConnection,
      }),
    ],
    symmetry: [clientsAreAlike(clients)],
  }
}

/** A session of each client, from before the first epoch. */
const firstSessions = (clients: readonly ProcessName[]): Readonly<Record<SessionId, ProcessName>> =>
  Object.fromEntries(clients.map((client, index) => [zxid(0, index + 1), client]))

/** The same, but for the clients of some sessions, which are connected to a server. */
function attached(
  state: ZooKeeperState,
  id: number,
  sessions: Readonly<Record<SessionId, ProcessName>>,
): ZooKeeperState {
  const server = state.servers[id]
  if (server === undefined) return state
  const zkClients = { ...state.zkClients }
  const connections = { ...server.connections }
  for (const session of Object.keys(sessions).map(Number)) {
    const client = sessions[session] ?? ""
    zkClients[client] = { ...freshClient, phase: "connected", server: id, session }
    connections[client] = { session, dataWatches: [], childWatches: [] }
  }
  return { ...state, zkClients, servers: { ...state.servers, [id]: { ...server, connections } } }
}

/** Clients do not talk to each other. */
function allProcessLinks(clients: readonly ProcessName[], servers: number) {
  const processes = [...Array.from({ length: servers }, (_, i) => serverProcess(i + 1)), ...clients]
  return allLinks(processes).filter((link) => {
    const { from, to } = ends(link)
    return !(clients.includes(from) && clients.includes(to))
  })
}
