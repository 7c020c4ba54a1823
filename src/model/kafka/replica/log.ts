import type { Draft } from "immer"
import type { KafkaConfig } from "../config.ts"
import type { EpochEnd } from "../messages.ts"
import { endOffsetForEpoch, epochsBefore, epochsFrom, epochsOf, epochsWith } from "../rules/epochs.ts"
import type { Entry, Replica } from "../state.ts"

/** The offset that the next record gets. */
export const logEnd = ({ log }: { readonly log: readonly unknown[] }): number => log.length

/** Where an epoch ends in the log of a replica. One below the first that it knows ends where that begins; until KAFKA-7415 it could not tell. */
export function epochEnd(
  { epochStart }: Pick<KafkaConfig, "epochStart">,
  { epochs, log }: Pick<Replica, "epochs" | "log">,
  epoch: number,
): EpochEnd | null {
  const first = epochs[0]
  if (epochStart === "onFirstAppend" && first !== undefined && epoch < first.epoch) return null
  return endOffsetForEpoch(epochs, log.length, epoch)
}

/** Appends a record and, where its epoch is new to the log, the start of that epoch. */
export function append(replica: Draft<Replica>, entry: Entry): void {
  replica.epochs = epochsWith(replica.epochs, entry.epoch, logEnd(replica))
  const { epoch, value, producer } = entry
  replica.log.push(producer === undefined ? { epoch, value } : { epoch, value, producer: { ...producer } })
}

/** Cuts a log at an offset; the high watermark comes down with it (UnifiedLog.truncateTo). */
export function cut(replica: { readonly log: unknown[]; highWatermark: number }, offset: number): void {
  replica.log.length = Math.min(replica.log.length, offset)
  replica.highWatermark = Math.min(replica.highWatermark, offset)
}

/** Cuts a log together with its epochs, those included that began at its end and hold nothing (KAFKA-10706); one that is cut below its start begins where it is cut. */
export function truncate(
  { emptyEpochs }: Pick<KafkaConfig, "emptyEpochs">,
  replica: Draft<Replica>,
  offset: number,
): void {
  const end = Math.min(offset, logEnd(replica))
  if (end < logEnd(replica) || emptyEpochs === "cut") replica.epochs = epochsBefore(replica.epochs, end)
  cut(replica, end)
  replica.logStart = Math.min(replica.logStart, end)
}

/** Lets go of the records below an offset, which is at or below the log end (UnifiedLog.maybeIncrementLogStartOffset). */
export function startLogAt(replica: Draft<Replica>, offset: number): void {
  if (offset <= replica.logStart) return
  replica.log.fill(null, replica.logStart, offset)
  replica.logStart = offset
  replica.epochs = epochsFrom(replica.epochs, offset)
}

/** Throws all records away and begins anew at an offset, below which nothing can be read (UnifiedLog.truncateFullyAndStartAt). */
export function restartLogAt(rules: KafkaConfig, replica: Draft<Replica>, offset: number): void {
  replica.log = Array.from({ length: offset }, () => null)
  replica.logStart = offset
  replica.epochs = []
  replica.highWatermark =
    rules.highWatermarkBelowLogStart === "raised" ? offset : Math.min(replica.highWatermark, offset)
}

/** Sets a high watermark that was read or told: not above the log end, nor below the start of the log (UnifiedLog.updateHighWatermark). */
export function setHighWatermark(rules: KafkaConfig, replica: Draft<Replica>, told: number): void {
  const least = rules.highWatermarkBelowLogStart === "raised" ? replica.logStart : 0
  replica.highWatermark = Math.max(least, Math.min(told, logEnd(replica)))
}

/**
 * What is left of a log after a loss of power: not its last record, and of its leader epochs those that its records tell, as
 * the file of epochs may not have reached the disk either (LogSegment.recover, KAFKA-10432).
 */
export function recoverWithoutTail(rules: KafkaConfig, replica: Draft<Replica>): void {
  truncate(rules, replica, Math.max(replica.logStart, logEnd(replica) - 1))
  const epochs = epochsOf(replica.log)
  replica.epochs = rules.epochRecovery === "allEpochs" ? epochs : epochs.filter(({ epoch }) => epoch > 0)
}

/** An empty replica of a topic. */
export const emptyReplica = (topicId: number): Replica => ({
  topicId,
  log: [],
  logStart: 0,
  epochs: [],
  inUse: false,
  highWatermark: 0,
  leader: null,
  leaderEpoch: -1,
  partitionEpoch: -1,
  replicas: [],
  leadership: null,
  fetcher: null,
})

/** What a replica is after its broker restarts: the log is as it was, its role and its high watermark are not known (rule D16). */
export const restarted = (replica: Replica): Replica => ({
  ...emptyReplica(replica.topicId),
  log: replica.log,
  logStart: replica.logStart,
  epochs: replica.epochs,
  highWatermark: replica.logStart,
})
