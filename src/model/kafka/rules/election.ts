import type { BrokerId } from "../state.ts"

/** Whom an election makes leader, and the ISR that goes with it. */
export interface Elected {
  readonly leader: BrokerId
  readonly isr: readonly BrokerId[]
}

/**
 * The election of a partition without a live leader: the first replica, in the order of the assignment,
 * that lives and is in the ISR; where there is none and unclean election is allowed, the first that
 * lives, alone in the ISR. Null where nobody can lead.
 * Source: Election.leaderForOffline, PartitionLeaderElectionAlgorithms.offlinePartitionLeaderElection.
 */
export function offlineElection(
  assignment: readonly BrokerId[],
  isr: readonly BrokerId[],
  isLive: (broker: BrokerId) => boolean,
  unclean: boolean,
): Elected | null {
  const clean = assignment.find((broker) => isLive(broker) && isr.includes(broker))
  if (clean !== undefined) return { leader: clean, isr: isr.filter(isLive) }
  const any = unclean ? assignment.find(isLive) : undefined
  return any === undefined ? null : { leader: any, isr: [any] }
}

/**
 * The election that gives a partition back to its preferred replica: the head of the assignment, if it
 * lives and is in the ISR, which stays as it is. Source: Election.leaderForPreferredReplica.
 */
export function preferredElection(
  assignment: readonly BrokerId[],
  isr: readonly BrokerId[],
  isLive: (broker: BrokerId) => boolean,
): Elected | null {
  const preferred = assignment[0]
  return preferred !== undefined && isLive(preferred) && isr.includes(preferred) ? { leader: preferred, isr } : null
}

/**
 * The election of a partition whose replicas change: the first of those it is to have that lives and is in the ISR, which
 * stays as it is. Source: Election.leaderForReassign.
 */
export function reassignElection(
  target: readonly BrokerId[],
  isr: readonly BrokerId[],
  isLive: (broker: BrokerId) => boolean,
): Elected | null {
  const leader = target.find((broker) => isLive(broker) && isr.includes(broker))
  return leader === undefined ? null : { leader, isr }
}

/**
 * The election by which a broker that is about to stop gives its partitions away: the first replica, in the order of the
 * assignment, that lives, is in the ISR and does not stop; none that stops remains in the ISR. Null where nobody can lead.
 * Source: Election.leaderForControlledShutdown, PartitionLeaderElectionAlgorithms.controlledShutdownPartitionLeaderElection.
 */
export function controlledShutdownElection(
  assignment: readonly BrokerId[],
  isr: readonly BrokerId[],
  isLive: (broker: BrokerId) => boolean,
  isStopping: (broker: BrokerId) => boolean,
): Elected | null {
  const staying = isr.filter((broker) => !isStopping(broker))
  const leader = assignment.find((broker) => staying.includes(broker) && isLive(broker))
  return leader === undefined ? null : { leader, isr: staying }
}

/**
 * The first leader of a new partition: the first live replica, all live replicas in the ISR.
 * Source: PartitionStateMachine.initializeLeaderAndIsrForPartitions.
 */
export function firstElection(assignment: readonly BrokerId[], isLive: (broker: BrokerId) => boolean): Elected | null {
  const isr = assignment.filter(isLive)
  const leader = isr[0]
  return leader === undefined ? null : { leader, isr }
}
