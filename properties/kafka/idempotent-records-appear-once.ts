import { always, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import type { Entry } from "../../src/model/kafka/index.ts"
import { copyOf, isUnpromised, type Stored, storedPartitions } from "./stored.ts"

/** However often a producer sends a record, for want of an answer, it is read once. Judged in the log of whoever leads. */
export const idempotentRecordsAppearOnce = always<ClusterState>({
  name: "idempotent-records-appear-once",
  says: "Below the high watermark of a leader no record stands twice, and those of an idempotent producer stand in the order in which it sent them",
  cites: ["kafka.producer-sequence", "kafka.produce-retry"],
  broken(state) {
    for (const stored of storedPartitions(state)) {
      if (isUnpromised(state, stored)) continue
      const where = inLeaders(state, stored)
      if (where !== null) return where
    }
    return null
  },
})

function inLeaders(state: ClusterState, stored: Stored): Where | null {
  for (const broker of stored.replicas) {
    const replica = copyOf(state, stored, broker)
    if (!replica?.leadership || replica.highWatermark < 2) continue
    const where = repeatedOrTurned(replica.log, replica.highWatermark)
    if (where !== null) return { partition: stored.partition, broker, ...where }
  }
  return null
}

/** The first record that stands at two offsets, or that stands after a later one of the same idempotent producer. */
function repeatedOrTurned(log: readonly (Entry | null)[], end: number): Where | null {
  for (let offset = 1; offset < end; offset += 1) {
    const { value, producer } = log[offset] ?? {}
    if (value === undefined) continue
    for (let before = 0; before < offset; before += 1) {
      const earlier = log[before]
      if (earlier?.value === value) return { record: value, offsets: [before, offset] }
      if (producer === undefined || earlier?.producer?.id !== producer.id) continue
      if (earlier.value > value) return { record: value, offset, after: earlier.value }
    }
  }
  return null
}
