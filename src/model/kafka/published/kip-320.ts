import type { Model } from "../../../engine/model.ts"
import { logEnd } from "../replica/log.ts"
import type { PublishedConfig } from "./config.ts"
import { becomeFollower, followerFetch } from "./follower.ts"
import { leaderExpandIsr, leaderIncHighWatermark, leaderShrinkIsr } from "./leader.ts"
import { isFollowingEpoch, presumesLeadership } from "./leadership.ts"
import { published } from "./model.ts"
import { type PublishedState, replicaIn } from "./state.ts"
import { hasReachedOwnEpoch, toEndOfAgreement } from "./truncation.ts"

/** Kip320: leader and follower deal with each other only in the same leader epoch. */
export const kip320 = (config: PublishedConfig): Model<PublishedState> =>
  published("kafka/published/kip-320", config, (choices) => [
    leaderExpandIsr(choices, {
      name: "FencedLeaderExpandIsr",
      cites: ["published.kip-320-expand-isr"],
      asks: (state, pair) =>
        isFollowingEpoch(state, pair) &&
        replicaIn(state, pair.leader).highWatermark <= logEnd(replicaIn(state, pair.follower)) &&
        hasReachedOwnEpoch(state, pair.leader),
    }),
    leaderShrinkIsr(choices, {
      name: "FencedLeaderShrinkIsr",
      cites: ["published.kip-320-shrink-isr"],
      asks: (state, pair) =>
        !isFollowingEpoch(state, pair) ||
        logEnd(replicaIn(state, pair.follower)) < logEnd(replicaIn(state, pair.leader)),
    }),
    leaderIncHighWatermark(choices, {
      name: "FencedLeaderIncHighWatermark",
      cites: ["published.kip-320-inc-high-watermark"],
      asks: (state, pair) =>
        isFollowingEpoch(state, pair) &&
        replicaIn(state, pair.leader).highWatermark < logEnd(replicaIn(state, pair.follower)),
    }),
    becomeFollower(choices, {
      name: "FencedBecomeFollowerAndTruncate",
      cites: ["published.kip-320-truncation"],
      isReady: (state, leader, leaderEpoch) =>
        presumesLeadership(state, leader) && replicaIn(state, leader).leaderEpoch === leaderEpoch,
      truncatesTo: toEndOfAgreement,
    }),
    followerFetch(choices, {
      name: "FencedFollowerFetch",
      cites: ["published.kip-320-fetch"],
      mayFetch: isFollowingEpoch,
    }),
  ])
