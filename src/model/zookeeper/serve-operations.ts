import { invariant } from "../../errors.ts"
import type { ProcessName } from "../network/state.ts"
import { catchUp } from "./broadcast.ts"
import type { ZooKeeperRules } from "./config.ts"
import { leaderFor, nextZxid } from "./ensemble.ts"
import { hangUpOn } from "./hang-up.ts"
import { isRead, type Operation, type Result } from "./operations.ts"
import { prepare } from "./prepare.ts"
import { answer, type Response, read, shownZxid } from "./serve-reads.ts"
import type { WatchName, ZooKeeperDraft } from "./state.ts"
import { plain } from "./tree.ts"
import { commit } from "./write.ts"
import type { Zxid } from "./zxid.ts"

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
  const response: Response = { kind: "Response", results, zxid: shownZxid(server, rules), armed, closed }
  answer(draft, rules, id, client, response)
  if (closed) hangUpOn(draft, id, client)
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
  const { result, txn } = prepare(plain(leader.tree), session, operation, nextZxid(leader))
  const asker = operation.op === "closeSession" && txn !== null ? client : null
  if (operation.op === "sync") catchUp(draft, rules, id, leaderId)
  else if (!commit(draft, rules, id, leaderId, txn, asker)) return null
  return result
}
