import { castDraft } from "immer"
import { sameData } from "../../engine/data.ts"
import { send } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import type { ZooKeeperRules } from "./config.ts"
import { areEnough, isInTouch, lastLogged, replayed, serverOf } from "./ensemble.ts"
import { hangUpOn } from "./hang-up.ts"
import type { ZkMessage } from "./messages.ts"
import { ensembleSize, serverProcess, type Txn, type ZooKeeperDraft } from "./state.ts"
import { applyTxn, plain } from "./tree.ts"
import { fireWatches } from "./watches.ts"

/**
 * A leader logs a transaction, and so does every follower in touch. With a quorum it is committed and the
 * leader applies it; without, it stays a tail on those it reached and the next leader decides about it.
 */
export function propose(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  leaderId: number,
  txn: Txn,
  asker: ProcessName | null = null,
): boolean {
  const size = ensembleSize(draft.servers)
  const holders: number[] = []
  for (let id = 1; id <= size; id += 1) if (id === leaderId || isInTouch(draft, id, leaderId)) holders.push(id)
  for (const id of holders) {
    const server = serverOf(draft, id)
    server.log = castDraft([...plain(server.log), txn])
  }
  if (!areEnough(draft.servers, rules.writeQuorum, (id) => holders.includes(id))) return false
  draft.history.zkCommitted.push(txn.zxid)
  applyAt(draft, rules, leaderId, txn, asker)
  return true
}

/**
 * A server applies a transaction: watches fire first. A client whose session it ends is told and its
 * connection closed, except for the one that asked, which gets an answer instead.
 */
export function applyAt(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  txn: Txn,
  asker: ProcessName | null = null,
): void {
  const server = serverOf(draft, id)
  const before = plain(server.tree)
  server.tree = castDraft(applyTxn(before, txn))
  server.lastProcessed = txn.zxid
  fireWatches(draft, rules, id, before, txn)
  if (txn.session === null || txn.session.opened !== null) return
  for (const name of Object.keys(server.connections).sort()) {
    if (name === asker || server.connections[name]?.session !== txn.session.id) continue
    send<ZkMessage>(draft.zkChannels, serverProcess(id), name, { kind: "Expired" })
    hangUpOn(draft, id, name)
  }
}

/** A follower in touch applies everything that its leader has committed. */
export function catchUp(
  draft: ZooKeeperDraft,
  rules: ZooKeeperRules,
  id: number,
  leaderId: number,
  asker: ProcessName | null = null,
): void {
  if (id === leaderId) return
  const { log, lastProcessed } = serverOf(draft, id)
  const committed = serverOf(draft, leaderId).lastProcessed
  for (const txn of plain(log)) {
    if (txn.zxid > lastProcessed && txn.zxid <= committed) applyAt(draft, rules, id, txn, asker)
  }
}

/**
 * A server stops serving and looks for a leader. Its clients are disconnected, and its tree is wound on to
 * the end of its log, committed or not (rule B14).
 */
export function startLooking(draft: ZooKeeperDraft, id: number): void {
  const server = serverOf(draft, id)
  for (const name of Object.keys(draft.zkClients)) hangUpOn(draft, id, name)
  server.role = "looking"
  server.leader = null
  server.tree = castDraft(replayed({ snapshot: plain(server.snapshot), log: plain(server.log) }))
  server.lastProcessed = lastLogged(server)
}

/**
 * Moves what every server has from the logs into the snapshots. Nothing can tell the difference: a
 * transaction that all servers have on disk is committed, no leader could be without it (but for a lost
 * disk, which loses the snapshot as well), so it is never cut off, copied or decided about again; and each
 * server that serves has applied it, so it is never applied again. Coarse with `flush: afterAck`: what all
 * have applied counts as written to disk.
 */
export function compact(draft: ZooKeeperDraft): void {
  for (let txn = heldByAll(draft); txn !== null; txn = heldByAll(draft)) {
    const { zxid } = txn
    for (let id = 1; draft.servers[id] !== undefined; id += 1) {
      const server = serverOf(draft, id)
      const isAll = server.up && server.log.length === 1
      server.snapshot = castDraft(isAll ? plain(server.tree) : applyTxn(plain(server.snapshot), txn))
      server.snapshotZxid = zxid
      server.log = castDraft(plain(server.log).slice(1))
    }
    draft.history.zkCommitted = draft.history.zkCommitted.filter((committed) => committed > zxid)
    draft.history.zkCompacted = Math.max(draft.history.zkCompacted, zxid)
  }
}

/** The first transaction of every log, if it is the same one and has been applied wherever it can be read. */
function heldByAll(draft: ZooKeeperDraft): Txn | null {
  let first: Txn | null = null
  let snapshotZxid = -1
  for (let id = 1; draft.servers[id] !== undefined; id += 1) {
    const server = serverOf(draft, id)
    const txn: Txn | undefined = plain(server.log)[0]
    if (!txn || (server.up && server.role !== "looking" && server.lastProcessed < txn.zxid)) return null
    if (first === null) {
      first = txn
      snapshotZxid = server.snapshotZxid
    } else if (server.snapshotZxid !== snapshotZxid || !sameData(first, txn)) return null
  }
  return first
}
