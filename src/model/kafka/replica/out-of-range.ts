import type { Draft } from "immer"
import type { KafkaConfig } from "../config.ts"
import type { LogRange } from "../messages.ts"
import type { Replica } from "../state.ts"
import { logEnd, restartLogAt, truncate } from "./log.ts"

/**
 * What a follower does on hearing where the leader's log begins and ends, after its offset was out of range. A log that is
 * longer than the leader's is cut to that one's end. Otherwise the leader may have appended since, so that the offset is in
 * range by now, or it may have deleted what the follower lacks (AbstractFetcherThread.fetchOffsetAndTruncate, KAFKA-2143).
 */
export function resetToRange(rules: KafkaConfig, replica: Draft<Replica>, leader: LogRange): void {
  if (leader.logEnd < logEnd(replica)) truncate(rules, replica, leader.logEnd)
  else if (rules.outOfRange === "startsOver" || leader.logStart > logEnd(replica))
    restartLogAt(rules, replica, leader.logStart)
}
