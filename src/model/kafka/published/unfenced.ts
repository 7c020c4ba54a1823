import type { Action, Model } from "../../../engine/model.ts"
import { logEnd } from "../replica/log.ts"
import type { PublishedConfig } from "./config.ts"
import { followerFetch } from "./follower.ts"
import { leaderExpandIsr, leaderIncHighWatermark, leaderShrinkIsr } from "./leader.ts"
import { isFollowing, presumesLeadership } from "./leadership.ts"
import { published } from "./model.ts"
import { type Choices, type Pair, type PublishedState, replicaIn } from "./state.ts"

/** Kafka before KIP-320: nothing that replicas tell each other carries an epoch. Only how a log is cut has a history. */
export const unfenced = (
  name: string,
  config: PublishedConfig,
  follow: (choices: Choices) => Action<PublishedState>,
): Model<PublishedState> =>
  published(name, config, (choices) => [
    leaderExpandIsr(choices, {
      name: "LeaderExpandIsr",
      cites: ["published.leader-expand-isr"],
      asks: (state, pair) => isCaughtUp(state, pair, replicaIn(state, pair.leader).highWatermark),
    }),
    leaderShrinkIsr(choices, {
      name: "LeaderShrinkIsr",
      cites: ["published.leader-shrink-isr"],
      asks: (state, pair) => !isCaughtUp(state, pair, logEnd(replicaIn(state, pair.leader))),
    }),
    leaderIncHighWatermark(choices, {
      name: "LeaderIncHighWatermark",
      cites: ["published.leader-inc-high-watermark"],
      asks: (state, pair) =>
        isFollowing(state, pair) &&
        replicaIn(state, pair.leader).highWatermark < logEnd(replicaIn(state, pair.follower)),
    }),
    follow(choices),
    followerFetch(choices, {
      name: "FollowerReplicate",
      cites: ["published.follower-replicate"],
      mayFetch: (state, pair) => presumesLeadership(state, pair.leader) && isFollowing(state, pair),
    }),
  ])

/** Whether a follower's log goes as far as `end`, whatever is in it. */
const isCaughtUp = (state: PublishedState, pair: Pair, end: number): boolean =>
  isFollowing(state, pair) &&
  (end === 0 || (end <= logEnd(replicaIn(state, pair.leader)) && end <= logEnd(replicaIn(state, pair.follower))))
