import type { Draft } from "immer"
import { type Action, action } from "../../engine/model.ts"
import { affords, spend } from "../budgets.ts"
import { type Links, linkName, type ProcessName } from "./state.ts"

/** A state with links that may be cut, within a budget. */
export interface Networked {
  readonly links: Links
  readonly budgets: Readonly<Record<string, number>>
}

/** Which links may be cut, and which records of the state hold the messages that are on their way on them. */
export interface NetworkFaults<S extends Networked> {
  readonly links: readonly { readonly from: ProcessName; readonly to: ProcessName }[]
  readonly channels: readonly (keyof S & string)[]
  /** What becomes of the messages on a link that is cut. */
  readonly inFlight: "kept" | "dropped" | "either"
  /**
   * Called when a channel has lost messages. A connection that promises an order must not go on with a gap
   * once the link is back, so this is where it is closed.
   */
  readonly onLoss?: (draft: Draft<S>, from: ProcessName, to: ProcessName) => void
}

type Cut = { readonly from: ProcessName; readonly to: ProcessName; readonly inFlight: "kept" | "dropped" }

/** A link stops to carry messages in one direction; what is on its way is kept for later, or lost. */
export function cutLink<S extends Networked>({ links, channels, inFlight, onLoss }: NetworkFaults<S>): Action<S> {
  const choices: readonly Cut[] = links.flatMap(({ from, to }) =>
    (inFlight === "either" ? (["kept", "dropped"] as const) : ([inFlight] as const)).map((what) => ({
      from,
      to,
      inFlight: what,
    })),
  )
  return action<S, Cut>("CutLink", {
    kind: "fault",
    cites: ["network.cut", "network.fifo"],
    choices,
    guard: (state, { from, to, inFlight: what }) => {
      const { links: now, budgets } = state as unknown as Networked
      if (!affords({ budgets }, "cuts") || now[linkName(from, to)] === false) return false
      return inFlight !== "either" || what === "kept" || isBusy(state, channels, linkName(from, to))
    },
    effect: (draft, { from, to, inFlight: what }) => {
      const { links: now, budgets } = draft as Draft<Networked>
      spend({ budgets }, "cuts")
      now[linkName(from, to)] = false
      if (what === "kept") return
      let isLost = false
      for (const key of channels) if (lose(draft, key, linkName(from, to))) isLost = true
      if (isLost) onLoss?.(draft, from, to)
    },
  })
}

/** A cut link carries messages again. */
export const healLink = <S extends Networked>({ links }: Pick<NetworkFaults<S>, "links">): Action<S> =>
  action<S, { readonly from: ProcessName; readonly to: ProcessName }>("HealLink", {
    kind: "healing",
    cites: ["network.cut"],
    choices: links,
    guard: (state, { from, to }) => (state as unknown as Networked).links[linkName(from, to)] === false,
    effect: (draft, { from, to }) => {
      const { links: now } = draft as Draft<Networked>
      now[linkName(from, to)] = true
    },
  })

type AnyChannels = Record<string, Record<string, unknown[]> | undefined>

function isBusy(state: unknown, channels: readonly string[], link: string): boolean {
  for (const key of channels) if (((state as AnyChannels)[key]?.[link]?.length ?? 0) > 0) return true
  return false
}

/** Empties a channel and says whether there was anything in it. */
function lose(draft: unknown, key: string, link: string): boolean {
  const channels = (draft as AnyChannels)[key]
  if (!channels?.[link]?.length) return false
  channels[link] = []
  return true
}
