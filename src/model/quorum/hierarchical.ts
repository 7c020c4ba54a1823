/** A voter in a group, with its weight there. */
export interface WeighedVoter<Id> {
  readonly id: Id
  readonly group: number
  readonly weight: number
}

/** How much of a whole is enough: more than half of it, or, wrong, half of it. */
export type Share = "majority" | "half"

const isEnough = (part: number, whole: number, share: Share): boolean =>
  whole > 0 && (share === "majority" ? 2 * part > whole : 2 * part >= whole)

/**
 * Whether the members have enough of the weight in enough of the groups that have any; others, and repetitions, do not
 * count. By majorities any two such sets share a voter: they share a group in which both have more than half of the weight.
 *
 * `QuorumHierarchical.containsQuorum` of ZooKeeper (zookeeper-server,
 * `org/apache/zookeeper/server/quorum/flexible/QuorumHierarchical.java`), where a half is rounded down and then exceeded.
 */
export function isHierarchicalQuorum<Id>(
  members: Iterable<Id>,
  voters: readonly WeighedVoter<Id>[],
  share: Share = "majority",
): boolean {
  const present = new Set(members)
  const groups = new Map<number, { whole: number; part: number }>()
  for (const { id, group, weight } of voters) {
    const { whole, part } = groups.get(group) ?? { whole: 0, part: 0 }
    groups.set(group, { whole: whole + weight, part: part + (present.has(id) ? weight : 0) })
  }
  const weighed = [...groups.values()].filter(({ whole }) => whole > 0)
  return isEnough(weighed.filter(({ whole, part }) => isEnough(part, whole, share)).length, weighed.length, share)
}
