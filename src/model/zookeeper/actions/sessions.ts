import { type Action, action } from "../../../engine/model.ts"
import { invariant } from "../../../errors.ts"
import { affords, spend } from "../../budgets.ts"
import { arriving, carries, connected } from "../../network/channels.ts"
import type { ProcessName } from "../../network/state.ts"
import { isServing, leaderFor } from "../ensemble.ts"
import { isBeingServed } from "../peer/abandoned.ts"
import { type SessionId, serverProcess, type ZkClient, type ZooKeeperState, type ZooKeeperView } from "../state.ts"
import { endSession, preparedTree, writableLeader } from "../write.ts"
import { counterOf } from "../zxid.ts"
import type { Ensemble } from "./ensemble.ts"

/** How sessions end that their clients have not closed: by the leader alone. */
export const sessionActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  expireLostSession(ensemble),
  expireSession(ensemble),
  ...(ensemble.rules.sessionEnd === "removesEphemeralsLater" ? [removeEphemerals(ensemble)] : []),
]

/**
 * The leader expires the session of a client that lives and could be heard: it was too slow. The client
 * goes on believing in its session until it is told.
 */
const expireSession = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { client: ProcessName }>("ExpireSession", {
    kind: "fault",
    cites: ["zookeeper.session-expiry", "zookeeper.close-session", "zookeeper.ephemeral"],
    choices: ensemble.clients.map((client) => ({ client })),
    guard: (state, { client }) => {
      if (!affords(state, "sessionExpiries") || !state.zkClients[client]?.alive) return false
      const leader = writableLeader(state, ensemble)
      return leader !== null && sessionToEnd(state, leader, client, false) !== null
    },
    effect: (draft, { client }) => {
      spend(draft, "sessionExpiries")
      end(draft, ensemble, client, false)
    },
  })

/** The leader expires the oldest session of a client that is dead, or that no server can hear any more. */
const expireLostSession = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { client: ProcessName }>("ExpireLostSession", {
    kind: "protocol",
    cites: ["zookeeper.session-expiry", "zookeeper.close-session", "zookeeper.ephemeral"],
    choices: ensemble.clients.map((client) => ({ client })),
    guard: (state, { client }) => {
      const leader = writableLeader(state, ensemble)
      return leader !== null && sessionToEnd(state, leader, client, true) !== null
    },
    effect: (draft, { client }) => end(draft, ensemble, client, true),
  })

/** The ephemeral nodes of a session that has ended go now, where they did not go with it. */
const removeEphemerals = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, Record<string, never>>("RemoveEphemerals", {
    kind: "protocol",
    cites: ["zookeeper.ephemeral", "zookeeper.close-session"],
    choices: [{}],
    guard: (state) => {
      const leader = writableLeader(state, ensemble)
      return leader !== null && endedOwner(state, leader) !== null
    },
    effect: (draft) => {
      const leader = writableLeader(draft, ensemble)
      const session = leader === null ? null : endedOwner(draft, leader)
      invariant(leader !== null && session !== null, "no nodes of a session that has ended")
      endSession(draft, { ...ensemble, rules: { ...ensemble.rules, sessionEnd: "removesEphemerals" } }, leader, session)
    },
  })

/** A session that has ended and whose ephemeral nodes are still there. */
function endedOwner(state: ZooKeeperView, leaderId: number): SessionId | null {
  const tree = preparedTree(state, leaderId)
  for (const path in tree.nodes) {
    const owner = tree.nodes[path]?.ephemeralOwner ?? null
    if (owner !== null && tree.sessions[owner] === undefined) return owner
  }
  return null
}

function end(draft: Parameters<typeof endSession>[0], ensemble: Ensemble, name: ProcessName, isLost: boolean): void {
  const leader = writableLeader(draft, ensemble)
  const session = leader === null ? null : sessionToEnd(draft, leader, name, isLost)
  invariant(leader !== null && session !== null, `no session of ${name} to end`)
  endSession(draft, ensemble, leader, session)
}

/** The oldest session of a client, as the leader knows it, that is lost, or that is not. */
function sessionToEnd(state: ZooKeeperView, leaderId: number, name: ProcessName, isLost: boolean): SessionId | null {
  const { sessions } = preparedTree(state, leaderId)
  let found: SessionId | null = null
  for (const key in sessions) {
    const id = Number(key)
    if (sessions[id]?.client !== name || (found !== null && found < id)) continue
    if (isLost !== isInContact(state, leaderId, name, id)) found = id
  }
  return found
}

/** Whether the leader could hear the client that a session belongs to: over its connection, or over a new one. */
function isInContact(state: ZooKeeperView, leaderId: number, name: ProcessName, session: SessionId): boolean {
  const client = state.zkClients[name]
  if (!client?.alive) return false
  if (client.server !== null && isAttached(state, leaderId, name, client.server, session)) return true
  if (client.session !== session && !isOffered(state, name, client, session)) return isAwaited(state, name, session)
  for (let id = 1; state.servers[id] !== undefined; id += 1)
    if (couldHear(state, leaderId, name, client, id)) return true
  return false
}

/** Whether the answer that tells a client of its new session is on its way. */
function isOffered(state: ZooKeeperView, name: ProcessName, { server }: ZkClient, session: SessionId): boolean {
  const next = server === null ? undefined : arriving(state.zkChannels, state.links, serverProcess(server), name)
  return next?.kind === "ConnectResponse" && next.session === session
}

/** Whether the client waits for the answer to its opening a session, which may be this one. */
function isAwaited(state: ZooKeeperView, name: ProcessName, session: SessionId): boolean {
  const id = state.zkClients[name]?.server ?? null
  if (id === null || !isBeingServed(state, id, name)) return false
  return state.servers[id]?.tree.sessions[session] === undefined
}

function isAttached(
  state: ZooKeeperView,
  leaderId: number,
  name: ProcessName,
  id: number,
  session: SessionId,
): boolean {
  return (
    state.servers[id]?.connections[name]?.session === session &&
    leaderFor(state, id) === leaderId &&
    carries(state.links, name, serverProcess(id)) &&
    carries(state.links, serverProcess(id), name)
  )
}

/** Whether a server takes the client, now or once it has applied what is committed; at (epoch, 0) it comes by a transaction only. */
function couldHear(state: ZooKeeperView, leaderId: number, name: ProcessName, client: ZkClient, id: number): boolean {
  const server = state.servers[id]
  if (!isServing(server) || leaderFor(state, id) !== leaderId) return false
  const willApply = counterOf(client.lastZxidSeen) === 0 ? 0 : (state.peers[leaderId]?.lastCommitted ?? 0)
  return (
    Math.max(server.lastProcessed, willApply) >= client.lastZxidSeen && connected(state.links, name, serverProcess(id))
  )
}
