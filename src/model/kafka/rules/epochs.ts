import type { EpochEnd } from "../messages.ts"
import type { Entry, EpochStart } from "../state.ts"

/**
 * Where an epoch ends in a log, as a leader answers a follower: the largest epoch it knows that is not
 * above the one asked for, and the offset at which that one ends. Null where it cannot tell: the log
 * has no epochs, or all are older than the one asked for.
 * Source: LeaderEpochFileCache.endOffsetFor; KAFKA-6857, KAFKA-7415.
 */
export function endOffsetForEpoch(epochs: readonly EpochStart[], logEnd: number, epoch: number): EpochEnd | null {
  const latest = epochs.at(-1)
  if (latest === undefined || latest.epoch < epoch) return null
  if (latest.epoch === epoch) return { epoch, endOffset: logEnd }
  const above = epochs.findIndex((start) => start.epoch > epoch)
  const higher = epochs[above]
  if (higher === undefined) return null
  return { epoch: epochs[above - 1]?.epoch ?? epoch, endOffset: higher.startOffset }
}

/** The epochs of a log after it was cut at an offset: those that began before it (LeaderEpochFileCache.truncateFromEnd). */
export const epochsBefore = (epochs: readonly EpochStart[], offset: number): EpochStart[] =>
  epochs.filter(({ startOffset }) => startOffset < offset)

/** The epochs of a log that begins at an offset: the last one that began before it begins there (LeaderEpochFileCache.truncateFromStart). */
export function epochsFrom(epochs: readonly EpochStart[], offset: number): EpochStart[] {
  const before = epochs.filter((start) => start.startOffset <= offset)
  const first = before.at(-1)
  const after = epochs.slice(before.length)
  return first === undefined ? after : [{ epoch: first.epoch, startOffset: offset }, ...after]
}

/** The epochs of a log once an epoch begins at an offset; entries that contradict it go (LeaderEpochFileCache.assign). */
export function epochsWith(epochs: readonly EpochStart[], epoch: number, startOffset: number): EpochStart[] {
  if (epochs.at(-1)?.epoch === epoch) return [...epochs]
  return [...epochs.filter((start) => start.epoch < epoch && start.startOffset < startOffset), { epoch, startOffset }]
}

/** The epochs of a log as its records tell them, from the start of the log on (LogSegment.recover). */
export function epochsOf(log: readonly (Entry | null)[]): EpochStart[] {
  const found: EpochStart[] = []
  for (const [startOffset, entry] of log.entries())
    if (entry !== null && entry.epoch > (found.at(-1)?.epoch ?? -1)) found.push({ epoch: entry.epoch, startOffset })
  return found
}

/**
 * Where a follower truncates on being told where an epoch ends at the leader, given where that one ends for itself, and whether it can fetch
 * after that or has to ask again, because the leader's epoch is one it has never seen (KIP-279).
 * Source: AbstractFetcherThread.getOffsetTruncationState.
 */
export function truncationPoint(
  own: { readonly end: EpochEnd | null; readonly logEnd: number },
  leader: EpochEnd,
): { readonly offset: number; readonly complete: boolean } {
  const { end, logEnd } = own
  if (end === null) return { offset: Math.min(leader.endOffset, logEnd), complete: true }
  if (end.epoch !== leader.epoch) return { offset: Math.min(end.endOffset, logEnd), complete: false }
  return { offset: Math.min(end.endOffset, leader.endOffset, logEnd), complete: true }
}
