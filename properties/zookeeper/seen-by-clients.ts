import type { EnabledStep } from "../../src/engine/index.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

type ClientStep = { readonly client: string }

/** Numbers that only servers give, and which two grains give otherwise, such as that of a session. */
const hidden = new Set(["zxid", "czxid", "mzxid", "pzxid", "session", "ephemeralOwner", "armed"])

/**
 * What clients see of an ensemble: what they ask, the answers and events that they are handed, and that a connection is lost;
 * neither which server they are connected to, nor what servers do among themselves.
 */
export function seenByClients(before: ZooKeeperState, { action, choice }: EnabledStep<ZooKeeperState>): string | null {
  const { client } = choice as ClientStep
  const known = before.zkClients[client]
  if (known === undefined || action === "ServeRequest" || action.startsWith("Expire")) return null
  if (action === "ClientConnects") return null
  if (action === "ClientDisconnects") return known.phase === "connected" ? `${client} is disconnected` : null
  if (action !== "ClientReceives") return `${client}: ${action}`
  const message = before.zkChannels[`zk${known.server}>${client}`]?.[0]
  return `${client} hears ${JSON.stringify(message, (key, value) => (hidden.has(key) ? undefined : value))}`
}
