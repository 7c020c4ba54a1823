import { invariant } from "../../errors.ts"
import { connected } from "../network/channels.ts"
import { isHierarchicalQuorum, majority, type Share, type WeighedVoter } from "../quorum/index.ts"
import type { ZooKeeperRules } from "./config.ts"
import {
  ensembleSize,
  type Server,
  serverProcess,
  type Tree,
  type ZooKeeperDraft,
  type ZooKeeperState,
  type ZooKeeperView,
} from "./state.ts"
import { applyTxn, plain } from "./tree.ts"
import { counterOf, epochOf, type Zxid, zxid } from "./zxid.ts"

/** How many servers a quorum of this kind takes. Half of an even ensemble is not enough: two halves need not meet. */
export const quorumSize = (kind: Share, servers: number): number =>
  kind === "majority" ? majority(servers) : Math.ceil(servers / 2)

/** What tells where the voters of an ensemble sit, by number; without a seat all count alike. */
export type Seated = Readonly<Record<number, Pick<Server, "observer" | "seat"> | undefined>>

/**
 * Whether some servers are enough of an ensemble: of its voters, or, where those sit in groups, of the weight in enough of
 * the groups. Others never count (rules Q1, Q3 and Q4).
 */
export function areEnough(servers: Seated, kind: Share, isMember: (id: number) => boolean): boolean {
  const size = ensembleSize(servers)
  const members: number[] = []
  for (let id = 1; id <= size; id += 1) if (isMember(id)) members.push(id)
  if (servers[1]?.seat === undefined) return members.length >= quorumSize(kind, size)
  const voters: WeighedVoter<number>[] = []
  for (let id = 1; id <= size; id += 1) voters.push({ id, group: 0, weight: 0, ...servers[id]?.seat })
  return isHierarchicalQuorum(members, voters, kind)
}

/** Whether a server may be elected: one that never counts may not (`FastLeaderElection.totalOrderPredicate`). */
export const mayLead = (servers: Seated, id: number): boolean => servers[id]?.seat?.weight !== 0

/** A server as an effect changes it. */
export function serverOf(draft: ZooKeeperDraft, id: number) {
  const server = draft.servers[id]
  invariant(server, `no server ${id}`)
  return server
}

/** Whether a server answers clients; it may be out of date, or lead an ensemble that has left it. */
export const isServing = (server: Server | undefined): server is Server =>
  server?.up === true && server.role !== "looking"

/**
 * Whether a follower and the leader it follows hear each other and are of the same epoch. A follower that
 * missed a transaction while a link was cut is out of touch even if the link is back: connections between
 * servers do not skip messages, so this one is lost, and the follower must synchronise again. Message by message it
 * is the connection that says so.
 */
export function isInTouch(state: ZooKeeperView, id: number, leaderId: number): boolean {
  const server = state.servers[id]
  if (!server?.up || server.role !== "following" || server.leader !== leaderId) return false
  const leader = state.servers[leaderId]
  return (
    leader?.up === true &&
    leader.role === "leading" &&
    leader.currentEpoch === server.currentEpoch &&
    (state.peers[id] === undefined
      ? lastLogged(leader) === lastLogged(server)
      : state.peers[id].connection === "open") &&
    connected(state.links, serverProcess(id), serverProcess(leaderId))
  )
}

/** The leader that a serving server can turn to now: itself, or the one it follows; otherwise none. */
export function leaderFor(state: ZooKeeperView, id: number): number | null {
  const server = state.servers[id]
  if (!server?.up || server.role === "looking") return null
  if (server.role === "leading") return id
  return server.leader !== null && isInTouch(state, id, server.leader) ? server.leader : null
}

/** Whether a leader has a quorum of a kind behind it: itself and the followers in touch. */
export const isSupported = (state: ZooKeeperView, leaderId: number, kind: Share): boolean =>
  areEnough(state.servers, kind, (id) => id === leaderId || isInTouch(state, id, leaderId))

/** The leader that has a majority behind it, or none; of two (by a wrong rule) the one of the later epoch. */
export function leaderServer(state: ZooKeeperView, kind: Share = "majority"): number | null {
  let found: number | null = null
  for (let id = 1; state.servers[id] !== undefined; id += 1) {
    const server = state.servers[id]
    if (!server?.up || server.role !== "leading" || !isSupported(state, id, kind)) continue
    if (found === null || server.currentEpoch > (state.servers[found]?.currentEpoch ?? 0)) found = id
  }
  return found
}

/** The last transaction on a server's disk. */
export const lastLogged = ({ log, snapshotZxid }: Pick<Server, "log" | "snapshotZxid">): Zxid =>
  log[log.length - 1]?.zxid ?? snapshotZxid

/** The zxid of the next transaction of a leader. */
export function nextZxid(leader: Server): Zxid {
  const last = lastLogged(leader)
  return epochOf(last) === leader.currentEpoch ? last + 1 : zxid(leader.currentEpoch, 1)
}

/** Whether a leader has used up the counters of its epoch (rule B4). */
export function isUsedUp(leader: Server, { zxidsPerEpoch }: ZooKeeperRules): boolean {
  const last = lastLogged(leader)
  return epochOf(last) === leader.currentEpoch && counterOf(last) >= zxidsPerEpoch
}

/** What a server has after a start: its snapshot and every transaction in its log, committed or not (rule R2). */
export const replayed = ({ snapshot, log }: Pick<Server, "snapshot" | "log">): Tree => log.reduce(applyTxn, snapshot)

/** Whether a transaction is on a server's disk. */
export const holds = ({ log, snapshotZxid }: Server, zxid: Zxid): boolean =>
  zxid <= snapshotZxid || log.some((txn) => txn.zxid === zxid)

/**
 * Everything that some quorum has committed, for properties (it reads the history, so no guard can use it): the tree of a server that has applied it all, or
 * what the disk of one that holds it all comes to, without a snapshot that has more in it if there is one; if nobody does, it
 * is lost, and this is what is left.
 */
export function authoritativeTree({ servers, history }: ZooKeeperState): Tree {
  const newest = history.zkCommitted.reduce((last, zxid) => Math.max(last, zxid), history.zkCompacted)
  for (const id in servers) {
    const server = servers[id]
    if (isServing(server) && server.lastProcessed >= newest) return plain(server.tree)
  }
  const all = Object.values(servers)
  const holders = all.filter((server) => holds(server, newest))
  const holder = holders.find(({ snapshotZxid }) => snapshotZxid <= newest) ?? holders[0] ?? all.reduce(further)
  return replayed({ snapshot: plain(holder.snapshot), log: plain(holder.log).filter(({ zxid }) => zxid <= newest) })
}

const further = (a: Server, b: Server): Server => (lastLogged(b) > lastLogged(a) ? b : a)
