import { alwaysNext, type Where } from "../../src/engine/property.ts"
import { areEnough, ensembleSize, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
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
    "quorum.hierarchical",
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
    const voters = [id, ...followersOf(after, id)]
    if (!areEnough(after.servers, "majority", (one) => voters.includes(one)))
      return { what: "a minority elects", leader: id, voters: voters.length }
  }
  return null
}

/** Another leader of an epoch: message by message it is remembered, otherwise it is one whose number somebody has accepted already. */
function rivalOf(before: ZooKeeperState, after: ZooKeeperState, leader: number, epoch: number): number | undefined {
  if (after.peers[leader] !== undefined) return after.history.quorum.leaders[epoch]?.find((other) => other !== leader)
  const rival = Object.entries(before.servers).find(([, { acceptedEpoch }]) => acceptedEpoch >= epoch)
  return rival === undefined ? undefined : Number(rival[0])
}

/** The followers that made a leader: who has acknowledged it, or, where that is one step, who follows. */
function followersOf({ servers, peers }: ZooKeeperState, leader: number): readonly number[] {
  const learners = peers[leader]?.learners
  const size = ensembleSize(servers)
  const made = (id: number): boolean =>
    learners === undefined
      ? servers[id]?.up === true && servers[id].leader === leader
      : learners[id]?.hasAcknowledged === true
  return Object.keys(servers)
    .map(Number)
    .filter((id) => id <= size && made(id))
}

function badCommit(before: ZooKeeperState, after: ZooKeeperState): Where | null {
  for (const { zxid, holders } of newlyCommitted(before, after))
    if (!areEnough(after.servers, "majority", (id) => holders.includes(id)))
      return { what: "a minority commits", zxid, holders: holders.length }
  return null
}
