import type { ZooKeeperRules } from "../config.ts"
import type { Server, Txn } from "../state.ts"
import { plain } from "../tree.ts"
import { counterOf, epochOf, type Zxid } from "../zxid.ts"
import type { QuorumPacket } from "./messages.ts"
import type { Peer } from "./state.ts"

/** What a leader sends a learner to bring it to its own history, and the last transaction that the learner then has. */
export interface Plan {
  readonly packets: readonly QuorumPacket[]
  readonly upTo: Zxid
}

/** A leader's memory and disk, as far as they decide how it synchronises a learner. */
export type Known = Pick<Server, "tree" | "snapshot" | "snapshotZxid" | "log" | "lastProcessed"> &
  Pick<Peer, "committedLog">

/**
 * How a leader brings a learner from its last transaction to its own history: by the difference, by cutting off first, or
 * by all that it has (`LearnerHandler.syncFollower`, rules S1 to S5). Coarse: it does not read its log on disk for a
 * learner that is behind what it remembers, as `zookeeper.snapshotSizeFactor=-1` has it.
 */
export function planOf(leader: Known, learnerZxid: Zxid, rules: ZooKeeperRules): Plan {
  if (rules.grain === "zab") return wholeHistory(leader)
  const { committedLog, lastProcessed } = leader
  const least = committedLog[0]?.zxid ?? lastProcessed
  const greatest = committedLog.at(-1)?.zxid ?? lastProcessed
  if (lastProcessed === learnerZxid) return { packets: [{ kind: "DIFF", zxid: learnerZxid }], upTo: learnerZxid }
  if (learnerZxid > greatest && counterOf(learnerZxid) !== 0)
    return { packets: [{ kind: "TRUNC", zxid: greatest }], upTo: greatest }
  if (least <= learnerZxid && learnerZxid <= greatest)
    return fromCommittedLog(committedLog, learnerZxid, greatest, rules) ?? snapshot(leader)
  return snapshot(leader)
}

/** What a learner lacks of the transactions that are remembered; null where it must not be cut off so far (`queueCommittedProposals`). */
function fromCommittedLog(
  committedLog: readonly Txn[],
  learnerZxid: Zxid,
  greatest: Zxid,
  { divergence }: ZooKeeperRules,
): Plan | null {
  const later = committedLog.filter(({ zxid }) => zxid > learnerZxid)
  const rest = later.flatMap((txn): QuorumPacket[] => [
    { kind: "PROPOSAL", txn },
    { kind: "COMMIT", zxid: txn.zxid },
  ])
  const upTo = later.at(-1)?.zxid ?? learnerZxid
  const isShared = committedLog.some(({ zxid }) => zxid === learnerZxid)
  const next = later[0]
  if (isShared || counterOf(learnerZxid) === 0 || divergence === "kept" || next === undefined)
    return { packets: [{ kind: "DIFF", zxid: greatest }, ...rest], upTo }
  if (epochOf(next.zxid) !== epochOf(learnerZxid)) return null
  const before = committedLog.filter(({ zxid }) => zxid < learnerZxid).at(-1)
  return before === undefined ? null : { packets: [{ kind: "TRUNC", zxid: before.zxid }, ...rest], upTo }
}

const snapshot = ({ tree, lastProcessed }: Known): Plan => ({
  packets: [{ kind: "SNAP", zxid: lastProcessed, tree: plain(tree) }],
  upTo: lastProcessed,
})

/** All that the leader has applied, as Zab has it: what it has proposed and not committed yet comes after it, as proposals. */
function wholeHistory({ snapshot: base, snapshotZxid, log, lastProcessed }: Known): Plan {
  const applied = plain(log).filter(({ zxid }) => zxid <= lastProcessed)
  return { packets: [{ kind: "HISTORY", snapshot: plain(base), snapshotZxid, log: applied }], upTo: lastProcessed }
}
