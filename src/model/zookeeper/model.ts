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
import { serverProcess, type ZooKeeperState, zooKeeperChannelKeys, zooKeeperComponents } from "./state.ts"
import { clientsAreAlike } from "./symmetry.ts"
import { newestIn, treeWith } from "./tree.ts"

/** The model `zookeeper`: an ensemble that has settled, plain clients that are not connected yet, and faults. */
export function zooKeeper(config: ZooKeeperConfig = zooKeeperConfig.parse({})): Model<ZooKeeperState> {
  const clients: readonly ProcessName[] = Array.from({ length: config.clients }, (_, i) => `client${i + 1}`)
  const ensemble: Ensemble = { servers: config.servers, clients, rules: config.zookeeper }
  const { observers } = config.zookeeper
  const names = allProcessLinks(clients, config.servers + observers)
  const links = names.map(ends)
  const tree = treeWith([
    { path: sharedPath, data: null },
    { path: parentPath, data: null },
  ])
  return {
    name: "zookeeper",
    components: zooKeeperComponents,
    initial: {
      servers: initialServers(config.servers, tree, config.zookeeper),
      zkClients: Object.fromEntries(clients.map((client) => [client, freshClient])),
      links: Object.fromEntries(names.map((link) => [link, true])),
      zkChannels: zooKeeperChannels(clients, config.servers + observers),
      ...initialPeers(config.zookeeper, config.servers, newestIn(tree)),
      budgets: { ...config.budgets },
      history: initialHistory(tree, config.servers, config.zookeeper),
    },
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

/** Clients do not talk to each other. */
function allProcessLinks(clients: readonly ProcessName[], servers: number) {
  const processes = [...Array.from({ length: servers }, (_, i) => serverProcess(i + 1)), ...clients]
  return allLinks(processes).filter((link) => {
    const { from, to } = ends(link)
    return !(clients.includes(from) && clients.includes(to))
  })
}
