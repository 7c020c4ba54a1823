import { holds, type ZooKeeperState, type Zxid } from "../../src/model/zookeeper/index.ts"

/** What a step has committed, and how many servers have it on disk after the step. */
export function newlyCommitted(
  before: ZooKeeperState,
  after: ZooKeeperState,
): readonly { readonly zxid: Zxid; readonly holders: number }[] {
  if (before.history.zkCommitted === after.history.zkCommitted) return []
  return after.history.zkCommitted
    .filter((zxid) => !before.history.zkCommitted.includes(zxid))
    .map((zxid) => ({ zxid, holders: Object.values(after.servers).filter((server) => holds(server, zxid)).length }))
}
