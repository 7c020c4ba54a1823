import type { Draft } from "immer"
import { type Action, action } from "../../../../engine/model.ts"
import type { BrokerId } from "../../state.ts"
import { excluding, including, members } from "../members.ts"
import type { AsyncIsrConfig } from "./config.ts"
import { type AsyncIsrState, endOf, highWatermark, isrs, theLeader } from "./state.ts"

type OfReplica = { readonly replica: BrokerId }

/** What the leader and its followers do. The leader may ask for several changes before it hears of one. */
export function asyncLeaderActions(
  config: AsyncIsrConfig,
  followers: readonly BrokerId[],
): readonly Action<AsyncIsrState>[] {
  const choices = followers.map((replica) => ({ replica }))

  const requestShrinkIsr = action<AsyncIsrState, OfReplica>("LeaderRequestShrinkIsr", {
    kind: "fault",
    cites: ["published.async-leader-request-shrink-isr"],
    choices,
    guard: ({ leader }, { replica }) => leader.isr.includes(replica),
    effect: (draft, { replica }) => request(draft, excluding(draft.leader.isr, replica)),
  })

  const requestExpandIsr = action<AsyncIsrState, OfReplica>("LeaderRequestExpandIsr", {
    kind: "protocol",
    cites: ["published.async-leader-request-expand-isr", "published.async-high-watermark"],
    choices,
    guard: (state, { replica }) =>
      !state.leader.isr.includes(replica) && endOf(state, replica) >= highWatermark(state, config),
    effect: (draft, { replica }) => request(draft, including(draft.leader.isr, replica)),
  })

  const write = action<AsyncIsrState, Record<string, never>>("LeaderWrite", {
    kind: "workload",
    cites: ["published.async-leader-write"],
    choices: [{}],
    guard: (state) => endOf(state, theLeader) < config.maxOffset,
    effect: append(theLeader),
  })

  /** An update that is late may be skipped for a later one. */
  const handleUpdate = action<AsyncIsrState, { version: number }>("LeaderHandleUpdate", {
    kind: "protocol",
    cites: ["published.async-leader-handle-update"],
    choices: Array.from({ length: config.maxVersion }, (_, index) => ({ version: index + 1 })),
    guard: ({ leader, updates }, { version }) => leader.version < version && updates[version] !== undefined,
    effect({ leader, updates }, { version }) {
      leader.isr = [...(updates[version] ?? [])]
      leader.version = version
      leader.pendingIsr = []
      leader.pendingVersion = -1
    },
  })

  const replicate = action<AsyncIsrState, OfReplica>("FollowerReplicate", {
    kind: "protocol",
    cites: ["published.async-follower-replicate"],
    choices,
    guard: (state, { replica }) => endOf(state, replica) < endOf(state, theLeader),
    effect: (draft, { replica }) => append(replica)(draft),
  })

  return [requestShrinkIsr, requestExpandIsr, write, handleUpdate, replicate]
}

/** Asks the controller for an ISR; from now on whoever is in it may be in sync. */
function request({ leader, requests }: Draft<AsyncIsrState>, isr: readonly BrokerId[]): void {
  requests[leader.version] = isrs([...(requests[leader.version] ?? []), isr]).map((asked) => [...asked])
  leader.pendingIsr = members([...leader.pendingIsr, ...isr])
  leader.pendingVersion = leader.version
}

const append =
  (replica: BrokerId) =>
  (draft: Draft<AsyncIsrState>): void => {
    draft.offsets[replica] = endOf(draft, replica) + 1
  }
