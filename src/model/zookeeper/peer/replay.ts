import type { ZooKeeperRules } from "../config.ts"
import type { Path, Tree, Txn, Znode } from "../state.ts"
import { applyTxn, parentOf } from "../tree.ts"

/** What a snapshot and a log come to, and the first node that could not be created for want of its parent. */
export interface Replayed {
  readonly tree: Tree
  readonly orphan: Path | null
}

/**
 * Replays a log over a snapshot, which may be newer in parts than it is said to be (rule R4). A transaction holds what
 * comes out, so replaying it is harmless; earlier versions found out anew, and came to something else.
 */
export function replay(snapshot: Tree, log: readonly Txn[], rule: ZooKeeperRules["replay"]): Replayed {
  if (rule === "idempotent") return { tree: log.reduce(applyTxn, snapshot), orphan: null }
  let tree = snapshot
  for (const { parts, ...txn } of log) {
    for (const changes of parts ?? [txn.changes]) {
      const orphan = rule === "parentRequired" ? orphanOf(tree, changes) : null
      if (orphan !== null) return { tree, orphan }
      tree = applyTxn(tree, { ...txn, changes: foundOut(tree, { ...txn, changes }, rule) })
    }
  }
  return { tree, orphan: null }
}

/** What a transaction changes by the check that applying it used to make: nothing, where a node is gone or there already. */
function foundOut(tree: Tree, txn: Txn, rule: ZooKeeperRules["replay"]): Txn["changes"] {
  const child = Object.keys(txn.changes).find((path) => isAddedOrRemoved(txn, path))
  if (child === undefined) return txn.changes
  const isGone = txn.changes[child] === null && tree.nodes[child] === undefined
  const isThere = txn.changes[child] !== null && tree.nodes[child] !== undefined
  if (isGone || (isThere && rule === "counted")) return {}
  const parent = txn.changes[parentOf(child)]
  if (rule !== "counted" || !parent) return txn.changes
  const counted: Znode = { ...parent, creates: (tree.nodes[parentOf(child)]?.creates ?? 0) + 1 }
  return { ...txn.changes, [parentOf(child)]: counted }
}

const isAddedOrRemoved = ({ changes, zxid }: Txn, path: Path): boolean =>
  changes[path] === null || changes[path]?.czxid === zxid

function orphanOf(tree: Tree, changes: Txn["changes"]): Path | null {
  const orphan = Object.keys(changes).find(
    (path) => path !== "/" && changes[path] !== null && tree.nodes[parentOf(path)] === undefined,
  )
  return orphan ?? null
}
