import type { Draft } from "immer"
import type { ProcessName } from "../../network/state.ts"
import type { Kafka } from "../config.ts"
import type { Acks, ProduceError } from "../messages.ts"
import type { Client, PartitionName, ProducerStamp } from "../state.ts"

/** The acks that a producer can ask for, of those that the scenario has: an idempotent one waits for all replicas (ProducerConfig.postProcessAndValidateIdempotenceConfigs). */
export const acksOf = ({ rules }: Kafka): readonly Acks[] =>
  rules.producer === "idempotent" ? ["all"] : (["all", "1", "0"] as const).filter((acks) => rules.acks.includes(acks))

/** Keeps a record until it is acknowledged, numbered if the producer is idempotent. */
export function keepBatch(
  kafka: Kafka,
  client: Draft<Client>,
  name: ProcessName,
  record: { readonly partition: PartitionName; readonly value: number; readonly acks: Acks },
): void {
  if (kafka.rules.producer === "givesUp" || record.acks === "0") return
  const stamp = kafka.rules.producer === "idempotent" ? nextStamp(client, name, record.partition) : null
  client.batch = { ...record, stamp, renumbered: false }
}

/**
 * Numbers the next record of a partition. One that was begun under an earlier epoch of the producer begins again at 0
 * (TransactionManager.maybeUpdateProducerIdAndEpoch; KAFKA-12152).
 */
function nextStamp(client: Draft<Client>, id: ProcessName, partition: PartitionName): ProducerStamp {
  const { epoch, partitions } = client.numbering
  const known = partitions[partition]
  const sequence = known?.epoch === epoch ? known.next : 0
  partitions[partition] = { epoch, next: sequence + 1 }
  return { id, epoch, sequence }
}

/**
 * What a producer that sends again makes of an answer: an acknowledgement ends it; after a gap in the numbers it raises its
 * epoch and numbers from 0, once (KIP-360); a record of an earlier epoch has failed; all else it only sends again
 * (Sender.completeBatch, TransactionManager.canRetry).
 */
export function batchAnswered(client: Draft<Client>, error: ProduceError | null): void {
  const { batch } = client
  if (batch === null) return
  if (error === null) client.batch = null
  else if (error === "INVALID_PRODUCER_EPOCH") failBatch(client)
  else if (error === "OUT_OF_ORDER_SEQUENCE_NUMBER" && batch.stamp !== null && !batch.renumbered) {
    raiseEpoch(client, batch.partition, 1)
    client.batch = { ...batch, stamp: { ...batch.stamp, epoch: client.numbering.epoch, sequence: 0 }, renumbered: true }
  }
}

/** A record is given up for good; what became of it is not known, so that no later one may take its number (TransactionManager.maybeResolveSequences). */
export function failBatch(client: Draft<Client>): void {
  const { batch } = client
  if (batch === null) return
  if (batch.stamp !== null) raiseEpoch(client, batch.partition, 0)
  client.batch = null
}

/** Raises the epoch of a producer by itself, without asking anybody (TransactionManager.bumpIdempotentProducerEpoch). */
function raiseEpoch(client: Draft<Client>, partition: PartitionName, next: number): void {
  client.numbering.epoch += 1
  client.numbering.partitions[partition] = { epoch: client.numbering.epoch, next }
}
