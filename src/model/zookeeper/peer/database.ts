import { castDraft } from "immer"
import type { ZooKeeperRules } from "../config.ts"
import { lastLogged, replayed, serverOf } from "../ensemble.ts"
import type { Txn, ZooKeeperDraft } from "../state.ts"
import { applyTxn, plain, plainItems } from "../tree.ts"
import type { Zxid } from "../zxid.ts"
import { peerOf } from "./peers.ts"

/** Keeps a transaction for learners that are a little behind, and forgets the oldest (`ZKDatabase.addCommittedProposal`). */
export function remember(draft: ZooKeeperDraft, { commitLogCount }: ZooKeeperRules, id: number, txn: Txn): void {
  const peer = peerOf(draft, id)
  peer.committedLog = castDraft([...plainItems(peer.committedLog), txn].slice(-commitLogCount))
}

/** Reads a server's disk into memory: the snapshot, and all of the log, committed or not (rule R2). */
export function loadDatabase(draft: ZooKeeperDraft, { commitLogCount }: ZooKeeperRules, id: number): void {
  const server = serverOf(draft, id)
  const log = plain(server.log)
  server.tree = castDraft(replayed({ snapshot: plain(server.snapshot), log }))
  server.lastProcessed = lastLogged(server)
  peerOf(draft, id).committedLog = castDraft(log.slice(-commitLogCount))
}

/** Applies what a server has in its log and not yet in memory (`ZKDatabase.fastForwardDataBase`, rule B14). */
export function fastForward(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number): void {
  const server = serverOf(draft, id)
  for (const txn of plain(server.log)) {
    if (txn.zxid <= server.lastProcessed) continue
    server.tree = castDraft(applyTxn(plain(server.tree), txn))
    server.lastProcessed = txn.zxid
    remember(draft, rules, id, txn)
  }
}

/** Writes a transaction to the log, and a snapshot of what is applied once there are many. */
export function append(draft: ZooKeeperDraft, { snapCount }: ZooKeeperRules, id: number, txn: Txn): void {
  const server = serverOf(draft, id)
  server.log = castDraft([...plain(server.log), txn])
  if (server.log.length > snapCount) takeSnapshot(draft, id)
}

/** Writes what a server has applied to a snapshot, and drops from the log what that has in it. */
export function takeSnapshot(draft: ZooKeeperDraft, id: number): void {
  const server = serverOf(draft, id)
  server.snapshot = castDraft(plain(server.tree))
  server.snapshotZxid = server.lastProcessed
  server.log = castDraft(plain(server.log).filter(({ zxid }) => zxid > server.lastProcessed))
}

/** Cuts off a server's log behind a transaction and reads its disk again. */
export function truncateLog(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, to: Zxid): void {
  const server = serverOf(draft, id)
  server.log = castDraft(plain(server.log).filter(({ zxid }) => zxid <= to))
  loadDatabase(draft, rules, id)
  server.lastProcessed = to
}
