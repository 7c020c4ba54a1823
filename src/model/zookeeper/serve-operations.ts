import { invariant } from "../../errors.ts"
import { send } from "../network/channels.ts"
import { linkName, type ProcessName } from "../network/state.ts"
import { catchUp, hangUpOn } from "./broadcast.ts"
import type { ZooKeeperRules } from "./config.ts"
import { leaderFor, nextZxid } from "./ensemble.ts"
import type { ZkMessage } from "./messages.ts"
import { isRead, type Operation, type Read, type Result } from "./operations.ts"
import { prepare, stat } from "./prepare.ts"
import { serverProcess, type Tree, type WatchName, type ZooKeeperDraft } from "./state.ts"
import { children, plain } from "./tree.ts"
import { arm } from "./watches.ts"
import { commit } from "./write.ts"
import type { Zxid } from "./zxid.ts"

type Response = Extract<ZkMessage, { kind: "Response" }>

/** Serves a batch in order and answers it; where the quorum or the session is lost on the way, it does not. */
export function serveOperations(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  operations: readonly Operation[],
): void {
  const results: Result[] = []
  const armed: Record<WatchName, Zxid> = {}
  let closed = false
  for (const operation of operations) {
    const result = isRead(operation)
      ? read(draft, id, client, operation, armed)
      : write(draft, rules, id, client, operation)
    if (result === null) return
    results.push(result)
    if (operation.op === "closeSession" && result.ok) closed = true
  }
  const server = draft.servers[id]
  if (!server?.connections[client]) return
  const response: Response = { kind: "Response", results, zxid: server.lastProcessed, armed, closed }
  answer(draft, rules, id, client, response)
  if (closed) hangUpOn(draft, id, client)
}

/** Reads the server's own tree, however old it is (rule C1), and sets a watch as asked (rule W1). */
function read(
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
    const name: WatchName = op === "getChildren" ? `child:${path}` : node ? `data:${path}` : `exist:${path}`
    armed[name] = op === "getChildren" ? (node?.pzxid ?? 0) : (node?.mzxid ?? 0)
    arm(draft, id, client, name)
  }
  if (!node) return { ok: false, error: "NoNode", path }
  if (op === "getChildren") return { ok: true, path, children: children(tree, path), pzxid: node.pzxid }
  return stat(path, node)
}

/** Has the leader do it; `null` where it could not. A sync asks no quorum, so a leader of the past answers it too. */
function write(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  operation: Operation,
): Result | null {
  const leaderId = leaderFor(draft, id)
  const leader = leaderId === null ? undefined : draft.servers[leaderId]
  const session = draft.servers[id]?.connections[client]?.session
  if (session === undefined) return null
  invariant(leader && leaderId !== null, `server ${id} has no leader`)
  const asker = operation.op === "closeSession" ? client : null
  const { result, txn } = prepare(plain(leader.tree), session, operation, nextZxid(leader))
  if (operation.op === "sync") catchUp(draft, rules, id, leaderId)
  else if (!commit(draft, rules, id, leaderId, txn, asker)) return null
  return result
}

/** Sends an answer behind the events that were sent before it; by the wrong rule it overtakes them. */
function answer(
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
