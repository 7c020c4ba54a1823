import type { ZabConfig } from "./config.ts"
import { sidsOf } from "./quorum.ts"
import type { ServerId, Txn, ZabServer } from "./state.ts"
import { lastZxid } from "./txns.ts"

/**
 * The history of whoever was in the latest epoch, and of those has the latest transaction. Where several have, theirs are
 * the same as long as all rules are right; the specification leaves open which is taken, and here that does not depend on ids.
 */
export function initialHistory(
  { ackeRecv, history }: Pick<ZabServer, "ackeRecv" | "history">,
  { initialHistory }: Pick<ZabConfig, "initialHistory">,
): readonly Txn[] {
  if (initialHistory === "own") return history
  const all = sidsOf(ackeRecv).map((sid) => ackeRecv[sid] as ZabServer["ackeRecv"][ServerId])
  return all.reduce((best, one) => (isMoreRecent(one, best) ? one : best)).peerHistory
}

type Summary = ZabServer["ackeRecv"][ServerId]

function isMoreRecent(one: Summary, other: Summary): boolean {
  const difference = one.peerLastEpoch - other.peerLastEpoch || lastZxid(one.peerHistory) - lastZxid(other.peerHistory)
  return difference === 0 ? valuesOf(one) > valuesOf(other) : difference > 0
}

const valuesOf = ({ peerHistory }: Summary): string => peerHistory.map(({ zxid, value }) => `${zxid} ${value}`).join()
