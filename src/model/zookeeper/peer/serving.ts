import { invariant } from "../../../errors.ts"
import type { ProcessName } from "../../network/state.ts"
import type { Ensemble } from "../actions/ensemble.ts"
import type { ZkMessage } from "../messages.ts"
import { reattach, refuse } from "../sessions.ts"
import type { SessionId, ZooKeeperDraft } from "../state.ts"
import { plain } from "../tree.ts"
import type { Asked } from "./messages.ts"
import { peerOf, sendToLeader } from "./peers.ts"
import { prepareRequest, revalidate } from "./preparing.ts"
import type { Revalidation } from "./state.ts"
import { answerTaken, isLocal, take } from "./taken.ts"

/** A server takes the next message of a client. */
export function serve(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  client: ProcessName,
  message: ZkMessage,
): void {
  if (message.kind === "ConnectRequest") serveConnect(draft, ensemble, id, client, message)
  else if (message.kind === "Request") serveRequest(draft, ensemble, id, client, message)
  else invariant(false, `a client sent a ${message.kind}`)
}

/** Sends the leader at once what it has to do, and keeps the request until all of it is done (rules C2 and C3). */
function serveRequest(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  client: ProcessName,
  { operations }: Extract<ZkMessage, { kind: "Request" }>,
): void {
  const session = draft.servers[id]?.connections[client]?.session
  if (session === undefined) return
  if (operations.some(({ op }) => op === "sync")) noteSync(draft, client)
  take(draft, ensemble.rules, id, client, {
    kind: "operations",
    operations,
    results: [],
    armed: {},
    isAbandoned: false,
  })
  for (const operation of operations) {
    if (isLocal(draft, ensemble.rules, id, operation)) continue
    if (operation.op === "sync" && ensemble.rules.sync === "leaderAlone")
      sendToLeader(draft, id, { kind: "SYNC", client })
    else forward(draft, ensemble, id, client, { session, operation })
  }
}

/** Keeps, for the properties, what was committed when a client asked for a sync. */
function noteSync({ history }: ZooKeeperDraft, client: ProcessName): void {
  history.quorum.syncs[client] = Math.max(history.zkCompacted, ...history.zkCommitted)
}

/**
 * Opens a session, which is a transaction (rule N1), or asks the leader whether a client may go on with one (rule N7). A
 * client that has seen more than the server is refused without a word (rule C5).
 */
function serveConnect(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  client: ProcessName,
  { session, lastZxidSeen, watches }: Extract<ZkMessage, { kind: "ConnectRequest" }>,
): void {
  const seen = draft.servers[id]?.lastProcessed ?? 0
  if (seen < lastZxidSeen && ensemble.rules.reconnection === "monotonic") return
  if (session === null) {
    take(draft, ensemble.rules, id, client, { kind: "session", isAbandoned: false })
    forward(draft, ensemble, id, client, "createSession")
    return
  }
  const peer = peerOf(draft, id)
  if (peer.state === "leading") {
    const isValid = revalidate(draft, id, session, id)
    finishRevalidation(draft, id, client, { session, lastZxidSeen, watches }, isValid)
    return
  }
  peer.revalidations[client] = { session, lastZxidSeen, watches: [...watches] }
  sendToLeader(draft, id, { kind: "REVALIDATE", client, session })
}

/** A leader prepares what its own clients ask; another server sends it on. */
function forward(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, client: ProcessName, asked: Asked): void {
  if (peerOf(draft, id).state === "leading") prepareRequest(draft, ensemble, id, id, client, asked)
  else sendToLeader(draft, id, { kind: "REQUEST", client, asked })
}

/** A learner hears whether a session is still valid; the client may have gone meanwhile. */
export function acceptRevalidation(
  draft: ZooKeeperDraft,
  id: number,
  {
    client,
    session,
    isValid,
  }: { readonly client: ProcessName; readonly session: SessionId; readonly isValid: boolean },
): void {
  const peer = peerOf(draft, id)
  const waiting = plain(peer.revalidations[client])
  if (waiting?.session !== session) return
  delete peer.revalidations[client]
  finishRevalidation(draft, id, client, waiting, isValid)
}

function finishRevalidation(
  draft: ZooKeeperDraft,
  id: number,
  client: ProcessName,
  given: Revalidation,
  isValid: boolean,
): void {
  if (isValid) reattach(draft, id, client, given)
  else refuse(draft, id, client)
}

/** A learner hears that its leader has sent all that was committed; it answers once that is applied too (rule C4). */
export function acceptSync(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, client: ProcessName): void {
  const peer = peerOf(draft, id)
  const last = peer.commitQueue[peer.commitQueue.length - 1]
  if (last === undefined) answerTaken(draft, ensemble.rules, id, { client, result: { ok: true } }, null)
  else peer.syncs.push({ server: id, client, after: last.zxid })
}
