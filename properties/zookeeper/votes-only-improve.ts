import { alwaysNext } from "../../src/engine/property.ts"
import type { Vote, ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Why a round comes to an end: there are as many votes as servers, and none comes back. Judged by the order itself, whatever servers go by. */
export const votesOnlyImprove = alwaysNext<ZooKeeperState>({
  name: "votes-only-improve",
  says: "Within a round a server gives its vote up only for one of a later epoch, a later transaction or a larger number",
  cites: ["zookeeper.election-order", "zookeeper.election-rounds"],
  broken: (before, after) => {
    if (before.peers === after.peers) return null
    for (const [key, { state, election }] of Object.entries(after.peers)) {
      const earlier = before.peers[Number(key)]
      if (state !== "looking" || earlier?.state !== "looking" || earlier.election.round !== election.round) continue
      const from = earlier.election.vote
      const to = election.vote
      if (from !== null && to !== null && isBehind(to, from))
        return { server: Number(key), round: election.round, from, to }
    }
    return null
  },
})

function isBehind(to: Vote, from: Vote): boolean {
  if (to.epoch !== from.epoch) return to.epoch < from.epoch
  return to.zxid === from.zxid ? to.leader < from.leader : to.zxid < from.zxid
}
