import { type Action, action } from "../../../engine/model.ts"
import { logEnd } from "../replica/log.ts"
import type { BrokerId } from "../state.ts"
import type { PublishedConfig } from "./config.ts"
import { isTrueLeader, obey, presumesLeadership, writeIsr } from "./leadership.ts"
import { excluding, including } from "./members.ts"
import { type Choices, type Pair, type PublishedState, replicaIn } from "./state.ts"

/** An action of a leader under the name that one specification has for it, with what it asks of a follower. */
interface OfFollower {
  readonly name: string
  readonly cites: readonly string[]
  asks(state: PublishedState, pair: Pair): boolean
}

type Leading = { readonly leader: BrokerId }

/** A replica obeys the request of a later epoch that makes it the leader; its log and its high watermark stay. */
export const becomeLeader = ({ leaderEpochs }: Choices): Action<PublishedState> =>
  action<PublishedState, { leaderEpoch: number }>("BecomeLeader", {
    kind: "protocol",
    cites: ["published.become-leader"],
    choices: leaderEpochs.map((leaderEpoch) => ({ leaderEpoch })),
    guard: (state, { leaderEpoch }) => {
      const leader = state.requests[leaderEpoch]?.leader ?? null
      return leader !== null && replicaIn(state, leader).leaderEpoch < leaderEpoch
    },
    effect(draft, { leaderEpoch }) {
      const request = draft.requests[leaderEpoch]
      if (request?.leader != null) obey(replicaIn(draft, request.leader), leaderEpoch, request)
    },
  })

/** Whoever takes itself for the leader appends what a producer sends. */
export const leaderWrite = ({ logSize, maxRecords }: PublishedConfig, { replicas }: Choices): Action<PublishedState> =>
  action<PublishedState, Leading>("LeaderWrite", {
    kind: "workload",
    cites: ["published.leader-write"],
    choices: replicas.map((leader) => ({ leader })),
    guard: (state, { leader }) =>
      presumesLeadership(state, leader) &&
      state.nextRecordId < maxRecords &&
      logEnd(replicaIn(state, leader)) < logSize,
    effect(draft, { leader }) {
      const { log, leaderEpoch } = replicaIn(draft, leader)
      log.push({ id: draft.nextRecordId, epoch: leaderEpoch })
      draft.nextRecordId += 1
    },
  })

/** A leader takes a follower out of the ISR as soon as the specification lets it; it need not. */
export const leaderShrinkIsr = ({ pairs }: Choices, { name, cites, asks }: OfFollower): Action<PublishedState> =>
  action<PublishedState, Pair>(name, {
    kind: "fault",
    cites: [...cites, "published.leader-isr-write"],
    choices: pairs,
    guard: (state, pair) =>
      isTrueLeader(state, pair.leader) &&
      replicaIn(state, pair.leader).isr.includes(pair.follower) &&
      asks(state, pair),
    effect: (draft, { leader, follower }) => writeIsr(draft, leader, excluding(replicaIn(draft, leader).isr, follower)),
  })

/** A leader takes a replica into the ISR. */
export const leaderExpandIsr = ({ pairs }: Choices, { name, cites, asks }: OfFollower): Action<PublishedState> =>
  action<PublishedState, Pair>(name, {
    kind: "protocol",
    cites: [...cites, "published.leader-isr-write"],
    choices: pairs,
    guard: (state, pair) =>
      isTrueLeader(state, pair.leader) &&
      !replicaIn(state, pair.leader).isr.includes(pair.follower) &&
      asks(state, pair),
    effect: (draft, { leader, follower }) => writeIsr(draft, leader, including(replicaIn(draft, leader).isr, follower)),
  })

/**
 * A leader moves its high watermark by one record, once each of its ISR has what is asked for. The fetches that would
 * tell it are no steps: whoever follows it might have sent them all.
 */
export const leaderIncHighWatermark = (
  { replicas }: Choices,
  { name, cites, asks }: OfFollower,
): Action<PublishedState> =>
  action<PublishedState, Leading>(name, {
    kind: "protocol",
    cites,
    choices: replicas.map((leader) => ({ leader })),
    guard(state, { leader }) {
      if (!presumesLeadership(state, leader)) return false
      const replica = replicaIn(state, leader)
      return (
        replica.highWatermark < logEnd(replica) && replica.isr.every((follower) => asks(state, { leader, follower }))
      )
    },
    effect(draft, { leader }) {
      replicaIn(draft, leader).highWatermark += 1
    },
  })
