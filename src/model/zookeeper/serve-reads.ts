import { invariant } from "../../errors.ts"
import { send } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import type { ZooKeeperRules } from "./config.ts"
import type { ZkMessage } from "./messages.ts"
import type { Read, Result } from "./operations.ts"
import { stat } from "./prepare.ts"
import { type Server, serverProcess, type Tree, type WatchName, watchName, type ZooKeeperDraft } from "./state.ts"
import { children, plain } from "./tree.ts"
import { arm } from "./watches.ts"
import { counterOf, type Zxid } from "./zxid.ts"

/**
 * The zxid that an answer carries: what the server has come to (rule C1). A new leader has come to (epoch, 0), where nobody
 * else has been (rule C6), unless it keeps that to itself.
 */
export function shownZxid({ lastProcessed, log, snapshotZxid }: Server, { newEpochZxid }: ZooKeeperRules): Zxid {
  if (newEpochZxid === "shown" || counterOf(lastProcessed) !== 0) return lastProcessed
  return log.findLast(({ zxid }) => zxid < lastProcessed)?.zxid ?? Math.min(snapshotZxid, lastProcessed)
}

export type Response = Extract<ZkMessage, { kind: "Response" }>

/** Reads the server's own tree, however old it is (rule C1), and sets a watch as asked (rule W1). */
export function read(
  draft: ZooKeeperDraft,
  id: number,
  client: ProcessName,
  operation: Read,
  armed: Record<WatchName, Zxid>,
): Result {
  const { op, path, watch } = operation
  const tree: Tree = plain(draft.servers[id]?.tree ?? { nodes: {}, sessions: {} })
  const node = tree.nodes[path]
  if (watch && (node || op === "exists")) {
    const name = watchName(op === "getChildren" ? "child" : node ? "data" : "exist", path)
    armed[name] = op === "getChildren" ? (node?.pzxid ?? 0) : (node?.mzxid ?? 0)
    arm(draft, id, client, name)
  }
  if (!node) return { ok: false, error: "NoNode", path }
  if (op === "getChildren") return { ok: true, path, children: children(tree, path), pzxid: node.pzxid }
  return stat(path, node)
}

/** Sends an answer behind the events that were sent before it; by the wrong rule it overtakes them. */
export function answer(
  draft: ZooKeeperDraft,
  { watches }: ZooKeeperRules,
  id: number,
  client: ProcessName,
  response: Response,
): void {
  const channel = draft.zkChannels[linkName(serverProcess(id), client)]
  invariant(channel, `no channel from server ${id} to ${client}`)
  let at = channel.length
  while (watches === "replyFirst" && at > 0 && channel[at - 1]?.kind === "WatchEvent") at -= 1
  send<ZkMessage>(draft.zkChannels, serverProcess(id), client, response)
  if (at < channel.length - 1) channel.splice(at, 0, ...channel.splice(-1))
}
