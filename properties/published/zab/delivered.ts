import {
  isSameTxn,
  type ServerId,
  serverIn,
  type Txn,
  type ZabState,
} from "../../../src/model/zookeeper/published/index.ts"

/** What a server has delivered: its history as far as it knows that to be committed. */
export function deliveredBy(state: ZabState, server: ServerId): readonly Txn[] {
  const { history, lastCommitted } = serverIn(state, server)
  return history.slice(0, Math.max(0, lastCommitted.index))
}

/** Where a transaction is in what was delivered, from 0 on; -1 where it is not. */
export const placeOf = (delivered: readonly Txn[], txn: Pick<Txn, "zxid" | "value">): number =>
  delivered.findIndex((other) => isSameTxn(other, txn))

/** Whether one transaction was delivered before another; both may be missing. */
export function isBefore(
  delivered: readonly Txn[],
  first: Pick<Txn, "zxid" | "value">,
  second: Pick<Txn, "zxid" | "value">,
): boolean {
  const place = placeOf(delivered, first)
  return place >= 0 && delivered.some((txn, index) => index > place && isSameTxn(txn, second))
}

/** All servers. */
export const serversOf = ({ servers }: ZabState): readonly ServerId[] => Object.keys(servers).map(Number)

export interface Two {
  readonly one: ServerId
  readonly other: ServerId
}

/** Every two different servers, in both orders. */
export const pairsOf = (state: ZabState): readonly Two[] =>
  serversOf(state).flatMap((one) =>
    serversOf(state)
      .filter((other) => other !== one)
      .map((other) => ({ one, other })),
  )

/** Every two different servers, in one order only. */
export const unorderedPairsOf = (state: ZabState): readonly Two[] =>
  pairsOf(state).filter(({ one, other }) => one < other)
