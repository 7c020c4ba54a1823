import type { Model } from "../../engine/model.ts"
import { applyStep } from "../../engine/walk.ts"
import { invariant } from "../../errors.ts"
import type { ZooKeeperState } from "./state.ts"

/** For tests: takes steps by name, each of which must be enabled. */
export function run<S extends object>(
  model: Model<S>,
  from: S,
  ...steps: readonly (readonly [action: string, choice: unknown])[]
): S {
  return steps.reduce((state, [action, choice]) => {
    const after = applyStep(model, state, { action, choice })
    invariant(after, `${action} ${JSON.stringify(choice)} is not enabled`)
    return after
  }, from)
}

/** For tests: whether a step could be taken. */
export const canRun = <S extends object>(model: Model<S>, state: S, action: string, choice: unknown): boolean =>
  applyStep(model, state, { action, choice }) !== undefined

/** For tests: a client of the standalone model connects to a server and hears that it has. */
export const connecting = (client: string, server: number) =>
  [
    ["ClientConnects", { client, server }],
    ["ServeRequest", { client, server }],
    ["ClientReceives", { client }],
  ] as const

/** For tests: what is on its way from a server to a client. */
export const sentTo = (state: ZooKeeperState, client: string, server: number) =>
  state.zkChannels[`zk${server}>${client}`] ?? []
