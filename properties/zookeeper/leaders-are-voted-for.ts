import type { Step } from "../../src/engine/model.ts"
import { alwaysNext } from "../../src/engine/property.ts"
import { areEnough, type Heard, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/**
 * Judged where votes are told one by one. What they agree on later is safe whoever leads, so this is about being elected, not
 * about what is elected: a leader that nobody votes for keeps its ensemble waiting.
 */
export const leadersAreVotedFor = alwaysNext<ZooKeeperState>({
  name: "leaders-are-voted-for",
  says: "Whoever comes to lead has heard that a majority votes for it, in the round that it is in",
  cites: [
    "zookeeper.election-majority",
    "zookeeper.election-end",
    "zookeeper.leader-round",
    "zookeeper.election-rounds",
  ],
  broken: (before, after, step) => {
    if (before.peers === after.peers || isOracles(step)) return null
    for (const [key, { state }] of Object.entries(after.peers)) {
      const leader = Number(key)
      const election = before.peers[leader]?.election
      if (state !== "leading" || election === undefined || before.peers[leader]?.state === "leading") continue
      const { round } = election
      const votes = heardBy(before, leader, step).filter(([, heard]) => heard.round === round)
      const voters = new Set(votes.filter(([, { vote }]) => vote.leader === leader).map(([from]) => from))
      if (!areEnough(after.servers, "majority", (id) => voters.has(id))) return { leader, round, votes: voters.size }
    }
    return null
  },
})

const isOracles = ({ action }: Step): boolean => action === "ElectZooKeeperLeader"

/** All that a server has heard when it takes a step: also what it is told just then. */
function heardBy(before: ZooKeeperState, id: number, { action, choice }: Step): (readonly [from: number, Heard])[] {
  const { received, outOfElection } = before.peers[id]?.election ?? { received: {}, outOfElection: {} }
  const heard = [...Object.entries(received), ...Object.entries(outOfElection)].map(
    ([from, one]) => [Number(from), one] as const,
  )
  const { from } = choice as { readonly from?: number }
  const told = action === "HandleNotification" ? before.electionChannels[`zk${from}>zk${id}`]?.[0] : undefined
  return from === undefined || told?.vote == null ? heard : [...heard, [from, { ...told, vote: told.vote }]]
}
