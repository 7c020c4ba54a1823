import type { Ensemble } from "../actions/ensemble.ts"
import type { ZooKeeperRules } from "../config.ts"
import type { Tree, Znode, ZooKeeperDraft, ZooKeeperView } from "../state.ts"
import { applyTxn, emptyTree, plain, plainItems } from "../tree.ts"
import { counterOf, epochOf, type Zxid, zxid } from "../zxid.ts"
import { peerOf } from "./peers.ts"

/** Whether a leader takes writes: it is established and has a zxid left (rule B4). */
export function canPropose({ peers }: ZooKeeperView, { rules }: Ensemble, leader: number): boolean {
  const peer = peers[leader]
  return peer?.phase === "broadcast" && !isUsedUp(peer.lastProposed, rules)
}

/** Whether a leader whose last proposal this is has to step down, for want of a counter. */
export const isUsedUp = (lastProposed: Zxid, { zxidsPerEpoch, zxidRollover }: ZooKeeperRules): boolean =>
  zxidRollover === "stepsDown" && counterOf(lastProposed) >= zxidsPerEpoch

/** The zxid of a leader's next transaction; past the last counter it is in the number of the next epoch (ZOOKEEPER-1277). */
export function nextZxidOf(draft: ZooKeeperDraft, { rules }: Ensemble, leader: number): Zxid {
  const { lastProposed } = peerOf(draft, leader)
  return counterOf(lastProposed) < rules.zxidsPerEpoch ? lastProposed + 1 : zxid(epochOf(lastProposed) + 1, 0)
}

/** A leader's tree with everything that it has proposed: what its next request is checked against (rule Z5). */
export function newestTree({ servers, peers }: ZooKeeperView, leader: number): Tree {
  const { commitQueue = [], outstanding = [] } = peers[leader] ?? {}
  const tree = plain(servers[leader]?.tree ?? emptyTree())
  const underWay = [...plainItems(commitQueue), ...plainItems(outstanding.map(({ txn }) => txn))]
  return underWay.reduce(applyTxn, tree)
}

/** The same as a leader remembers it that has forgotten what is under way for some paths (ZOOKEEPER-1624). */
export function rememberedTree(draft: ZooKeeperDraft, leader: number): Tree {
  const newest = newestTree(draft, leader)
  const { forgotten } = peerOf(draft, leader)
  if (forgotten.length === 0) return newest
  const applied: Tree = plain(draft.servers[leader]?.tree ?? newest)
  const nodes: Record<string, Znode> = { ...newest.nodes }
  for (const path of forgotten) if (applied.nodes[path] !== undefined) nodes[path] = applied.nodes[path]
  return { ...newest, nodes }
}
