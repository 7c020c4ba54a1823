import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import type { BrokerId } from "../state.ts"
import type { PublishedConfig } from "./config.ts"
import { excluding } from "./members.ts"
import type { Choices, LeaderAndIsr, PublishedState } from "./state.ts"

/** What the controller does by itself: it is no process here, only writes to ZooKeeper and requests that may arrive. */
export function controllerActions(
  { maxLeaderEpoch }: PublishedConfig,
  { replicas }: Choices,
): readonly Action<PublishedState>[] {
  /** Any member of the ISR at any time, since leaders are also elected to balance load. */
  const electLeader = action<PublishedState, { replica: BrokerId }>("ControllerElectLeader", {
    kind: "protocol",
    cites: ["published.controller-elect-leader", "published.controller-write"],
    choices: replicas.map((replica) => ({ replica })),
    guard: ({ quorum }, { replica }) =>
      quorum.leaderEpoch < maxLeaderEpoch && quorum.leader !== replica && quorum.isr.includes(replica),
    effect: (draft, { replica }) => write(draft, { leader: replica, isr: draft.quorum.isr }),
  })

  /** A broker fails, or stops. Nothing more is told of it: it may go on, or be back at once. */
  const shrinkIsr = action<PublishedState, { replica: BrokerId }>("ControllerShrinkIsr", {
    kind: "fault",
    cites: ["published.controller-shrink-isr", "published.controller-write"],
    choices: replicas.map((replica) => ({ replica })),
    guard: ({ quorum }, { replica }) =>
      quorum.leaderEpoch < maxLeaderEpoch && (quorum.leader === replica || quorum.isr.includes(replica)),
    effect: (draft, { replica }) => write(draft, withoutBroker(draft.quorum, replica)),
  })

  return [electLeader, shrinkIsr]
}

/** A leader that fails stays in the ISR if nobody else is in it; of others the last may leave it too. */
function withoutBroker({ leader, isr }: LeaderAndIsr, broker: BrokerId): LeaderAndIsr {
  const others = excluding(isr, broker)
  if (leader !== broker) return { leader, isr: others }
  return { leader: null, isr: others.length === 0 ? isr : others }
}

/** Stores who leads and who is in sync, in a new leader epoch, and sends that to everybody. */
function write({ quorum, requests }: Draft<PublishedState>, { leader, isr }: LeaderAndIsr): void {
  quorum.leaderEpoch += 1
  quorum.leader = leader
  quorum.isr = [...isr]
  requests[quorum.leaderEpoch] = { leader, isr: [...isr] }
}
