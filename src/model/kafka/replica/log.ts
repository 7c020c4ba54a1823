import type { Draft } from "immer"
import type { KafkaConfig } from "../config.ts"
import { epochsBefore, epochsWith } from "../rules/epochs.ts"
import type { Entry, Replica } from "../state.ts"

/** The offset that the next record gets. */
export const logEnd = ({ log }: { readonly log: readonly unknown[] }): number => log.length

/** Appends a record and, where its epoch is new to the log, the start of that epoch. */
export function append(replica: Draft<Replica>, entry: Entry): void {
  replica.epochs = epochsWith(replica.epochs, entry.epoch, logEnd(replica))
  replica.log.push({ epoch: entry.epoch, value: entry.value })
}

/** Cuts a log at an offset; the high watermark comes down with it (UnifiedLog.truncateTo). */
export function cut(replica: { readonly log: unknown[]; highWatermark: number }, offset: number): void {
  replica.log.length = Math.min(replica.log.length, offset)
  replica.highWatermark = Math.min(replica.highWatermark, offset)
}

/** Cuts a log together with its epochs, those included that began at its end and hold nothing (KAFKA-10706). */
export function truncate(
  { emptyEpochs }: Pick<KafkaConfig, "emptyEpochs">,
  replica: Draft<Replica>,
  offset: number,
): void {
  const end = Math.min(offset, logEnd(replica))
  if (end < logEnd(replica) || emptyEpochs === "cut") replica.epochs = epochsBefore(replica.epochs, end)
  cut(replica, end)
}

/** An empty replica of a topic. */
export const emptyReplica = (topicId: number): Replica => ({
  topicId,
  log: [],
  epochs: [],
  highWatermark: 0,
  leader: null,
  leaderEpoch: -1,
  partitionEpoch: -1,
  replicas: [],
  leadership: null,
  fetcher: null,
})

/** What a replica is after its broker restarts: the disk is as it was, its role is not known (rule D16). */
export const restarted = (replica: Replica): Replica => ({
  ...emptyReplica(replica.topicId),
  log: replica.log,
  epochs: replica.epochs,
  highWatermark: replica.highWatermark,
})
