import type { Ensemble } from "../../actions/ensemble.ts"
import { peerIds } from "../peers.ts"

/** A leader and one of its learners. */
export interface Pair {
  readonly leader: number
  readonly learner: number
}

/** Every pair of a voter, which may lead, and another server. */
export const pairs = (ensemble: Ensemble): readonly Pair[] =>
  peerIds(ensemble)
    .filter((leader) => leader <= ensemble.servers)
    .flatMap((leader) =>
      peerIds(ensemble)
        .filter((learner) => learner !== leader)
        .map((learner) => ({ leader, learner })),
    )

/** A choice of each server, with a vote or without. */
export const eachPeer = (ensemble: Ensemble): readonly { readonly server: number }[] =>
  peerIds(ensemble).map((server) => ({ server }))

/** A choice of each server that may lead. */
export const eachLeader = (ensemble: Ensemble): readonly { readonly leader: number }[] =>
  Array.from({ length: ensemble.servers }, (_, index) => ({ leader: index + 1 }))
