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
  Pick<Peer, "committedLog"> & {
    /** Up to where its history counts as committed: what it has applied, or what it is about to apply too. */
    readonly committed: Zxid
  }

/**
 * How a leader brings a learner from its last transaction to its own history: by the difference, by cutting off first, or
 * by all that it has (`LearnerHandler.syncFollower`, rules S1 to S5).
 */
export function planOf(leader: Known, learnerZxid: Zxid, rules: ZooKeeperRules): Plan {
  if (rules.grain === "zab") return wholeHistory(leader)
  const { committedLog, committed } = leader
  const least = committedLog[0]?.zxid ?? committed
  const greatest = committedLog.at(-1)?.zxid ?? committed
  if (committed === learnerZxid) return { packets: [{ kind: "DIFF", zxid: learnerZxid }], upTo: learnerZxid }
  if (learnerZxid > greatest && counterOf(learnerZxid) !== 0)
    return { packets: [{ kind: "TRUNC", zxid: greatest }], upTo: greatest }
  if (least <= learnerZxid && learnerZxid <= greatest)
    return difference(committedLog, null, learnerZxid, rules) ?? snapshot(leader)
  const logged = learnerZxid < least ? fromDisk(leader, learnerZxid, least) : null
  if (logged === null) return snapshot(leader)
  const rest = committedLog.filter(({ zxid }) => zxid > least)
  return difference([...logged, ...rest], leader.snapshotZxid, learnerZxid, rules) ?? snapshot(leader)
}

/**
 * What a leader has in its log on disk from a learner's last transaction up to the first that it remembers; null where it
 * does not go back so far, or has not just that one (`ZKDatabase.getProposalsFromTxnLog`, and the gap that
 * `LearnerHandler.syncFollower` looks for). What its snapshot ends with is still in it.
 */
function fromDisk({ log, snapshotZxid }: Known, learnerZxid: Zxid, least: Zxid): readonly Txn[] | null {
  if (learnerZxid < snapshotZxid) return null
  const older = plain(log).filter(({ zxid }) => zxid <= least)
  return older.at(-1)?.zxid === least ? older : null
}

/**
 * What a learner lacks of some committed transactions, which come after a base where that is known; null where it would have
 * to be cut off across an epoch, or further than they go back, or nothing comes after it (`queueCommittedProposals`).
 */
function difference(
  committed: readonly Txn[],
  base: Zxid | null,
  learnerZxid: Zxid,
  { divergence }: ZooKeeperRules,
): Plan | null {
  const later = committed.filter(({ zxid }) => zxid > learnerZxid)
  const rest = later.flatMap((txn): QuorumPacket[] => [
    { kind: "PROPOSAL", txn },
    { kind: "COMMIT", zxid: txn.zxid },
  ])
  const upTo = later.at(-1)?.zxid ?? learnerZxid
  const isShared = base === learnerZxid || committed.some(({ zxid }) => zxid === learnerZxid)
  if (isShared || counterOf(learnerZxid) === 0 || divergence === "kept")
    return { packets: [{ kind: "DIFF", zxid: upTo }, ...rest], upTo }
  const next = later[0]
  if (next === undefined || epochOf(next.zxid) !== epochOf(learnerZxid)) return null
  const before = committed.filter(({ zxid }) => zxid < learnerZxid).at(-1)?.zxid ?? base
  return before === null ? null : { packets: [{ kind: "TRUNC", zxid: before }, ...rest], upTo }
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
