import type { Draft } from "immer"
import type { BrokerId } from "../state.ts"
import { type LeaderAndIsr, type Pair, type PublishedReplica, type PublishedState, replicaIn } from "./state.ts"

/** Whether a replica takes itself for the leader, right or wrong. */
export const presumesLeadership = (state: PublishedState, replica: BrokerId): boolean =>
  replicaIn(state, replica).leader === replica

/** Whether the last leader that a replica was told of is this one. */
export const isFollowing = (state: PublishedState, { leader, follower }: Pair): boolean =>
  replicaIn(state, follower).leader === leader

/** Whether a replica that takes itself for the leader has been acknowledged by another, in the same leader epoch. */
export const isFollowingEpoch = (state: PublishedState, pair: Pair): boolean =>
  presumesLeadership(state, pair.leader) &&
  isFollowing(state, pair) &&
  replicaIn(state, pair.follower).leaderEpoch === replicaIn(state, pair.leader).leaderEpoch

/** Whether a replica is the leader that is stored, and knows the epoch that is stored: nobody else may write the ISR. */
export const isTrueLeader = (state: PublishedState, replica: BrokerId): boolean =>
  presumesLeadership(state, replica) &&
  state.quorum.leader === replica &&
  state.quorum.leaderEpoch === replicaIn(state, replica).leaderEpoch

/** A true leader writes an ISR, which is stored and known to it in one step. */
export function writeIsr(draft: Draft<PublishedState>, leader: BrokerId, isr: readonly BrokerId[]): void {
  draft.quorum.isr = [...isr]
  replicaIn(draft, leader).isr = [...isr]
}

/** A replica takes over what a LeaderAndIsr request says. */
export function obey(replica: Draft<PublishedReplica>, leaderEpoch: number, { leader, isr }: LeaderAndIsr): void {
  replica.leaderEpoch = leaderEpoch
  replica.leader = leader
  replica.isr = [...isr]
}
