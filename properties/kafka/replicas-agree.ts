import { always, alwaysNext } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import type { BrokerId, Replica } from "../../src/model/kafka/index.ts"
import { copyOf, isRewritten, promisedBelow, type Stored, storedPartitions } from "./stored.ts"

/**
 * Below the high watermark of both, two replicas have the same records, appended in the same epochs. From where a member of
 * the ISR came back without data, which is beyond what is promised, they may differ for a while: leader epochs mend that, so
 * that a follower whose fetch the leader has taken agrees with it up to there. Unless a leader writes on in an epoch of
 * which it has lost records: nothing tells the new ones from those.
 */
export const replicasAgree = always<ClusterState>({
  name: "replicas-agree",
  says: "Replicas of a partition agree on every record below their high watermarks",
  cites: ["kafka.truncation", "kafka.fetch-response", "kafka.end-offset-for-epoch", "kafka.restart"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      if (stored.isDoomed) continue
      const copies = stored.replicas.flatMap((broker) => {
        const replica = copyOf(state, stored, broker)
        return replica ? [{ broker, replica }] : []
      })
      for (const [index, a] of copies.entries()) {
        for (const b of copies.slice(index + 1)) {
          const offset = disagreement(a.replica, b.replica, agreedBelow(state, stored, a, b))
          if (offset === null) continue
          return {
            partition: stored.partition,
            offset,
            [`broker${a.broker}`]: a.replica.log[offset] ?? null,
            [`broker${b.broker}`]: b.replica.log[offset] ?? null,
          }
        }
      }
    }
    return null
  },
})

interface Copy {
  readonly broker: BrokerId
  readonly replica: Replica
}

/** The offset below which two replicas must agree, as far as their high watermarks go. */
function agreedBelow(state: ClusterState, stored: Stored, a: Copy, b: Copy): number {
  const promised = promisedBelow(state, stored)
  if (promised === Number.POSITIVE_INFINITY || isRewritten(state, stored)) return promised
  return Math.max(promised, fetchedBelow(a.replica, b), fetchedBelow(b.replica, a))
}

/** The offset that a leader has taken a fetch of a follower from, if both are in the same epoch. */
const fetchedBelow = ({ leadership, leaderEpoch }: Replica, { broker, replica }: Copy): number =>
  leaderEpoch === replica.leaderEpoch ? (leadership?.followers[broker] ?? 0) : 0

/** The first offset at which two replicas have different records, below a limit and both their high watermarks. */
function disagreement(a: Replica, b: Replica, limit: number): number | null {
  const end = Math.min(a.highWatermark, b.highWatermark, limit)
  for (let offset = Math.max(a.logStart, b.logStart); offset < end; offset += 1) {
    const [x, y] = [a.log[offset], b.log[offset]]
    if (x?.value !== y?.value || x?.epoch !== y?.epoch) return offset
  }
  return null
}

/** Followers may be told of a lower one; a leader never goes back on its own. */
export const highWatermarkNeverFalls = alwaysNext<ClusterState>({
  name: "high-watermark-never-falls",
  says: "The high watermark of a leader never falls within its reign, and never passes the end of its log",
  cites: ["kafka.high-watermark"],
  broken(before, after) {
    if (before.replicas === after.replicas) return null
    for (const name in after.replicas) {
      const [was, is] = [before.replicas[name], after.replicas[name]]
      if (was === is || !is?.leadership) continue
      if (is.highWatermark > is.log.length)
        return { replica: name, highWatermark: is.highWatermark, logEnd: is.log.length }
      if (!was?.leadership || was.leaderEpoch !== is.leaderEpoch || was.topicId !== is.topicId) continue
      if (is.highWatermark < was.highWatermark)
        return { replica: name, highWatermark: is.highWatermark, before: was.highWatermark }
    }
    return null
  },
})
