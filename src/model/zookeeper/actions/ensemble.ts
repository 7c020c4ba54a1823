import type { ProcessName } from "../../network/state.ts"
import type { ZooKeeperRules } from "../config.ts"
import { areEnough, mayLead, type Seated } from "../ensemble.ts"
import { seatsOf } from "../groups.ts"

/** What the actions of an ensemble need to know: it does not change in a run. */
export interface Ensemble {
  /** How many servers, numbered from 1. */
  readonly servers: number
  /** The processes that are clients. */
  readonly clients: readonly ProcessName[]
  readonly rules: ZooKeeperRules
}

/** A leader, and who makes it one. */
export interface Election {
  readonly leader: number
  /** Who takes part, the leader among them; sorted. */
  readonly voters: readonly number[]
}

/** By the rules of an ensemble: where its voters sit, for the size that was last asked for. */
const known = new WeakMap<ZooKeeperRules, { readonly size: number; readonly seated: Seated }>()

/** Where the voters of an ensemble sit. */
export function seatedIn({ servers, rules }: Pick<Ensemble, "servers" | "rules">): Seated {
  const found = known.get(rules)
  if (found?.size === servers) return found.seated
  const seats = seatsOf(rules)
  const seated = Object.fromEntries(serverIds(servers).map((id) => [id, { ...(seats?.[id] && { seat: seats[id] }) }]))
  known.set(rules, { size: servers, seated })
  return seated
}

/** Every leader with every set of voters that it could be elected by. */
export function elections({ servers, rules }: Ensemble): readonly Election[] {
  const seated = seatedIn({ servers, rules })
  return serverIds(servers)
    .filter((leader) => mayLead(seated, leader))
    .flatMap((leader) =>
      subsets(serverIds(servers))
        .filter((voters) => voters.includes(leader))
        .filter((voters) => areEnough(seated, rules.electionQuorum, (id) => voters.includes(id)))
        .map((voters) => ({ leader, voters })),
    )
}

/** The servers that clients may turn to; those without a vote are there only message by message. */
export const servingIds = ({ servers, rules }: Pick<Ensemble, "servers" | "rules">): readonly number[] =>
  serverIds(rules.grain === "atomic" ? servers : servers + rules.observers)

/** The numbers of the servers. */
export const serverIds = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1)

/** A choice of each server. */
export const eachServer = ({ servers }: Ensemble): readonly { readonly server: number }[] =>
  serverIds(servers).map((server) => ({ server }))

/** Every set of some servers, each sorted. */
const subsets = (ids: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** ids.length }, (_, mask) => ids.filter((_id, bit) => (mask >> bit) % 2 === 1))
