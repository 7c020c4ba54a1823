import type { Ensemble } from "../actions/ensemble.ts"
import type { Tree, ZooKeeperDraft, ZooKeeperView } from "../state.ts"
import { applyTxn, emptyTree, plain, plainItems } from "../tree.ts"
import { counterOf, type Zxid } from "../zxid.ts"
import { peerOf } from "./peers.ts"

/** Whether a leader takes writes: it is established and has a zxid left (rule B4). */
export function canPropose({ peers }: ZooKeeperView, { rules }: Ensemble, leader: number): boolean {
  const peer = peers[leader]
  return peer?.phase === "broadcast" && counterOf(peer.lastProposed) < rules.zxidsPerEpoch
}

/** The zxid of a leader's next transaction: settled epochs begin with the counter of what they settled with. */
export const nextZxidOf = (draft: ZooKeeperDraft, leader: number): Zxid => peerOf(draft, leader).lastProposed + 1

/** A leader's tree with everything that it has proposed: what its next request is checked against (rule Z5). */
export function newestTree({ servers, peers }: ZooKeeperView, leader: number): Tree {
  const { commitQueue = [], outstanding = [] } = peers[leader] ?? {}
  const tree = plain(servers[leader]?.tree ?? emptyTree())
  const underWay = [...plainItems(commitQueue), ...plainItems(outstanding.map(({ txn }) => txn))]
  return underWay.reduce(applyTxn, tree)
}
