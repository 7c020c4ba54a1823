import { always, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import type { BrokerId } from "../../src/model/kafka/index.ts"
import { copyOf, type Stored, storedPartitions, upBrokers } from "./stored.ts"

/** Two brokers may both believe to lead, but in different epochs, and whoever leads in the stored epoch is the stored leader. */
export const oneLeaderPerEpoch = always<ClusterState>({
  name: "one-leader-per-epoch",
  says: "A partition has at most one leader in a leader epoch",
  cites: ["kafka.leader-and-isr", "kafka.become-leader", "kafka.leader-election"],
  broken(state) {
    const up = upBrokers(state)
    for (const stored of storedPartitions(state)) {
      const where = secondLeader(state, stored, up)
      if (where !== null) return where
    }
    return null
  },
})

function secondLeader(state: ClusterState, stored: Stored, up: readonly BrokerId[]): Where | null {
  const reigns = new Map<number, number>(stored.leader === null ? [] : [[stored.leaderEpoch, stored.leader]])
  for (const broker of up) {
    const replica = copyOf(state, stored, broker)
    if (!replica?.leadership) continue
    const other = reigns.get(replica.leaderEpoch) ?? broker
    if (other !== broker)
      return { partition: stored.partition, leaderEpoch: replica.leaderEpoch, leaders: [other, broker] }
    reigns.set(replica.leaderEpoch, broker)
  }
  return null
}
