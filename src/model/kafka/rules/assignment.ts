import type { BrokerId } from "../state.ts"

/** What the assignment of a topic's partitions starts from; Kafka draws the first two at random. */
export interface AssignmentStart {
  /** The index, among the brokers, of the first replica of partition 0. */
  readonly startIndex: number
  /** By how much the second replica is shifted from the first. */
  readonly shift: number
  /** The first partition to assign; larger than 0 when a topic is expanded. */
  readonly firstPartition: number
}

/**
 * Spreads partitions over brokers without regard to racks: first replicas go round the brokers, the
 * other replicas follow at a shift that grows each time round.
 * Source: AdminUtils.assignReplicasToBrokersRackUnaware.
 */
export function assignReplicas(
  brokers: readonly BrokerId[],
  partitions: number,
  replicationFactor: number,
  { startIndex, shift, firstPartition }: AssignmentStart,
): BrokerId[][] {
  const at = (index: number): BrokerId => brokers[index % brokers.length] as BrokerId
  return Array.from({ length: partitions }, (_, index) => {
    const partition = firstPartition + index
    const first = (partition + startIndex) % brokers.length
    const rounds =
      shift + Math.floor(partition / brokers.length) - Math.max(0, Math.floor((firstPartition - 1) / brokers.length))
    const others = Array.from({ length: replicationFactor - 1 }, (_, replica) =>
      at(first + 1 + ((rounds + replica) % (brokers.length - 1))),
    )
    return [at(first), ...others]
  })
}

/** The same with a mistake that no Kafka makes: the second replica may fall on the broker of the first. */
export const assignWithRepetition = (
  brokers: readonly BrokerId[],
  partitions: number,
  replicationFactor: number,
  start: AssignmentStart,
): BrokerId[][] =>
  assignReplicas(brokers, partitions, replicationFactor, start).map(
    ([first, ...others]) => [first, first, ...others].slice(0, replicationFactor) as BrokerId[],
  )
