import { alwaysNext, type Where } from "../../src/engine/property.ts"
import { majority } from "../../src/model/quorum/index.ts"
import { ensembleSize, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { newlyCommitted } from "./committed.ts"

/**
 * Told from the step alone, without a memory of who ever led: who promised itself to an epoch remembers
 * it on disk, so a second leader of that epoch is one whose number somebody else has accepted already.
 */
export const noSplitBrainInZooKeeper = alwaysNext<ZooKeeperState>({
  name: "no-split-brain-in-zookeeper",
  says: "An epoch of ZooKeeper has at most one leader, and less than a majority neither elects nor commits",
  cites: [
    "zookeeper.election-majority",
    "zookeeper.epoch-choice",
    "zookeeper.write-majority",
    "quorum.majority",
    "quorum.intersection",
  ],
  broken: (before, after) => {
    if (before.servers === after.servers) return null
    return badElection(before, after) ?? badCommit(before, after)
  },
})

function badElection(before: ZooKeeperState, after: ZooKeeperState): Where | null {
  for (const [key, server] of Object.entries(after.servers)) {
    const id = Number(key)
    if (server.role !== "leading" || before.servers[id]?.role === "leading") continue
    const epoch = server.currentEpoch
    const rival = Object.keys(before.servers).find(
      (other) => (before.servers[Number(other)]?.acceptedEpoch ?? 0) >= epoch,
    )
    if (rival !== undefined) return { what: "two leaders in an epoch", leader: id, epoch, rival: Number(rival) }
    const voters = 1 + Object.values(after.servers).filter(({ up, leader }) => up && leader === id).length
    if (voters < majority(ensembleSize(after.servers))) return { what: "a minority elects", leader: id, voters }
  }
  return null
}

function badCommit(before: ZooKeeperState, after: ZooKeeperState): Where | null {
  for (const { zxid, holders } of newlyCommitted(before, after))
    if (holders < majority(ensembleSize(after.servers))) return { what: "a minority commits", zxid, holders }
  return null
}
