import type { ProcessName } from "../../network/state.ts"
import type { Ensemble } from "../actions/ensemble.ts"
import type { Result } from "../operations.ts"
import type { Prepared } from "../prepare.ts"
import type { SessionId, Txn, ZooKeeperDraft } from "../state.ts"
import { emptyTree, plain } from "../tree.ts"
import type { Zxid } from "../zxid.ts"
import { propose } from "./broadcast.ts"
import type { Asked } from "./messages.ts"
import { peerOf, sendToLearner } from "./peers.ts"
import { canPropose, newestTree, nextZxidOf, rememberedTree } from "./pipeline.ts"
import { checked } from "./requests.ts"

/**
 * A leader makes a transaction of a request, by its newest tree (rule Z5), and proposes it. What it refuses is a transaction
 * too: it uses up a zxid, and is answered in the same order (rule B2, `PrepRequestProcessor`).
 */
export function prepareRequest(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  from: number,
  client: ProcessName,
  asked: Asked,
): void {
  if (!canPropose(draft, ensemble, leader)) return
  const zxid = nextZxidOf(draft, ensemble, leader)
  const { txn, result } =
    asked === "createSession"
      ? opening(draft, leader, from, client, zxid)
      : changing(draft, ensemble, leader, from, asked)
  propose(draft, ensemble, leader, { ...(txn ?? nothing(zxid)), answers: { server: from, client, result } })
}

function opening(draft: ZooKeeperDraft, leader: number, from: number, client: ProcessName, zxid: Zxid): Prepared {
  peerOf(draft, leader).owners[zxid] = from
  return { txn: { zxid, changes: {}, session: { id: zxid, opened: { client } } }, result: { ok: true } }
}

/** A session belongs to one server at a time: what comes by way of another is refused (rule N6). */
function changing(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  leader: number,
  from: number,
  { session, operation }: Exclude<Asked, "createSession">,
): Prepared {
  const { owners } = peerOf(draft, leader)
  const owner = owners[session]
  if (owner !== undefined && owner !== from && ensemble.rules.sessionOwner === "checked")
    return { txn: null, result: moved }
  if (owner === undefined) owners[session] = from
  const tree = rememberedTree(draft, leader)
  if (ensemble.rules.closingSessions === "refused") return checked(draft, ensemble, leader, tree, session, operation)
  const applied = plain(draft.servers[leader]?.tree ?? emptyTree())
  const sessions = { ...applied.sessions, ...tree.sessions }
  return checked(draft, ensemble, leader, { ...tree, sessions }, session, operation)
}

const moved: Result = { ok: false, error: "SessionMoved" }

const nothing = (zxid: Zxid): Txn => ({ zxid, changes: {}, session: null })

/** Whether a session may go on at a server, which then is where it belongs (rule N7, `Leader.revalidateSession`). */
export function revalidate(draft: ZooKeeperDraft, leader: number, session: SessionId, at: number): boolean {
  const isValid = newestTree(draft, leader).sessions[session] !== undefined
  if (isValid) peerOf(draft, leader).owners[session] = at
  return isValid
}

/** A leader answers a learner's sync: behind all that is committed, but without asking whether it still leads (rule C4). */
export function answerSync(draft: ZooKeeperDraft, leader: number, learner: number, client: ProcessName): void {
  const peer = peerOf(draft, leader)
  if (peer.outstanding.length === 0) sendToLearner(draft, leader, learner, { kind: "SYNC", client })
  else peer.syncs.push({ server: learner, client, after: peer.lastProposed })
}
