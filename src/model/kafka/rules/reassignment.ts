import type { BrokerId } from "../state.ts"

/** The replicas of a partition, and which of them a reassignment that goes on adds and removes (ControllerContext.ReplicaAssignment). */
export interface PartitionAssignment {
  /** Those that there were, and those that there are to be, the latter first. */
  readonly replicas: readonly BrokerId[]
  readonly adding: readonly BrokerId[]
  readonly removing: readonly BrokerId[]
}

const without = (brokers: readonly BrokerId[], others: readonly BrokerId[]): BrokerId[] =>
  brokers.filter((broker) => !others.includes(broker))

/** The replicas that there were before the reassignment, though not always in the order they had. */
export const originReplicas = ({ replicas, adding }: PartitionAssignment): BrokerId[] => without(replicas, adding)

/** The replicas that there will be. */
export const targetReplicas = ({ replicas, removing }: PartitionAssignment): BrokerId[] => without(replicas, removing)

/** Whether a reassignment goes on. One that only changes the order is done as soon as it is stored. */
export const isBeingReassigned = ({ adding, removing }: PartitionAssignment): boolean =>
  adding.length > 0 || removing.length > 0

/**
 * The assignment with which a reassignment begins: the target first, and behind it whoever was a replica before any
 * reassignment began, so that one which replaces another drops what only the other would have added (KIP-455).
 * Source: ReplicaAssignment.reassignTo.
 */
export function reassignTo(assignment: PartitionAssignment, target: readonly BrokerId[]): PartitionAssignment {
  const origin = originReplicas(assignment)
  const replicas = [...target, ...without(origin, target)]
  return { replicas, adding: without(replicas, origin), removing: without(replicas, target) }
}
