import { sameData } from "../../src/engine/data.ts"
import { always, type Where } from "../../src/engine/property.ts"
import { counterOf, isServing, type Server, type Txn, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/**
 * Two servers may be at different places in the same history, never in different histories; and atomicity, since a server
 * that has a part of a transaction, such as a multi, has another tree than the others (ZOOKEEPER-3127). One in the middle of a
 * transaction is left out: nobody can read there.
 */
export const serversAgree = always<ZooKeeperState>({
  name: "servers-agree",
  says: "Servers that serve have applied the same transactions in the same order, some of them fewer",
  cites: [
    "zookeeper.commit-order",
    "zookeeper.apply",
    "zookeeper.transaction-content",
    "zookeeper.zxid",
    "zookeeper.grains",
  ],
  broken: ({ servers, peers }) => {
    const serving = Object.entries(servers).filter(
      ([id, server]) => isServing(server) && (peers[Number(id)]?.partsApplied ?? 0) === 0,
    )
    for (const [a, server] of serving)
      for (const [b, other] of serving) {
        const where = a < b ? disagreement(server, other, peers[Number(b)]?.logQueue ?? []) : null
        if (where !== null) return { ...where, servers: [Number(a), Number(b)] }
      }
    return null
  },
})

/** What is about to be written to a log counts as in it: it may have been applied already. */
function disagreement(a: Server, b: Server, aboutToLog: readonly Txn[]): Where | null {
  for (const txn of a.log) {
    const other = [...b.log, ...aboutToLog].find(({ zxid }) => zxid === txn.zxid)
    if (other !== undefined && !sameData(txn, other)) return { what: "one zxid, two transactions", zxid: txn.zxid }
    const isApplied = txn.zxid <= a.lastProcessed && txn.zxid <= b.lastProcessed
    if (other === undefined && isApplied && txn.zxid > b.snapshotZxid)
      return { what: "a transaction is missing", zxid: txn.zxid }
  }
  const isSamePlace = a.lastProcessed === b.lastProcessed && counterOf(a.lastProcessed) !== 0
  return isSamePlace && !sameData(a.tree, b.tree) ? { what: "one zxid, two trees", zxid: a.lastProcessed } : null
}
