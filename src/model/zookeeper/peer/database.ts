import { castDraft } from "immer"
import type { ZooKeeperRules } from "../config.ts"
import { serverOf } from "../ensemble.ts"
import type { Tree, Txn, ZooKeeperDraft } from "../state.ts"
import { applyTxn, plain, plainItems } from "../tree.ts"
import type { Zxid } from "../zxid.ts"
import { peerOf } from "./peers.ts"
import { replay } from "./replay.ts"
import type { NewerSnapshot } from "./state.ts"

/** Keeps a transaction for learners that are a little behind, and forgets the oldest (`ZKDatabase.addCommittedProposal`). */
export function remember(draft: ZooKeeperDraft, { commitLogCount }: ZooKeeperRules, id: number, txn: Txn): void {
  const peer = peerOf(draft, id)
  peer.committedLog = castDraft([...plainItems(peer.committedLog), txn].slice(-commitLogCount))
}

/** Reads a server's disk into memory: the newest snapshot, and all of the log after it, committed or not (rule R2). */
export function loadDatabase(
  draft: ZooKeeperDraft,
  { commitLogCount, replay: rule }: ZooKeeperRules,
  id: number,
): void {
  const server = serverOf(draft, id)
  const newer: NewerSnapshot | null = plain(peerOf(draft, id).newerSnapshot)
  const { tree, zxid } = newer ?? { tree: plain(server.snapshot), zxid: server.snapshotZxid }
  const log = plain(server.log).filter((txn) => txn.zxid > zxid)
  server.tree = castDraft(replay(tree, log, rule).tree)
  server.lastProcessed = log.at(-1)?.zxid ?? zxid
  peerOf(draft, id).committedLog = castDraft(log.slice(-commitLogCount))
}

/**
 * A server that begins to lead writes what it has in memory to a snapshot, committed or not (`ZooKeeperServer.loadData`).
 * Its log still goes back further, so only a rule that reads this one after a truncation can tell.
 */
export function writeLeadersSnapshot(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number): void {
  if (rules.snapshotAfterTruncation === "passedOver" || rules.grain === "zab") return
  const { tree, lastProcessed } = serverOf(draft, id)
  if (lastProcessed > serverOf(draft, id).snapshotZxid)
    peerOf(draft, id).newerSnapshot = castDraft({ zxid: lastProcessed, tree: plain(tree) })
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
  writeSnapshot(draft, id, plain(server.tree), server.lastProcessed)
  const { newerSnapshot } = peerOf(draft, id)
  if (newerSnapshot !== null && newerSnapshot.zxid <= server.lastProcessed) peerOf(draft, id).newerSnapshot = null
}

/** Replaces a server's snapshot by one that is said to be of a transaction, and drops from the log what it then has in it. */
export function writeSnapshot(draft: ZooKeeperDraft, id: number, tree: Tree, of: Zxid): void {
  const server = serverOf(draft, id)
  server.snapshot = castDraft(tree)
  server.snapshotZxid = of
  server.log = castDraft(plain(server.log).filter(({ zxid }) => zxid > of))
}

/** Cuts off a server's log behind a transaction and reads its disk again. */
export function truncateLog(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, to: Zxid): void {
  const server = serverOf(draft, id)
  server.log = castDraft(plain(server.log).filter(({ zxid }) => zxid <= to))
  loadDatabase(draft, rules, id)
  server.lastProcessed = to
}
