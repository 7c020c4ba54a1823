import { type Action, action } from "../../../engine/model.ts"
import { cut, logEnd } from "../replica/log.ts"
import type { BrokerId } from "../state.ts"
import { obey } from "./leadership.ts"
import { type Choices, type Pair, type PublishedState, replicaIn } from "./state.ts"

/** A replica and the request that it receives. */
interface Told {
  readonly replica: BrokerId
  readonly leaderEpoch: number
}

/** How the replicas of one specification become followers. */
interface Becoming {
  readonly name: string
  readonly cites: readonly string[]
  /** Whether the leader is in a state that its follower may rely on. */
  isReady?(state: PublishedState, leader: BrokerId, leaderEpoch: number): boolean
  /** Where the log is cut; it stays as it is where there is no such rule. */
  truncatesTo?(state: PublishedState, pair: Pair): number
}

/**
 * A replica obeys the request of a later epoch in which another one leads, and cuts its log in the same step. A request
 * that names no leader makes nobody a follower; nor does one after which the log would be cut beyond its end.
 */
export function becomeFollower(
  { replicas, leaderEpochs }: Choices,
  { name, cites, isReady, truncatesTo }: Becoming,
): Action<PublishedState> {
  return action<PublishedState, Told>(name, {
    kind: "protocol",
    cites: [...cites, "published.become-follower"],
    choices: replicas.flatMap((replica) => leaderEpochs.map((leaderEpoch) => ({ replica, leaderEpoch }))),
    guard(state, { replica, leaderEpoch }) {
      const follower = replicaIn(state, replica)
      if (follower.leaderEpoch >= leaderEpoch) return false
      const leader = state.requests[leaderEpoch]?.leader ?? null
      if (leader === null || leader === replica) return false
      if (isReady && !isReady(state, leader, leaderEpoch)) return false
      return truncatesTo === undefined || truncatesTo(state, { leader, follower: replica }) <= logEnd(follower)
    },
    effect(draft, { replica, leaderEpoch }) {
      const request = draft.requests[leaderEpoch]
      if (request?.leader == null) return
      const follower = replicaIn(draft, replica)
      if (truncatesTo) cut(follower, truncatesTo(draft, { leader: request.leader, follower: replica }))
      obey(follower, leaderEpoch, request)
    },
  })
}

/** How the followers of one specification fetch. */
interface Fetching {
  readonly name: string
  readonly cites: readonly string[]
  mayFetch(state: PublishedState, pair: Pair): boolean
}

/** A follower appends the leader's record at the end of its own log, whatever came before it, and hears of the high watermark. */
export const followerFetch = ({ pairs }: Choices, { name, cites, mayFetch }: Fetching): Action<PublishedState> =>
  action<PublishedState, Pair>(name, {
    kind: "protocol",
    cites,
    choices: pairs,
    guard: (state, pair) =>
      mayFetch(state, pair) && logEnd(replicaIn(state, pair.follower)) < logEnd(replicaIn(state, pair.leader)),
    effect(draft, pair) {
      const [leader, follower] = [replicaIn(draft, pair.leader), replicaIn(draft, pair.follower)]
      const record = leader.log[logEnd(follower)]
      if (!record) return
      follower.log.push({ id: record.id, epoch: record.epoch })
      follower.highWatermark = Math.min(leader.highWatermark, logEnd(follower))
    },
  })
