import type { Entry, ProducerStamp } from "../state.ts"

/** How many of a producer's last batches a leader can tell again (ProducerStateEntry.NUM_BATCHES_TO_RETAIN). */
const batchesRetained = 5

/** What a leader makes of a numbered record: it is appended, it is there already, or it is refused. */
export type SequenceCheck =
  | { readonly append: true }
  | { readonly duplicateOf: number }
  | { readonly error: "OUT_OF_ORDER_SEQUENCE_NUMBER" | "INVALID_PRODUCER_EPOCH" }

/**
 * Whether a numbered record comes next. What is known of a producer is what its log says: the batches of its last epoch, so
 * that it moves with truncation and with leadership. Where the log has nothing of the producer any number will do.
 * Source: UnifiedLog.analyzeAndValidateProducerState, ProducerAppendInfo.checkProducerEpoch and checkSequence,
 * ProducerStateEntry.findDuplicateBatch.
 */
export function checkSequence(log: readonly (Entry | null)[], { id, epoch, sequence }: ProducerStamp): SequenceCheck {
  const { lastEpoch, batches } = producerState(log, id)
  if (lastEpoch === null) return { append: true }
  const same = lastEpoch === epoch ? batches.find((batch) => batch.sequence === sequence) : undefined
  if (same !== undefined) return { duplicateOf: same.offset }
  if (epoch < lastEpoch) return { error: "INVALID_PRODUCER_EPOCH" }
  const expected = epoch === lastEpoch ? (batches[0]?.sequence ?? -1) + 1 : 0
  return sequence === expected ? { append: true } : { error: "OUT_OF_ORDER_SEQUENCE_NUMBER" }
}

/** The last epoch of a producer in a log, and its last batches in that epoch, the newest first. */
function producerState(log: readonly (Entry | null)[], id: string) {
  const batches: { readonly sequence: number; readonly offset: number }[] = []
  let lastEpoch: number | null = null
  for (let offset = log.length - 1; offset >= 0 && batches.length < batchesRetained; offset -= 1) {
    const producer = log[offset]?.producer
    if (producer?.id !== id) continue
    lastEpoch ??= producer.epoch
    if (producer.epoch !== lastEpoch) break
    batches.push({ sequence: producer.sequence, offset })
  }
  return { lastEpoch, batches }
}
