import { always, alwaysNext } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { copyOf, isUnpromised, storedPartitions } from "./stored.ts"

/** Below the high watermark of both, two replicas have the same records, appended in the same epochs. */
export const replicasAgree = always<ClusterState>({
  name: "replicas-agree",
  says: "Replicas of a partition agree on every record below their high watermarks",
  cites: ["kafka.truncation", "kafka.fetch-response", "kafka.end-offset-for-epoch"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      if (isUnpromised(state, stored)) continue
      const copies = stored.replicas.flatMap((broker) => {
        const replica = copyOf(state, stored, broker)
        return replica ? [{ broker, replica }] : []
      })
      for (const [index, a] of copies.entries()) {
        for (const b of copies.slice(index + 1)) {
          const common = Math.min(a.replica.highWatermark, b.replica.highWatermark)
          for (let offset = Math.max(a.replica.logStart, b.replica.logStart); offset < common; offset += 1) {
            const [x, y] = [a.replica.log[offset], b.replica.log[offset]]
            if (x?.value === y?.value && x?.epoch === y?.epoch) continue
            return {
              partition: stored.partition,
              offset,
              [`broker${a.broker}`]: x ?? null,
              [`broker${b.broker}`]: y ?? null,
            }
          }
        }
      }
    }
    return null
  },
})

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
