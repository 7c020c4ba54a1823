import type { Components, Image, Symmetry } from "../../../../engine/model.ts"
import { maximalIsr } from "../../replica/leader.ts"
import { advancedHighWatermark } from "../../rules/high-watermark.ts"
import type { BrokerId } from "../../state.ts"
import { excluding } from "../members.ts"
import { replicaIds } from "../state.ts"
import { imagesOf } from "../symmetry.ts"
import type { AsyncIsrConfig } from "./config.ts"

type Isr = readonly BrokerId[]

/** A partition whose leader, replica 1, changes the ISR through the controller, and goes on before it is answered. */
export interface AsyncIsrState {
  readonly controller: { readonly isr: Isr; readonly version: number }
  /** What the leader was last told, and whom it has asked for since; version −1 while it has not asked. */
  readonly leader: {
    readonly isr: Isr
    readonly version: number
    readonly pendingIsr: Isr
    readonly pendingVersion: number
  }
  /** Where the log of each replica ends. */
  readonly offsets: Readonly<Record<BrokerId, number>>
  /** By the version that it was asked against, each ISR that was asked for, in order. */
  readonly requests: Readonly<Record<number, readonly Isr[]>>
  /** By version, the ISR that the controller tells the leader of. */
  readonly updates: Readonly<Record<number, Isr>>
}

/** The replica that leads; there is no election. */
export const theLeader: BrokerId = 1

export const asyncIsrComponents: Components<AsyncIsrState> = {
  controller: "each",
  leader: "each",
  offsets: "each",
  requests: "each",
  updates: "each",
}

/** Everybody is in sync, and nothing is written or asked. */
export function initialAsyncIsr({ replicas }: AsyncIsrConfig): AsyncIsrState {
  const isr = replicaIds(replicas)
  return {
    controller: { isr, version: 0 },
    leader: { isr, version: 0, pendingIsr: [], pendingVersion: -1 },
    offsets: Object.fromEntries(isr.map((replica) => [replica, 0])),
    requests: {},
    updates: {},
  }
}

/** Where the log of a replica ends. */
export const endOf = ({ offsets }: Pick<AsyncIsrState, "offsets">, replica: BrokerId): number => offsets[replica] ?? 0

/** The smallest log end of whoever may be in the ISR by now. It is kept nowhere, so that it may fall. */
export function highWatermark(
  state: Pick<AsyncIsrState, "leader" | "offsets">,
  { pendingIsr }: Pick<AsyncIsrConfig, "pendingIsr">,
): number {
  const { leader } = state
  const waitedFor =
    pendingIsr === "counted" ? maximalIsr({ isr: leader.isr, pending: { isr: leader.pendingIsr } }) : leader.isr
  const followers = excluding(waitedFor, theLeader)
  return advancedHighWatermark(
    0,
    endOf(state, theLeader),
    followers.map((follower) => endOf(state, follower)),
  )
}

/** Several ISRs as a set. */
export const isrs = (several: readonly Isr[]): Isr[] =>
  [...new Map(several.map((isr) => [isr.join(), isr])).entries()].sort(byName).map(([, isr]) => isr)

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** All replicas but the leader are alike. */
export const followersAreAlike = (followers: readonly BrokerId[]): Symmetry<AsyncIsrState> => ({
  of: "followers",
  members: followers,
  renaming: {
    controller: { whole: renamed },
    leader: { whole: renamed },
    offsets: { entry: (name, image) => String(image(Number(name))) },
    requests: { value: (asked, image) => isrs(asked.map((isr) => imagesOf(isr, image))) },
    updates: { value: imagesOf },
  },
})

/** Renames those ISRs that a part has. */
const renamed = <T extends { readonly isr: Isr; readonly pendingIsr?: Isr }>(part: T, image: Image): T => ({
  ...part,
  ...("isr" in part && { isr: imagesOf(part.isr, image) }),
  ...(part.pendingIsr && { pendingIsr: imagesOf(part.pendingIsr, image) }),
})
