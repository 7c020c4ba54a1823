import { alwaysForEach } from "../../../src/engine/index.ts"
import { epochOf } from "../../../src/model/zookeeper/index.ts"
import {
  type Proposal,
  type ServerId,
  serverIn,
  type Txn,
  type ZabState,
} from "../../../src/model/zookeeper/published/index.ts"
import { deliveredBy, isBefore, pairsOf, placeOf, serversOf, type Two } from "./delivered.ts"

/** What a leader has sent, as a transaction. */
const sentAs = ({ zxid, data }: Proposal): Pick<Txn, "zxid" | "value"> => ({ zxid, value: data })

/**
 * For all pairs of transactions. The published formula asks that there is a pair for which it is so, and leaves open
 * whether the two differ: any transaction with itself will do, so that the formula is true of every state.
 */
export const localPrimaryOrder = alwaysForEach<ZabState, Two>({
  name: "LocalPrimaryOrder",
  says: "Of two transactions that a leader broadcasts in one epoch, whoever delivers the second has delivered the first before it",
  cites: ["published.zab-local-primary-order"],
  each: (state) => serversOf(state).flatMap((one) => serversOf(state).map((other) => ({ one, other }))),
  broken(state, { one: leader, other: server }) {
    if (serverIn(state, server).lastCommitted.index < 2) return null
    const delivered = deliveredBy(state, server)
    const sent = (state.proposalMsgsLog[leader] ?? []).filter(
      ({ epoch }) => epoch >= 1 && epoch <= serverIn(state, leader).currentEpoch,
    )
    for (const second of sent) {
      if (placeOf(delivered, sentAs(second)) < 0) continue
      const first = sent.find(
        (one) =>
          one.epoch === second.epoch &&
          one !== second &&
          one.zxid <= second.zxid &&
          !isBefore(delivered, sentAs(one), sentAs(second)),
      )
      if (first !== undefined) return { leader, server, first: first.zxid, second: second.zxid }
    }
    return null
  },
})

/** Whichever leader has broadcast them. */
export const globalPrimaryOrder = alwaysForEach<ZabState, ServerId>({
  name: "GlobalPrimaryOrder",
  says: "A server delivers transactions in the order of their epochs",
  cites: ["published.zab-global-primary-order"],
  each: serversOf,
  broken(state, server) {
    const delivered = deliveredBy(state, server)
    const index = delivered.findIndex(
      ({ zxid }, at) => at > 0 && epochOf(zxid) < epochOf((delivered[at - 1] as Txn).zxid),
    )
    return index < 0 ? null : { server, zxids: [delivered[index - 1]?.zxid, delivered[index]?.zxid] }
  },
})

/** Of a leader and a follower that are connected, and in the phase in which requests are taken. */
export const primaryIntegrity = alwaysForEach<ZabState, Two>({
  name: "PrimaryIntegrity",
  says: "A leader that broadcasts has delivered whatever its followers deliver of earlier epochs",
  cites: ["published.zab-primary-integrity"],
  each: pairsOf,
  broken(state, { one: leader, other: follower }) {
    const [a, b] = [serverIn(state, leader), serverIn(state, follower)]
    const areTogether =
      a.state === "LEADING" &&
      b.state === "FOLLOWING" &&
      a.zabState === "BROADCAST" &&
      b.zabState === "BROADCAST" &&
      b.connectInfo === leader &&
      a.learners.includes(follower)
    if (!areTogether) return null
    const delivered = deliveredBy(state, leader)
    const missing = deliveredBy(state, follower).find(
      (txn) => epochOf(txn.zxid) < a.currentEpoch && placeOf(delivered, txn) < 0,
    )
    return missing === undefined ? null : { leader, follower, zxid: missing.zxid }
  },
})
