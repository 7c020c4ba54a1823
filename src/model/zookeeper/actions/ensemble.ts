import type { ProcessName } from "../../network/state.ts"
import type { ZooKeeperRules } from "../config.ts"

/** What the actions of an ensemble need to know: it does not change in a run. */
export interface Ensemble {
  /** How many servers, numbered from 1. */
  readonly servers: number
  /** The processes that are clients. */
  readonly clients: readonly ProcessName[]
  readonly rules: ZooKeeperRules
}

/** The numbers of the servers. */
export const serverIds = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1)

/** A choice of each server. */
export const eachServer = ({ servers }: Ensemble): readonly { readonly server: number }[] =>
  serverIds(servers).map((server) => ({ server }))

/** Every set of some servers, each sorted. */
export const subsets = (ids: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** ids.length }, (_, mask) => ids.filter((_id, bit) => (mask >> bit) % 2 === 1))
