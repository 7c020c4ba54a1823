/**
 * The high watermark of a leader: the smallest log end among itself and the followers it waits for, and
 * never below what it was. A follower whose log end is not known yet (null) holds it where it is.
 * Source: Partition.maybeIncrementLeaderHW.
 */
export function advancedHighWatermark(current: number, logEnd: number, followers: readonly (number | null)[]): number {
  if (followers.includes(null)) return current
  return Math.max(current, Math.min(logEnd, ...(followers as readonly number[])))
}
