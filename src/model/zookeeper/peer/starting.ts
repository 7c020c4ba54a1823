import type { ZooKeeperRules } from "../config.ts"
import { lastLogged, serverOf } from "../ensemble.ts"
import type { ZooKeeperDraft } from "../state.ts"
import { plain } from "../tree.ts"
import { epochOf } from "../zxid.ts"
import { peerOf } from "./peers.ts"
import { replay } from "./replay.ts"

/** Why a server refuses to start from its disk; null where it does not (`QuorumPeer.loadDataBase`, rule R3). */
export function refusalOf(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number): string | null {
  const server = serverOf(draft, id)
  const { acceptedOnDisk, newerSnapshot } = peerOf(draft, id)
  if (rules.epochs === "durable") {
    const last = Math.max(lastLogged(server), newerSnapshot?.zxid ?? 0)
    if ((acceptedOnDisk ?? server.acceptedEpoch) < server.currentEpoch)
      return "it is of a later epoch than it has accepted"
    const isExcused = rules.bootEpoch === "fromLog" || (rules.bootEpoch === "fromSnapshot" && server.log.length === 0)
    if (!isExcused && epochOf(last) > server.currentEpoch) return "its last transaction is of a later epoch than it is"
  }
  const { orphan } = replay(plain(server.snapshot), plain(server.log), rules.replay)
  return orphan === null ? null : `${orphan} is created below a node that is not there`
}
