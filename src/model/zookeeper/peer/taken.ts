import { invariant } from "../../../errors.ts"
import type { ProcessName } from "../../network/state.ts"
import type { ZooKeeperRules } from "../config.ts"
import { serverOf } from "../ensemble.ts"
import { hangUpOn } from "../hang-up.ts"
import { isRead, type Operation, type Result } from "../operations.ts"
import { answer, read, shownZxid } from "../serve-reads.ts"
import { accept } from "../sessions.ts"
import type { SessionId, ZooKeeperDraft } from "../state.ts"
import { plainItems } from "../tree.ts"
import { setRequests } from "./abandoned.ts"
import { peerOf } from "./peers.ts"
import type { Taken } from "./state.ts"

/** A server takes what a client asks, behind what it has asked before (`CommitProcessor.processRequest`). */
export function take(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  taken: Taken,
): void {
  setRequests(draft, id, client, [...takenFrom(draft, id, client), taken])
  goOn(draft, rules, id, client)
}

/** Whether the oldest thing that a client has asked is asked on the connection that it has now. */
export const isWaiting = (draft: ZooKeeperDraft, id: number, client: ProcessName): boolean =>
  takenFrom(draft, id, client)[0]?.isAbandoned === false

/** The oldest thing that a client waits for has come: an operation of its request is done, or its session is open. */
export function answerTaken(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  { client, result }: { readonly client: ProcessName; readonly result: Result },
  session: SessionId | null,
): void {
  const [first, ...rest] = takenFrom(draft, id, client)
  invariant(first, `server ${id} hears of a request that ${client} has not made`)
  if (first.kind === "operations") {
    setRequests(draft, id, client, [{ ...first, results: [...first.results, result] }, ...rest])
  } else {
    setRequests(draft, id, client, rest)
    if (!first.isAbandoned && session !== null) accept(draft, id, client, session)
  }
  goOn(draft, rules, id, client)
}

/**
 * Does what need not wait for the leader, in the order asked: a read behind a write of the same client sees it, and nobody
 * else's read waits for it (rule C3). What is done is answered.
 */
function goOn(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, client: ProcessName): void {
  while (true) {
    const [first, ...rest] = takenFrom(draft, id, client)
    if (first?.kind !== "operations") return
    const done = asFarAsPossible(draft, rules, id, client, first)
    if (done.results.length < done.operations.length) {
      if (done !== first) setRequests(draft, id, client, [done, ...rest])
      return
    }
    setRequests(draft, id, client, rest)
    if (!done.isAbandoned) respond(draft, rules, id, client, done)
  }
}

type Operations = Extract<Taken, { kind: "operations" }>

function asFarAsPossible(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  taken: Operations,
): Operations {
  const results = [...taken.results]
  const armed = { ...taken.armed }
  for (const operation of taken.operations.slice(results.length)) {
    if (!isLocal(draft, rules, id, operation)) break
    results.push(isRead(operation) ? read(draft, id, client, operation, armed) : { ok: true })
  }
  return results.length === taken.results.length ? taken : { ...taken, results, armed }
}

/** Whether a server does an operation by itself: a read, and on the leader a sync (rule C4). */
export const isLocal = (draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, operation: Operation): boolean =>
  isRead(operation) ||
  (operation.op === "sync" && rules.sync === "leaderAlone" && peerOf(draft, id).state === "leading")

function respond(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  client: ProcessName,
  { operations, results, armed }: Operations,
): void {
  const closed = operations.some(({ op }, index) => op === "closeSession" && results[index]?.ok === true)
  const zxid = shownZxid(serverOf(draft, id), rules)
  answer(draft, rules, id, client, { kind: "Response", results, zxid, armed, closed })
  if (operations.some(({ op }) => op === "sync")) judgeSync(draft, id, client)
  if (closed) hangUpOn(draft, id, client)
}

/** A sync was answered: keeps, for the properties, whether it missed something that was committed when it was asked for. */
function judgeSync(draft: ZooKeeperDraft, id: number, client: ProcessName): void {
  const { syncs, staleSyncs } = draft.history.quorum
  const committed = syncs[client] ?? 0
  delete syncs[client]
  if (serverOf(draft, id).lastProcessed < committed) staleSyncs.push({ server: id, client, zxid: committed })
}

const takenFrom = (draft: ZooKeeperDraft, id: number, client: ProcessName): Taken[] =>
  plainItems(peerOf(draft, id).requests[client] ?? [])
