import { type Action, action, type Model } from "../../../engine/model.ts"
import { cut, logEnd } from "../replica/log.ts"
import type { PublishedConfig } from "./config.ts"
import { becomeFollower, followerFetch } from "./follower.ts"
import { leaderExpandIsr, leaderIncHighWatermark, leaderShrinkIsr } from "./leader.ts"
import { isFollowing, presumesLeadership } from "./leadership.ts"
import { published } from "./model.ts"
import { type Choices, type Pair, type PublishedState, replicaIn } from "./state.ts"
import { hasReachedOwnEpoch, toEndOfAgreement } from "./truncation.ts"

/** Kip320FirstTry: a follower fetches at once, and cuts its log when a fetch shows that it has diverged. */
export const kip320FirstTry = (config: PublishedConfig): Model<PublishedState> =>
  published("kafka/published/kip-320-first-try", config, (choices) => [
    leaderExpandIsr(choices, {
      name: "LeaderExpandIsrBetterFencing",
      cites: ["published.first-try-expand-isr"],
      asks: (state, pair) =>
        isCaughtUpInEpoch(state, pair, replicaIn(state, pair.leader).highWatermark) &&
        hasReachedOwnEpoch(state, pair.leader),
    }),
    leaderShrinkIsr(choices, {
      name: "LeaderShrinkIsrBetterFencing",
      cites: ["published.first-try-shrink-isr"],
      asks: (state, pair) => !isCaughtUpInEpoch(state, pair, logEnd(replicaIn(state, pair.leader))),
    }),
    leaderIncHighWatermark(choices, {
      name: "ImprovedLeaderIncHighWatermark",
      cites: ["published.first-try-inc-high-watermark"],
      asks: (state, pair) => isCaughtUpInEpoch(state, pair, replicaIn(state, pair.leader).highWatermark + 1),
    }),
    becomeFollower(choices, { name: "BecomeFollower", cites: ["published.first-try-become-follower"] }),
    followerFetch(choices, {
      name: "FollowerFetch",
      cites: ["published.first-try-fetch"],
      mayFetch: (state, pair) => isCaughtUpInEpoch(state, pair, logEnd(replicaIn(state, pair.follower))),
    }),
    followerTruncate(choices),
  ])

/** Cuts the log of a follower that is longer than its leader's, or ends in another epoch. */
const followerTruncate = ({ pairs }: Choices): Action<PublishedState> =>
  action<PublishedState, Pair>("FollowerTruncate", {
    kind: "protocol",
    cites: ["published.first-try-truncate"],
    choices: pairs,
    guard: (state, pair) =>
      presumesLeadership(state, pair.leader) && isFollowing(state, pair) && hasDiverged(state, pair),
    effect: (draft, pair) => cut(replicaIn(draft, pair.follower), toEndOfAgreement(draft, pair)),
  })

function hasDiverged(state: PublishedState, pair: Pair): boolean {
  const [{ log: leaderLog }, { log }] = [replicaIn(state, pair.leader), replicaIn(state, pair.follower)]
  if (log.length > leaderLog.length) return true
  const last = log.length - 1
  return last >= 0 && leaderLog[last]?.epoch !== log[last]?.epoch
}

/** Whether a follower's log goes as far as `end`, and its record before that is of the same epoch as the leader's. */
function isCaughtUpInEpoch(state: PublishedState, pair: Pair, end: number): boolean {
  if (!presumesLeadership(state, pair.leader) || !isFollowing(state, pair)) return false
  if (end === 0) return true
  const [ours, theirs] = [replicaIn(state, pair.leader).log[end - 1], replicaIn(state, pair.follower).log[end - 1]]
  return ours !== undefined && ours.epoch === theirs?.epoch
}
