import { invariant } from "../../errors.ts"
import type { ProcessName } from "../network/state.ts"
import type { ZooKeeperRules } from "./config.ts"
import { leaderFor, nextZxid } from "./ensemble.ts"
import type { ZkMessage } from "./messages.ts"
import { accept, reattach, refuse } from "./sessions.ts"
import type { ZooKeeperDraft } from "./state.ts"
import { commit } from "./write.ts"

type ConnectRequest = Extract<ZkMessage, { kind: "ConnectRequest" }>

/**
 * Opens a session, which is a write (rule N1), or lets a client go on with one that the leader still knows
 * (rule N7). A client that has seen more than the server is refused without a word (rule C5).
 */
export function serveConnect(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  { session, lastZxidSeen, watches }: ConnectRequest,
): void {
  const server = draft.servers[id]
  const leaderId = leaderFor(draft, id)
  const leader = leaderId === null ? undefined : draft.servers[leaderId]
  invariant(server && leader && leaderId !== null, `server ${id} has no leader`)
  if (server.lastProcessed < lastZxidSeen && rules.reconnection === "monotonic") return
  if (session === null) {
    const zxid = nextZxid(leader)
    if (!commit(draft, rules, id, leaderId, { zxid, changes: {}, session: { id: zxid, opened: { client } } })) return
    accept(draft, id, client, zxid)
  } else if (leader.tree.sessions[session] === undefined) refuse(draft, id, client)
  else reattach(draft, id, client, { session, lastZxidSeen, watches })
}
