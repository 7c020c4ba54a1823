import { z } from "zod"
import type { Seat } from "./state.ts"

/** How the votes of an ensemble are counted, as `group.N` and `weight.N` of `zoo.cfg` say it. */
export const groupOptions = {
  groups: z
    .array(z.array(z.int().min(1)).min(1))
    .min(1)
    .optional()
    .describe(
      "Groups of voters, such as [[1, 2, 3], [4, 5, 6]]: a quorum has more than half of the weight in more than half of the groups that have any. Without groups a quorum is a majority of the servers.",
    ),
  weights: z
    .record(z.string().regex(/^[1-9]\d*$/, "the number of a server"), z.int().min(0))
    .optional()
    .describe(
      "The weight of a server in its group, by its number: 1 where it is left out. One of weight 0 never counts, and is never elected. Only with groups.",
    ),
}

/** The part of a configuration that says how votes are counted. */
export interface Groups {
  readonly groups?: readonly (readonly number[])[] | undefined
  readonly weights?: Readonly<Record<string, number>> | undefined
}

/** A mistake in it, and where that is. */
interface Mistake {
  readonly path: (string | number)[]
  readonly message: string
}

/** What is wrong with the groups and weights of an ensemble of so many voters (`QuorumHierarchical.parse`). */
export function mistakesIn({ groups, weights = {} }: Groups, servers: number): readonly Mistake[] {
  const ids = Array.from({ length: servers }, (_, index) => index + 1)
  if (groups === undefined)
    return Object.keys(weights).length === 0
      ? []
      : [
          {
            path: ["weights"],
            message: "expected groups as well: weights count within a group, which may be one of all",
          },
        ]
  const places = groups.flatMap((group, at) => group.map((id, index) => ({ id, path: ["groups", at, index] })))
  const strangers = places.filter(({ id }) => !ids.includes(id))
  const repeated = places.filter(({ id }, at) => places.findIndex((one) => one.id === id) < at)
  const missing = ids.filter((id) => !places.some((one) => one.id === id))
  const unknown = Object.keys(weights).filter((id) => !ids.includes(Number(id)))
  const isWeightless = ids.every((id) => weights[id] === 0)
  return [
    ...strangers.map(({ id, path }) => ({ path, message: `expected a voter from 1 to ${servers}, found ${id}` })),
    ...repeated.map(({ id, path }) => ({ path, message: `expected each voter in one group, found ${id} once more` })),
    ...missing.map((id) => ({ path: ["groups"], message: `expected each voter in a group, and ${id} is in none` })),
    ...unknown.map((id) => ({
      path: ["weights", id],
      message: `expected the number of a voter, from 1 to ${servers}, found ${id}`,
    })),
    ...(isWeightless
      ? [{ path: ["weights"], message: "expected a voter whose weight is not 0: there is no quorum" }]
      : []),
  ]
}

/** Where each voter sits, by its number; undefined where all count alike. */
export function seatsOf({ groups, weights = {} }: Groups): Readonly<Record<number, Seat>> | undefined {
  if (groups === undefined) return undefined
  return Object.fromEntries(
    groups.flatMap((group, at) => group.map((id) => [id, { group: at + 1, weight: weights[id] ?? 1 }])),
  )
}

/** The voter that leads a settled ensemble: the one with the largest number that may be elected. */
export function firstLeader(groups: Groups, servers: number): number {
  let leader = servers
  while (leader > 1 && groups.groups !== undefined && groups.weights?.[leader] === 0) leader -= 1
  return leader
}
