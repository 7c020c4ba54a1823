import type { Where } from "../../src/engine/index.ts"
import { isSameEntry, type PublishedState, replicaIn } from "../../src/model/kafka/published/index.ts"

/**
 * Where a replica that takes itself for the leader has a record below its high watermark that a member of an ISR does not
 * have at the same offset; null where there is no such place.
 */
export function unreplicated(
  state: PublishedState,
  leader: number,
  isrOf: (state: PublishedState) => readonly number[],
): Where | null {
  return replicaIn(state, leader).leader === leader ? missingIn(state, leader, isrOf(state)) : null
}

/** All replicas, each of which may take itself for the leader. */
export const replicasOf = ({ replicas }: PublishedState): readonly number[] => Object.keys(replicas).map(Number)

function missingIn(state: PublishedState, leader: number, isr: readonly number[]): Where | null {
  const { highWatermark, log } = replicaIn(state, leader)
  if (highWatermark === 0) return null
  for (const replica of isr) {
    const other = replicaIn(state, replica).log
    for (let offset = 0; offset < highWatermark; offset += 1) {
      const [ours, theirs] = [log[offset], other[offset]]
      if (!isSameEntry(ours, theirs))
        return { leader, highWatermark, replica, offset, leaderHas: ours ?? null, replicaHas: theirs ?? null }
    }
  }
  return null
}
