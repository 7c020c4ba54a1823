import type { Step } from "../../src/engine/model.ts"
import type { Heard, ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** What one server has told another of its vote. */
export interface Told extends Heard {
  readonly from: number
  readonly to: number
}

/** The vote that a server is told with a step; null where the step tells none. */
export function toldWith(before: ZooKeeperState, { action, choice }: Step): Told | null {
  if (action !== "HandleNotification") return null
  const { from, to } = choice as { readonly from: number; readonly to: number }
  const told = before.electionChannels[`zk${from}>zk${to}`]?.[0]
  return told?.vote == null ? null : { ...told, vote: told.vote, from, to }
}
