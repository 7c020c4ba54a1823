import { alwaysForEach } from "../../../src/engine/index.ts"
import { isSameTxn, type ServerId, serverIn, type ZabState } from "../../../src/model/zookeeper/published/index.ts"
import { deliveredBy, isBefore, pairsOf, placeOf, serversOf, type Two, unorderedPairsOf } from "./delivered.ts"

/** A server that has committed more than it has is as bad as one that has another transaction: it is compared with itself too. */
export const prefixConsistency = alwaysForEach<ZabState, Two>({
  name: "PrefixConsistency",
  says: "What two servers have both committed is the same, transaction by transaction",
  cites: ["published.zab-prefix-consistency"],
  each: (state) => [...serversOf(state).map((one) => ({ one, other: one })), ...unorderedPairsOf(state)],
  broken(state, { one, other }) {
    const [a, b] = [serverIn(state, one), serverIn(state, other)]
    const common = Math.min(a.lastCommitted.index, b.lastCommitted.index)
    if (common < 0) return { servers: [one, other], committed: common }
    for (let index = 0; index < common; index += 1) {
      const [ours, theirs] = [a.history[index], b.history[index]]
      if (!isSameTxn(ours, theirs))
        return { servers: [one, other], index: index + 1, has: [ours?.zxid ?? null, theirs?.zxid ?? null] }
    }
    return null
  },
})

/** Of the transactions that followers deliver only. */
export const integrity = alwaysForEach<ZabState, ServerId>({
  name: "Integrity",
  says: "A follower delivers only what some leader has broadcast",
  cites: ["published.zab-integrity"],
  each: serversOf,
  broken(state, follower) {
    if (serverIn(state, follower).state !== "FOLLOWING") return null
    const sent = Object.values(state.proposalMsgsLog).flat()
    const never = deliveredBy(state, follower).find(
      (txn) => !sent.some(({ zxid, data }) => isSameTxn(txn, { zxid, value: data })),
    )
    return never === undefined ? null : { follower, zxid: never.zxid, value: never.value }
  },
})

/** Of two followers one may be behind the other; but both may not have something that the other lacks. */
export const agreement = alwaysForEach<ZabState, Two>({
  name: "Agreement",
  says: "Of any two transactions that two followers deliver, one is delivered by both",
  cites: ["published.zab-agreement"],
  each: unorderedPairsOf,
  broken(state, { one, other }) {
    if (serverIn(state, one).state !== "FOLLOWING" || serverIn(state, other).state !== "FOLLOWING") return null
    const [ours, theirs] = [deliveredBy(state, one), deliveredBy(state, other)]
    const a = ours.find((txn) => placeOf(theirs, txn) < 0)
    const b = theirs.find((txn) => placeOf(ours, txn) < 0)
    return a === undefined || b === undefined ? null : { followers: [one, other], zxids: [a.zxid, b.zxid] }
  },
})

/** As it is published it is about servers that have delivered two transactions or more. */
export const totalOrder = alwaysForEach<ZabState, Two>({
  name: "TotalOrder",
  says: "If a server delivers one transaction before another, whoever delivers the second has delivered the first before it",
  cites: ["published.zab-total-order"],
  each: pairsOf,
  broken(state, { one, other }) {
    if (serverIn(state, one).lastCommitted.index < 2 || serverIn(state, other).lastCommitted.index < 2) return null
    const [ours, theirs] = [deliveredBy(state, one), deliveredBy(state, other)]
    for (const [index, second] of ours.entries()) {
      if (placeOf(theirs, second) < 0) continue
      const first = ours.slice(0, index).find((txn) => !isBefore(theirs, txn, second))
      if (first !== undefined) return { server: one, other, first: first.zxid, second: second.zxid }
    }
    return null
  },
})
