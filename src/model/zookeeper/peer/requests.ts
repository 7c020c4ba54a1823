import { castDraft } from "immer"
import type { Ensemble } from "../actions/ensemble.ts"
import type { Operation, Write } from "../operations.ts"
import { parentPath } from "../paths.ts"
import { type Prepared, prepare } from "../prepare.ts"
import type { Path, SessionId, Tree, Txn, ZooKeeperDraft } from "../state.ts"
import { applyTxn, children, parentOf } from "../tree.ts"
import type { Zxid } from "../zxid.ts"
import { propose } from "./broadcast.ts"
import { peerOf } from "./peers.ts"
import { newestTree, nextZxidOf, rememberedTree } from "./pipeline.ts"

/** What clients that are not modelled ask a leader to do with the nodes below one. */
export type NodeChange = "create" | "createBelow" | "delete" | "multi"

const sequential: Write = { op: "create", path: `${parentPath}/n`, data: null, sequential: true }
const once: Write = { op: "create", path: `${parentPath}/once`, data: null }

/** A change as an operation on a tree; null where there is no node for it. */
export function operationFor(change: NodeChange, tree: Tree): Operation | null {
  if (change === "create") return sequential
  if (change === "multi") return { op: "multi", operations: [sequential, once] }
  const below = Object.keys(tree.nodes)
    .filter((path) => path.startsWith(`${parentPath}/`))
    .sort()
  if (change === "createBelow")
    return below[0] === undefined ? null : { op: "create", path: `${below[0]}/below`, data: null }
  const last = below.findLast((path) => children(tree, path).length === 0)
  return last === undefined ? null : { op: "delete", path: last, version: -1 }
}

/** A leader checks a request against all that it has proposed, and proposes what comes out, if anything changes. */
export function request(draft: ZooKeeperDraft, ensemble: Ensemble, leader: number, operation: Operation): void {
  const { txn } = checked(draft, ensemble, leader, rememberedTree(draft, leader), null, operation)
  if (txn !== null) propose(draft, ensemble, leader, txn)
}

/** What a leader makes of a request by the tree that it goes by, and what it remembers of it. */
export function checked(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  tree: Tree,
  session: SessionId | null,
  operation: Operation,
): Prepared {
  const zxid = nextZxidOf(draft, ensemble, leader)
  const prepared = prepare(tree, session, operation, zxid, ensemble.rules)
  noteCollision(draft, operation, prepared)
  if (prepared.txn === null) {
    if (operation.op === "multi" && ensemble.rules.multiRollback === "forgetsParents")
      forget(draft, leader, operation.operations)
    return prepared
  }
  const txn = remembering(draft, leader, prepared.txn)
  const parts = operation.op === "multi" ? partsOf(tree, operation.operations, zxid, ensemble) : undefined
  return { ...prepared, txn: parts === undefined ? txn : { ...txn, parts } }
}

/** Where a leader has forgotten what is under way for some paths, a transaction that it makes of them tells it again. */
function remembering(draft: ZooKeeperDraft, leader: number, txn: Txn): Txn {
  const peer = peerOf(draft, leader)
  if (peer.forgotten.length === 0) return txn
  peer.forgotten = peer.forgotten.filter((path) => txn.changes[path] === undefined)
  return neverBack(newestTree(draft, leader), txn)
}

/** What each operation of a multi makes, each seeing those before it. */
function partsOf(tree: Tree, operations: readonly Write[], zxid: Zxid, { rules }: Ensemble): Txn["changes"][] {
  let now = tree
  return operations.flatMap((operation) => {
    const { txn } = prepare(now, null, operation, zxid, rules)
    if (txn === null) return []
    now = applyTxn(now, txn)
    return [txn.changes]
  })
}

/** The pending records of parents that a multi had used are gone with it, those of earlier requests as well. */
function forget(draft: ZooKeeperDraft, leader: number, operations: readonly Write[]): void {
  const peer = peerOf(draft, leader)
  const parents = operations.map(({ path }) => parentOf(path))
  peer.forgotten = castDraft([...new Set([...peer.forgotten, ...parents])].sort())
}

/** A name that is made from a counter is new: that it exists is a fault (`history.quorum.collisions`). */
function noteCollision(draft: ZooKeeperDraft, operation: Operation, { result }: Prepared): void {
  if (result.ok || result.error !== "NodeExists") return
  const failed = operation.op === "multi" ? operation.operations[result.index ?? 0] : operation
  const { collisions } = draft.history.quorum
  if (failed?.op !== "create" || !failed.sequential || result.path === undefined) return
  if (!collisions.includes(result.path)) collisions.push(result.path)
}

/** A transaction whose counters of children do not go back, as applying it sees to (rule Z8). */
function neverBack({ nodes }: Tree, txn: Txn): Txn {
  const changes = Object.entries(txn.changes).map(([path, znode]) => {
    const creates = nodes[path]?.creates ?? 0
    return [path, znode !== null && znode.creates < creates ? { ...znode, creates } : znode] as const
  })
  return { ...txn, changes: Object.fromEntries(changes) as Record<Path, Txn["changes"][Path]> }
}
