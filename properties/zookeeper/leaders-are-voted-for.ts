import type { Step } from "../../src/engine/model.ts"
import { alwaysNext } from "../../src/engine/property.ts"
import { areEnough, type Heard, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { toldWith } from "./told.ts"

/**
 * Judged where votes are told one by one. What they agree on later is safe whoever leads, so this is about being elected, not
 * about what is elected: a leader that nobody votes for keeps its ensemble waiting. A vote may be one of an earlier round, as
 * those of servers that follow are compared without it.
 */
export const leadersAreVotedFor = alwaysNext<ZooKeeperState>({
  name: "leaders-are-voted-for",
  says: "Whoever comes to lead has heard that a majority votes for it, and goes back to no earlier round",
  cites: [
    "zookeeper.election-majority",
    "zookeeper.election-end",
    "zookeeper.leader-round",
    "zookeeper.election-rounds",
  ],
  broken: (before, after, step) => {
    if (before.peers === after.peers || isOracles(step)) return null
    for (const [key, { state, election }] of Object.entries(after.peers)) {
      const leader = Number(key)
      const earlier = before.peers[leader]
      if (state !== "leading" || earlier?.state !== "looking") continue
      if (election.round < earlier.election.round) return { what: "back", leader, round: election.round }
      const votes = heardBy(before, leader, step).filter(([, { vote }]) => vote.leader === leader)
      const voters = new Set(votes.map(([from]) => from))
      if (!areEnough(after.servers, "majority", (id) => voters.has(id)))
        return { what: "a minority", leader, round: election.round, voters: voters.size }
    }
    return null
  },
})

const isOracles = ({ action }: Step): boolean => action === "ElectZooKeeperLeader"

/** All that a server has heard when it takes a step: also what it is told just then. */
function heardBy(before: ZooKeeperState, id: number, step: Step): (readonly [from: number, Heard])[] {
  const { received, outOfElection } = before.peers[id]?.election ?? { received: {}, outOfElection: {} }
  const heard = [...Object.entries(received), ...Object.entries(outOfElection)].map(
    ([from, one]) => [Number(from), one] as const,
  )
  const told = toldWith(before, step)
  return told?.to === id ? [...heard, [told.from, told]] : heard
}
