import { QuorateError } from "../../errors.ts"

/**
 * The least number of voters that is more than half of them: any two such sets share a voter, which is why
 * what one quorum decided the next one cannot miss.
 *
 * `QuorumMaj` of ZooKeeper: `half = votingMembers.size() / 2`, and a set is a quorum when `ackSet.size() > half`
 * (zookeeper-server, `org/apache/zookeeper/server/quorum/flexible/QuorumMaj.java`).
 */
export function majority(voters: number): number {
  return Math.floor(counted(voters) / 2) + 1
}

/** How many voters may fail while a majority of all is left: `n` minus a majority. */
export function tolerated(voters: number): number {
  return voters - majority(voters)
}

/** Whether the members that are voters make up a majority; others and repetitions do not count. */
export function isQuorum<Id>(members: Iterable<Id>, voters: readonly Id[]): boolean {
  const present = new Set(members)
  return voters.filter((voter) => present.has(voter)).length >= majority(voters.length)
}

/** The fewest voters that two quorums of this size share; majorities share at least one. */
export function overlap(voters: number, size = majority(voters)): number {
  return Math.max(0, 2 * size - counted(voters))
}

function counted(voters: number): number {
  if (Number.isSafeInteger(voters) && voters >= 1) return voters
  throw new QuorateError("USAGE", `expected a whole number of voters, at least 1, found ${voters}`)
}
