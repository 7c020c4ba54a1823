import { alwaysNext, type Where } from "../../src/engine/property.ts"
import { majority } from "../../src/model/quorum/index.ts"
import { ensembleSize, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { isBesideCommits, newlyCommitted } from "./committed.ts"

/**
 * Where an election is one step it is told from the step alone, without a memory of who ever led: who promised itself to an
 * epoch remembers it on disk, so a second leader of that epoch is one whose number somebody else has accepted already.
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
    if (isBesideCommits(before, after)) return null
    return badElection(before, after) ?? badCommit(before, after)
  },
})

function badElection(before: ZooKeeperState, after: ZooKeeperState): Where | null {
  for (const [key, server] of Object.entries(after.servers)) {
    const id = Number(key)
    if (server.role !== "leading" || before.servers[id]?.role === "leading") continue
    const epoch = server.currentEpoch
    const rival = rivalOf(before, after, id, epoch)
    if (rival !== undefined) return { what: "two leaders in an epoch", leader: id, epoch, rival }
    const voters = 1 + followersOf(after, id)
    if (voters < majority(ensembleSize(after.servers))) return { what: "a minority elects", leader: id, voters }
  }
  return null
}

/** Another leader of an epoch: message by message it is remembered, otherwise it is one whose number somebody has accepted already. */
function rivalOf(before: ZooKeeperState, after: ZooKeeperState, leader: number, epoch: number): number | undefined {
  if (after.peers[leader] !== undefined) return after.history.quorum.leaders[epoch]?.find((other) => other !== leader)
  const rival = Object.entries(before.servers).find(([, { acceptedEpoch }]) => acceptedEpoch >= epoch)
  return rival === undefined ? undefined : Number(rival[0])
}

/** How many followers made a leader: who has acknowledged it, or, where that is one step, who follows. */
function followersOf({ servers, peers }: ZooKeeperState, leader: number): number {
  const learners = peers[leader]?.learners
  if (learners === undefined) return Object.values(servers).filter((one) => one.up && one.leader === leader).length
  const size = ensembleSize(servers)
  return Object.entries(learners).filter(([id, { hasAcknowledged }]) => hasAcknowledged && Number(id) <= size).length
}

function badCommit(before: ZooKeeperState, after: ZooKeeperState): Where | null {
  for (const { zxid, holders } of newlyCommitted(before, after))
    if (holders < majority(ensembleSize(after.servers))) return { what: "a minority commits", zxid, holders }
  return null
}
