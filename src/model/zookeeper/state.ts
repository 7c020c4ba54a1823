import type { Draft } from "immer"
import type { Visible } from "../../engine/model.ts"
import type { Channels, Links, ProcessName } from "../network/state.ts"
import { remembered, rememberedOf } from "../remembered.ts"
import type { ZkMessage } from "./messages.ts"
import type { Result } from "./operations.ts"
import type { Notification, QuorumPacket } from "./peer/messages.ts"
import type { Peer, QuorumHistory } from "./peer/state.ts"
import type { Zxid } from "./zxid.ts"

/** An absolute path, `/brokers/ids/1`. */
export type Path = string

/** A session is known by the zxid of the transaction that opened it. */
export type SessionId = number

export interface Znode {
  readonly data: unknown
  readonly version: number
  readonly czxid: Zxid
  readonly mzxid: Zxid
  readonly pzxid: Zxid
  /** How many children were ever created: numbers the sequential ones, and never falls. */
  readonly creates: number
  readonly ephemeralOwner: SessionId | null
}

/**
 * What a server has applied. A tree is a value: it is replaced, never changed in place, so that
 * servers may share one.
 */
export interface Tree {
  readonly nodes: Readonly<Record<Path, Znode>>
  readonly sessions: Readonly<Record<SessionId, Session>>
}

export interface Session {
  readonly client: ProcessName
}

/** A transaction holds what comes out, not what was asked, so that applying it twice changes nothing. */
export interface Txn {
  readonly zxid: Zxid
  readonly changes: Readonly<Record<Path, Znode | null>>
  readonly session: { readonly id: SessionId; readonly opened: Session | null } | null
  /** Of a multi, where its changes are told apart: what each of its operations makes, in order. */
  readonly parts?: readonly Readonly<Record<Path, Znode | null>>[]
  /** Whom it answers, and what; known to the leader and to the server that asked, and never part of a log. */
  readonly answers?: Answer
}

/** The request that a transaction was made for: which server took it, of which client, and what comes out. */
export interface Answer {
  readonly server: number
  readonly client: ProcessName
  readonly result: Result
}

/** What a server remembers of a client that is connected to it. */
export interface Connection {
  readonly session: SessionId
  /** Paths watched by `getData` and `exists`, sorted. */
  readonly dataWatches: readonly Path[]
  /** Paths watched by `getChildren`, sorted. */
  readonly childWatches: readonly Path[]
}

/** A voter's group and its weight there (`QuorumHierarchical`). */
export interface Seat {
  readonly group: number
  readonly weight: number
}

export interface Server {
  /** Set where voters are counted by groups. */
  readonly seat?: Seat
  /** Set where it has no vote; such servers have the numbers after those of the voters. */
  readonly observer?: true
  readonly up: boolean
  readonly role: "looking" | "following" | "leading"
  /** Whom a follower follows. */
  readonly leader: number | null
  /** The newest epoch it has promised to take part in; durable. */
  readonly acceptedEpoch: number
  /** The epoch of the last leader it has synchronised with; durable. */
  readonly currentEpoch: number
  readonly snapshot: Tree
  readonly snapshotZxid: Zxid
  /** The transactions after the snapshot, oldest first; durable. */
  readonly log: readonly Txn[]
  readonly tree: Tree
  /** The last transaction applied to the tree, or (epoch, 0) on a leader that has applied none of its own. */
  readonly lastProcessed: Zxid
  readonly connections: Readonly<Record<ProcessName, Connection>>
}

/** A watch as a client knows it: which of its three tables, and the path. */
export type WatchName = `${WatchKind}:${Path}`

type WatchKind = "data" | "exist" | "child"

export const watchName = remembered((kind: WatchKind, path: Path): WatchName => `${kind}:${path}`)

/** What a client library remembers. It believes in its session until the ensemble tells it otherwise. */
export interface ZkClient {
  readonly alive: boolean
  readonly phase: "disconnected" | "connecting" | "connected" | "expired"
  readonly server: number | null
  readonly session: SessionId | null
  readonly lastZxidSeen: Zxid
  /** Why each request under way was made, oldest first. */
  readonly pending: readonly { readonly purpose: unknown }[]
  /** Watches set, with the zxid of the last change to what is watched as it was seen then (0: no node). */
  readonly watches: Readonly<Record<WatchName, Zxid>>
}

/** What the ensemble itself does not know; only effects write it and only properties read it. */
export interface ZooKeeperHistory {
  /** Transactions that some quorum has committed and that are not yet part of every server's snapshot. */
  readonly zkCommitted: readonly Zxid[]
  /** The newest transaction that was part of every server's snapshot. */
  readonly zkCompacted: Zxid
  /** Promises about watches that a client has seen broken. */
  readonly watchFaults: readonly WatchFault[]
  /** Of the grains `zab` and `server`. */
  readonly quorum: QuorumHistory
}

export interface WatchFault {
  readonly client: ProcessName
  readonly path: Path
  readonly what: "news before the event" | "an event without a watch"
}

/** The part of a state that belongs to ZooKeeper. Servers are numbered 1 to n without gaps. */
export interface ZooKeeperState {
  readonly servers: Readonly<Record<number, Server>>
  readonly zkClients: Readonly<Record<ProcessName, ZkClient>>
  readonly links: Links
  readonly zkChannels: Channels<ZkMessage>
  /** In the grains `zab` and `server`: what each server has besides; none in the grain `atomic`. */
  readonly peers: Readonly<Record<number, Peer>>
  /** Between leaders and learners; none in the grain `atomic`. */
  readonly quorumChannels: Channels<QuorumPacket>
  /** Between electors; none in the grain `atomic`. */
  readonly electionChannels: Channels<Notification>
  /** What is left of each kind of fault and workload; what is not listed is none. */
  readonly budgets: Readonly<Record<string, number>>
  readonly history: ZooKeeperHistory
}

/** The state as guards see it. */
export type ZooKeeperView = Visible<ZooKeeperState>

/** The state as effects change it. */
export type ZooKeeperDraft = Draft<ZooKeeperState>

/** How the state splits into components, to be spread into those of a larger model. */
export const zooKeeperComponents = {
  servers: "eachField",
  zkClients: "eachField",
  links: "each",
  zkChannels: "each",
  peers: "eachField",
  quorumChannels: "each",
  electionChannels: "each",
  budgets: "each",
  history: "each",
} as const

/** Where messages that a cut link may lose, to, from and between servers, are; notifications outlast it, since the last one is sent again. */
export const zooKeeperChannelKeys = ["zkChannels", "quorumChannels"] as const

/** The process of a server: `zk1`. */
export const serverProcess = rememberedOf((id: number): ProcessName => `zk${id}`)

/** How many servers have a vote: the largest number of one. */
export function ensembleSize(servers: Readonly<Record<number, { readonly observer?: true } | undefined>>): number {
  let id = 0
  while (servers[id + 1] !== undefined && servers[id + 1]?.observer !== true) id += 1
  return id
}
