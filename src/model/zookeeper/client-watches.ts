import { invariant } from "../../errors.ts"
import type { ProcessName } from "../network/state.ts"
import type { WatchEvent, ZkMessage } from "./messages.ts"
import type { Result } from "./operations.ts"
import { type Path, type WatchFault, type WatchName, watchName, type ZooKeeperDraft } from "./state.ts"

/** Takes the watches that an event has used up out of the client's tables; one that fits none is a fault. */
export function eventReached(draft: ZooKeeperDraft, name: ProcessName, { type, path }: WatchEvent): void {
  const watches = draft.zkClients[name]?.watches
  invariant(watches, `no client ${name}`)
  let known = false
  for (const watch of usedUp[type]) {
    const key = watchName(watch, path)
    if (watches[key] === undefined) continue
    known = true
    delete watches[key]
  }
  if (!known) fault(draft, { client: name, path, what: "an event without a watch" })
}

/**
 * Adds the watches that an answer has set. Before that: an answer must not show a change while the
 * watch for it is still waiting for its event.
 */
export function newsReached(
  draft: ZooKeeperDraft,
  name: ProcessName,
  { results, armed }: Pick<Extract<ZkMessage, { kind: "Response" }>, "results" | "armed">,
): void {
  const watches = draft.zkClients[name]?.watches
  invariant(watches, `no client ${name}`)
  for (const result of results) {
    if (result.path !== undefined && isNews(watches, result.path, result))
      fault(draft, { client: name, path: result.path, what: "news before the event" })
  }
  Object.assign(watches, armed)
}

/** Which of a client's watches each type of event uses up (`ZKWatchManager.materialize`). */
const usedUp = {
  NodeCreated: ["data", "exist"],
  NodeDataChanged: ["data", "exist"],
  NodeDeleted: ["data", "exist", "child"],
  NodeChildrenChanged: ["child"],
} as const satisfies Record<WatchEvent["type"], readonly ("data" | "exist" | "child")[]>

function isNews(watches: Readonly<Record<WatchName, number>>, path: Path, result: Result): boolean {
  const data = watches[watchName("data", path)]
  if (!result.ok) return result.error === "NoNode" && data !== undefined
  const child = watches[watchName("child", path)]
  return (
    (result.mzxid !== undefined &&
      ((data !== undefined && result.mzxid > data) || watchName("exist", path) in watches)) ||
    (result.pzxid !== undefined && child !== undefined && result.pzxid > child)
  )
}

function fault(draft: ZooKeeperDraft, found: WatchFault): void {
  const isKnown = draft.history.watchFaults.some(({ path, what }) => path === found.path && what === found.what)
  if (!isKnown) draft.history.watchFaults.push(found)
}
