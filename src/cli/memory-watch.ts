import { totalmem } from "node:os"
import { getHeapStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { Io } from "./io.ts"

/** Of the memory that there is; beyond it a machine swaps, or a collector works more than we do, and then dies. */
const fullAt = 0.85
/** Seconds between two looks at the memory, which are not free, and between two collections, which are dear. */
const lookEvery = 0.02
const collectEvery = 2
/** From this part of the limit on it is worth finding out how much of what is used is garbage. */
const collectAt = 0.9

/** Tells how much memory the process uses, as the operating system sees it, and how much it may use at most. */
export function newMemoryWatch(now: () => number): Io["memory"] {
  const limit = totalmem() * fullAt
  let used = 0
  let lookedAt = Number.NEGATIVE_INFINITY
  let collectedAt = Number.NEGATIVE_INFINITY

  function look(): void {
    const { used_heap_size: heap, heap_size_limit: heapLimit } = getHeapStatistics()
    used = heap >= heapLimit * fullAt ? Number.POSITIVE_INFINITY : process.memoryUsage.rss()
    lookedAt = now()
  }

  return (most = limit) => {
    const wanted = Math.min(limit, most)
    if (now() - lookedAt >= lookEvery) look()
    if (used >= wanted * collectAt && now() - collectedAt >= collectEvery) {
      collectGarbage()
      look()
      collectedAt = now()
    }
    return { used, limit: wanted }
  }
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc")
  const collect: unknown = runInNewContext("globalThis.gc")
  if (typeof collect === "function") collect()
}
