import { original } from "../../engine/index.ts"
import type { ProcessName } from "../network/state.ts"
import type { Path, Session, SessionId, Tree, Txn, Znode } from "./state.ts"
import { type Zxid, zxid } from "./zxid.ts"

const root: Znode = { data: null, version: 0, czxid: 0, mzxid: 0, pzxid: 0, creates: 0, ephemeralOwner: null }

/** Only the root, as on a new disk. */
export const emptyTree = (): Tree => ({ nodes: { "/": root }, sessions: {} })

/** A node to begin with; `session` makes it ephemeral. */
export interface Planted {
  readonly path: Path
  readonly data: unknown
  readonly session?: SessionId
}

/** A tree with sessions and nodes, parents before children; each node has a zxid of its own in epoch 1. */
export function treeWith(nodes: readonly Planted[], clients: Readonly<Record<SessionId, ProcessName>> = {}): Tree {
  const sessions: Record<SessionId, Session> = {}
  for (const id of Object.keys(clients).map(Number)) sessions[id] = { client: clients[id] ?? "" }
  let tree: Tree = { nodes: emptyTree().nodes, sessions }
  for (const [index, { path, data, session }] of nodes.entries()) {
    const at = zxid(1, index + 1)
    const changes = created(tree, path, data, session ?? null, at)
    tree = applyTxn(tree, { zxid: at, changes, session: null })
  }
  return tree
}

/** The zxid up to which a tree from `treeWith` has come. */
export const newestIn = ({ nodes }: Tree): Zxid =>
  Object.values(nodes).reduce((newest, { mzxid, pzxid }) => Math.max(newest, mzxid, pzxid), 0)

/** What creating a node changes: the node and its parent (rules Z2 and Z8). */
export function created(
  tree: Tree,
  path: Path,
  data: unknown,
  ephemeralOwner: SessionId | null,
  at: Zxid,
): Record<Path, Znode> {
  const parent = tree.nodes[parentOf(path)] ?? root
  return {
    [parentOf(path)]: { ...parent, pzxid: at, creates: parent.creates + 1 },
    [path]: { data, version: 0, czxid: at, mzxid: at, pzxid: at, creates: 0, ephemeralOwner },
  }
}

/** By tree: the last transaction that was applied to it, and what came out. Servers that share a tree share the next one too. */
const applied = new WeakMap<Tree, { readonly txn: Txn; readonly after: Tree }>()

/** The tree after a transaction. A pure function: trees are values. */
export function applyTxn(tree: Tree, txn: Txn): Tree {
  const known = applied.get(tree)
  if (known?.txn === txn) return known.after
  const after = treeAfter(tree, txn)
  applied.set(tree, { txn, after })
  return after
}

function treeAfter(tree: Tree, { changes, session }: Txn): Tree {
  const nodes: Record<Path, Znode> = { ...tree.nodes }
  for (const [path, znode] of Object.entries(changes)) {
    if (znode === null) delete nodes[path]
    else nodes[path] = znode
  }
  if (session === null) return { nodes, sessions: tree.sessions }
  const sessions: Record<SessionId, Session> = { ...tree.sessions }
  if (session.opened === null) delete sessions[session.id]
  else sessions[session.id] = session.opened
  return { nodes, sessions }
}

export const parentOf = (path: Path): Path => path.slice(0, Math.max(1, path.lastIndexOf("/")))

/** The names of a node's children, sorted. */
export function children({ nodes }: Tree, path: Path): string[] {
  const prefix = path === "/" ? "/" : `${path}/`
  return Object.keys(nodes)
    .filter((other) => other.length > prefix.length && other.startsWith(prefix) && !other.includes("/", prefix.length))
    .map((other) => other.slice(prefix.length))
    .sort()
}

/** The version of the list of children as ZooKeeper shows it: creates and deletes so far (rule Z3). */
export const cversion = (tree: Tree, path: Path): number =>
  2 * (tree.nodes[path]?.creates ?? 0) - children(tree, path).length

/** The nodes that live as long as a session, sorted. */
export const ephemeralsOf = ({ nodes }: Tree, session: SessionId): Path[] =>
  Object.keys(nodes)
    .filter((path) => nodes[path]?.ephemeralOwner === session)
    .sort()

/**
 * A value (tree, log) out of a draft without drafts in it. Sound because these are replaced and never
 * changed in place; it spares immer from making a draft of every node that is read.
 */
export const plain = <T>(value: T): T => original(value)

/** The same of a list that an effect may have added to or taken from: its items without drafts in them. */
export const plainItems = <T>(items: readonly T[]): T[] => items.map((item) => plain(item))
