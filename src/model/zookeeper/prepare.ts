import { soundRules, type ZooKeeperRules } from "./config.ts"
import type { Operation, Result, Success, Write } from "./operations.ts"
import type { Path, SessionId, Tree, Txn, Znode } from "./state.ts"
import { applyTxn, children, created, ephemeralsOf, parentOf } from "./tree.ts"
import type { Zxid } from "./zxid.ts"

/** What the leader makes of a request: what to answer, and the transaction if anything changes. */
export interface Prepared {
  readonly result: Result
  readonly txn: Txn | null
}

/**
 * Checks an operation against the leader's newest tree and computes what comes out (rule Z6). In the
 * real leader a refused write uses up a zxid too, for a transaction that says so (rule B2): here not.
 */
export function prepare(
  tree: Tree,
  session: SessionId | null,
  operation: Operation,
  zxid: Zxid,
  rules: ZooKeeperRules = soundRules,
): Prepared {
  if (session !== null && tree.sessions[session] === undefined)
    return { result: { ok: false, error: "SessionExpired" }, txn: null }
  if (operation.op === "closeSession" && session !== null)
    return { result: { ok: true }, txn: closing(tree, session, zxid) }
  if (operation.op === "multi") return multi(tree, session, operation.operations, zxid, rules)
  if (!isWrite(operation)) return { result: { ok: true }, txn: null }
  const { result, changes } = write(tree, session, operation, zxid, rules)
  return { result, txn: changes === null ? null : { zxid, changes, session: null } }
}

/** Ends a session: its ephemeral nodes go in the same transaction (rule N5). */
export function closing(tree: Tree, session: SessionId, zxid: Zxid, rules: ZooKeeperRules = soundRules): Txn {
  let now = tree
  if (rules.sessionEnd !== "removesEphemerals") return { zxid, changes: {}, session: { id: session, opened: null } }
  for (const path of ephemeralsOf(tree, session))
    now = applyTxn(now, { zxid, changes: deleted(now, path, zxid, rules), session: null })
  return { zxid, changes: difference(tree, now), session: { id: session, opened: null } }
}

interface Written {
  readonly result: Result
  /** `null` where nothing changes. */
  readonly changes: Txn["changes"] | null
}

/** All or nothing, with one zxid (rule Z7). Each operation sees what those before it have done. */
function multi(
  tree: Tree,
  session: SessionId | null,
  operations: readonly Write[],
  zxid: Zxid,
  rules: ZooKeeperRules,
): Prepared {
  let now = tree
  const results: Result[] = []
  for (const [index, operation] of operations.entries()) {
    const { result, changes } = write(now, session, operation, zxid, rules)
    if (!result.ok) return { result: { ...result, index }, txn: null }
    results.push(result)
    if (changes !== null) now = applyTxn(now, { zxid, changes, session: null })
  }
  const changes = difference(tree, now)
  const txn = Object.keys(changes).length === 0 ? null : { zxid, changes, session: null }
  return { result: { ok: true, results }, txn }
}

function write(tree: Tree, session: SessionId | null, operation: Write, zxid: Zxid, rules: ZooKeeperRules): Written {
  if (operation.op === "create") return create(tree, session, operation, zxid)
  const { path } = operation
  const node = tree.nodes[path]
  if (!node) return failed("NoNode", path)
  if (operation.version !== -1 && operation.version !== node.version) return failed("BadVersion", path)
  if (operation.op === "check") return { result: { ok: true, path, version: node.version }, changes: null }
  if (operation.op === "delete") {
    if (children(tree, path).length > 0) return failed("NotEmpty", path)
    return { result: { ok: true, path }, changes: deleted(tree, path, zxid, rules) }
  }
  const znode: Znode = { ...node, data: operation.data, version: node.version + 1, mzxid: zxid }
  return { result: stat(path, znode), changes: { [path]: znode } }
}

/** The checks come in the order of `PrepRequestProcessor.pRequest2TxnCreate` (rules Z1 and Z2). */
function create(
  tree: Tree,
  session: SessionId | null,
  { path: asked, data, ephemeral, sequential }: Extract<Write, { op: "create" }>,
  zxid: Zxid,
): Written {
  const parent = tree.nodes[parentOf(asked)]
  if (!parent) return failed("NoNode", asked)
  const path = sequential ? asked + String(parent.creates).padStart(10, "0") : asked
  if (tree.nodes[path]) return failed("NodeExists", path)
  if (parent.ephemeralOwner !== null) return failed("NoChildrenForEphemerals", path)
  const changes = created(tree, path, data, ephemeral ? session : null, zxid)
  return { result: { ok: true, path, version: 0, czxid: zxid, mzxid: zxid }, changes }
}

/** The parent's counter is of creates; before ZOOKEEPER-1046 it was of deletes too. */
function deleted(tree: Tree, path: Path, zxid: Zxid, { replay }: ZooKeeperRules): Record<Path, Znode | null> {
  const parent = tree.nodes[parentOf(path)]
  if (!parent) return { [path]: null }
  const creates = parent.creates + (replay === "counted" ? 1 : 0)
  return { [parentOf(path)]: { ...parent, pzxid: zxid, creates }, [path]: null }
}

/** What a node looks like in an answer. */
export const stat = (path: Path, { data, version, czxid, mzxid, ephemeralOwner }: Znode): Success => ({
  ok: true,
  path,
  data,
  version,
  czxid,
  ephemeralOwner,
  mzxid,
})

function difference(before: Tree, after: Tree): Record<Path, Znode | null> {
  const changes: Record<Path, Znode | null> = {}
  for (const path of Object.keys(before.nodes)) if (!after.nodes[path]) changes[path] = null
  for (const [path, znode] of Object.entries(after.nodes)) if (before.nodes[path] !== znode) changes[path] = znode
  return changes
}

const isWrite = (operation: Operation): operation is Write => writes.has(operation.op)

const writes: ReadonlySet<string> = new Set(["create", "setData", "delete", "check"])

const failed = (error: Extract<Result, { ok: false }>["error"], path: Path): Written => ({
  result: { ok: false, error, path },
  changes: null,
})
