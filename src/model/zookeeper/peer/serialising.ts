import { castDraft } from "immer"
import { serverOf } from "../ensemble.ts"
import type { Path, Tree, Znode, ZooKeeperDraft } from "../state.ts"
import { children, plain } from "../tree.ts"
import { writeSnapshot } from "./database.ts"
import { peerOf } from "./peers.ts"

/**
 * Begins a snapshot beside all other work: it is said to be of the last transaction applied, and some nodes are written,
 * each with the names of the children that it has by then.
 */
export function beginSnapshot(draft: ZooKeeperDraft, id: number, paths: readonly Path[]): void {
  const server = serverOf(draft, id)
  const tree: Tree = plain(server.tree)
  const nodes: Record<Path, Znode> = {}
  for (const path of paths) if (tree.nodes[path] !== undefined) nodes[path] = tree.nodes[path]
  const listed = paths.length === 0 ? ["/"] : Object.keys(nodes).flatMap((path) => childrenOf(tree, path))
  peerOf(draft, id).serialisation = castDraft({
    zxid: server.lastProcessed,
    nodes,
    listed: listed.filter((path) => nodes[path] === undefined).sort(),
  })
}

/**
 * Writes the rest as it is by now: of the children that were listed those that are still there, with all below them
 * (`DataTree.serializeNode`). The log is dropped up to where the snapshot is said to be.
 */
export function finishSnapshot(draft: ZooKeeperDraft, id: number): void {
  const { serialisation } = peerOf(draft, id)
  if (serialisation === null) return
  const { zxid, nodes: written, listed } = plain(serialisation)
  const tree: Tree = plain(serverOf(draft, id).tree)
  const nodes: Record<Path, Znode> = { ...written }
  for (const [path, znode] of Object.entries(tree.nodes))
    if (written[path] === undefined && listed.some((top) => isWithin(path, top))) nodes[path] = znode
  writeSnapshot(draft, id, { nodes, sessions: tree.sessions }, zxid)
  peerOf(draft, id).serialisation = null
}

const childrenOf = (tree: Tree, path: Path): Path[] =>
  children(tree, path).map((name) => (path === "/" ? `/${name}` : `${path}/${name}`))

const isWithin = (path: Path, top: Path): boolean => path === top || top === "/" || path.startsWith(`${top}/`)
