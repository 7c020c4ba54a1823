import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import type { BrokerId } from "../../src/model/kafka/index.ts"
import { copyOf, deletedBelow, promisedBelow, type Stored, storedPartitions } from "./stored.ts"

/** The first acknowledged record that a broker does not hold, of a partition as stored. */
function missing(state: ClusterState, stored: Stored, broker: BrokerId) {
  const acknowledged = state.history.acknowledged[stored.partition]
  if (acknowledged === undefined) return null
  const end = promisedBelow(state, stored)
  const kept = deletedBelow(state, stored)
  const log = copyOf(state, stored, broker)?.log
  const lost = acknowledged.find(
    ({ topicId, offset, value }) =>
      topicId === stored.topicId && offset >= kept && offset < end && log?.[offset]?.value !== value,
  )
  return lost === undefined ? null : { partition: stored.partition, offset: lost.offset, record: lost.value, broker }
}

/** What acks=all is for. Losses of disks by members of the ISR are beyond it in ZooKeeper mode (KIP-966). */
export const acknowledgedRecordsSurvive = always<ClusterState>({
  name: "acknowledged-records-survive",
  says: "A record acknowledged with acks=all is in the log of every later leader",
  cites: ["kafka.truncation", "kafka.high-watermark", "kafka.leader-election", "kafka.isr-expansion", "kafka.restart"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      const where = stored.leader === null ? null : missing(state, stored, stored.leader)
      if (where !== null) return { ...where, leaderEpoch: stored.leaderEpoch }
    }
    return null
  },
})

/**
 * Whoever is in the ISR may be elected next, so it must hold what was acknowledged even before it is. A broker that is none of the
 * replicas may not: one that was to be added can join the ISR just when that is cancelled and its copy deleted.
 */
export const inSyncReplicasHoldAcknowledgedRecords = always<ClusterState>({
  name: "in-sync-replicas-hold-acknowledged-records",
  says: "Every member of the ISR, since it may lead next, holds every record acknowledged with acks=all",
  cites: ["kafka.truncation", "kafka.high-watermark", "kafka.isr-expansion"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      for (const broker of stored.isr.filter((member) => stored.replicas.includes(member))) {
        const where = missing(state, stored, broker)
        if (where !== null) return { ...where, isr: stored.isr }
      }
    }
    return null
  },
})
