import { send } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import type { ZooKeeperRules } from "./config.ts"
import type { WatchEvent, ZkMessage } from "./messages.ts"
import { type Path, serverProcess, type Tree, type Txn, type WatchName, type ZooKeeperDraft } from "./state.ts"
import type { Zxid } from "./zxid.ts"

/**
 * What a transaction lets watchers know, by path (rule W2). Of a node that one multi deletes and creates
 * again they hear that it was deleted.
 */
function eventsOf(before: Tree, { zxid, changes }: Txn): WatchEvent[] {
  const events: WatchEvent[] = []
  for (const path of Object.keys(changes).sort()) {
    const was = before.nodes[path]
    const is = changes[path]
    if (was && (!is || is.czxid === zxid)) events.push({ type: "NodeDeleted", path })
    else if (!was && is) events.push({ type: "NodeCreated", path })
    else if (was && is) {
      if (is.mzxid === zxid) events.push({ type: "NodeDataChanged", path })
      if (is.pzxid === zxid) events.push({ type: "NodeChildrenChanged", path })
    }
  }
  return events
}

/** Sends the events of a transaction to the clients of one server that watch for them (rules W2 and W3). */
export function fireWatches(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, before: Tree, txn: Txn): void {
  const connections = draft.servers[id]?.connections ?? {}
  const names = Object.keys(connections).sort()
  if (names.length === 0) return
  for (const event of eventsOf(before, txn)) for (const name of names) fire(draft, rules, id, name, event)
}

function fire(
  draft: ZooKeeperDraft,
  { watches }: ZooKeeperRules,
  id: number,
  name: ProcessName,
  event: WatchEvent,
): void {
  const connection = draft.servers[id]?.connections[name]
  if (!connection) return
  const { type, path } = event
  const isData = type !== "NodeChildrenChanged" && connection.dataWatches.includes(path)
  const isChild = (type === "NodeChildrenChanged" || type === "NodeDeleted") && connection.childWatches.includes(path)
  if (!isData && !isChild) return
  if (isData && watches !== "everyTime") connection.dataWatches = connection.dataWatches.filter((p) => p !== path)
  if (isChild && watches !== "everyTime") connection.childWatches = connection.childWatches.filter((p) => p !== path)
  send<ZkMessage>(draft.zkChannels, serverProcess(id), name, { kind: "WatchEvent", event })
}

/** Sets a watch for a client at the server it is connected to. */
export function arm(draft: ZooKeeperDraft, id: number, name: ProcessName, watch: WatchName): void {
  const connection = draft.servers[id]?.connections[name]
  if (!connection) return
  const { table, path } = partsOf(watch)
  const paths = table === "child" ? connection.childWatches : connection.dataWatches
  if (paths.includes(path)) return
  paths.push(path)
  paths.sort()
}

/**
 * Sets a client's watches again after it has come back: for what has changed since the last zxid it had
 * seen it gets the event instead (rule W5). What came and went meanwhile is missed.
 */
export function rearm(
  draft: ZooKeeperDraft,
  id: number,
  name: ProcessName,
  tree: Tree,
  watches: readonly WatchName[],
  seen: Zxid,
): void {
  const told = new Set<string>()
  for (const watch of watches) {
    const event = missed(tree, watch, seen)
    if (event === null) arm(draft, id, name, watch)
    else if (!told.has(`${event.type} ${event.path}`)) {
      told.add(`${event.type} ${event.path}`)
      send<ZkMessage>(draft.zkChannels, serverProcess(id), name, { kind: "WatchEvent", event })
    }
  }
}

function missed({ nodes }: Tree, watch: WatchName, seen: Zxid): WatchEvent | null {
  const { table, path } = partsOf(watch)
  const node = nodes[path]
  if (table === "exist") return node ? { type: "NodeCreated", path } : null
  if (!node) return { type: "NodeDeleted", path }
  if (table === "data") return node.mzxid > seen ? { type: "NodeDataChanged", path } : null
  return node.pzxid > seen ? { type: "NodeChildrenChanged", path } : null
}

function partsOf(watch: WatchName): { readonly table: string; readonly path: Path } {
  const at = watch.indexOf(":")
  return { table: watch.slice(0, at), path: watch.slice(at + 1) }
}
