import type { Kafka } from "../config.ts"
import { indexOf, topicOf } from "../names.ts"
import { type Elected, firstElection, offlineElection } from "../rules/election.ts"
import type { BrokerId, PartitionName } from "../state.ts"
import type { Controller, StoredPartition, Transition } from "./state.ts"

/**
 * What a controller makes of each partition, given whom it believes to live: a first leader for a new one, another
 * leader where the leader is dead, and an ISR without the dead. Partitions that need nothing are left out, and so are
 * those that a later controller has written. Source: PartitionStateMachine, ReplicaStateMachine.removeReplicasFromIsr.
 */
export function neededTransitions(kafka: Kafka, controller: Controller): Transition[] {
  return kafka.partitions.flatMap((partition) => {
    const topic = controller.topics[topicOf(partition)]
    const assignment = topic?.assignment[indexOf(partition)]
    if (!assignment || controller.deletions[topicOf(partition)] !== undefined) return []
    return transition(kafka, controller, partition, assignment) ?? []
  })
}

function transition(
  kafka: Kafka,
  controller: Controller,
  partition: PartitionName,
  assignment: readonly BrokerId[],
): Transition | null {
  const isLive = (broker: BrokerId) => controller.live[broker] !== undefined
  const stored = controller.states[partition]
  if (!stored) {
    const first = firstElection(assignment, isLive)
    if (first === null) return null
    return { partition, next: { ...first, leaderEpoch: 0, controllerEpoch: controller.epoch }, expected: null }
  }
  if (stored.controllerEpoch > controller.epoch) return null
  const after = outcome(kafka, stored, assignment, isLive, controller.leftAlone ?? [])
  if (after.leader === stored.leader && after.isr.length === stored.isr.length) return null
  return { partition, next: raised(kafka, controller, stored, after), expected: stored.version }
}

/** The state after an election: every change by a controller raises the leader epoch. */
export function raised(
  kafka: Kafka,
  controller: Pick<Controller, "epoch">,
  stored: StoredPartition,
  after: { readonly leader: BrokerId | null; readonly isr: readonly BrokerId[] },
): Transition["next"] {
  const leaderEpoch = stored.leaderEpoch + (kafka.rules.electionEpoch === "raised" ? 1 : 0)
  return { leader: after.leader, isr: [...after.isr], leaderEpoch, controllerEpoch: controller.epoch }
}

/**
 * Whom a partition has as leader and in its ISR when the dead are gone. An election takes all dead out of the ISR; where there
 * is none, those that the controller leaves alone stay, as leader too (KAFKA-3143).
 */
function outcome(
  kafka: Kafka,
  stored: StoredPartition,
  assignment: readonly BrokerId[],
  isLive: (broker: BrokerId) => boolean,
  leftAlone: readonly BrokerId[],
): Elected | { readonly leader: BrokerId | null; readonly isr: readonly BrokerId[] } {
  const stays = (broker: BrokerId) => isLive(broker) || leftAlone.includes(broker)
  const staying = stored.isr.filter(stays)
  if (stored.leader !== null && isLive(stored.leader)) return { leader: stored.leader, isr: staying }
  const elected = offlineElection(assignment, stored.isr, isLive, kafka.rules.uncleanElection === "on")
  if (elected !== null) return elected
  const keepsLeader = kafka.rules.offlineLeader === "kept" || (stored.leader !== null && stays(stored.leader))
  const last = kafka.rules.offlineIsr === "lastMember" ? stored.isr.slice(-1) : []
  return { leader: keepsLeader ? stored.leader : null, isr: staying.length > 0 ? staying : last }
}
