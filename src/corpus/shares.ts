import type { Figures } from "./examine.ts"

/** Steps of random runs for each run that they need: ten seeds, and as many states as a run mostly has. */
const stepsPerRun = 500
/** What a bug is taken for of which nothing is known yet, so that it is not left for the end. */
const unknownCost = Number.MAX_SAFE_INTEGER

/** About how much work it is to examine a bug, by the figures of the last time; in steps. */
export function costOf(figures: Figures | undefined): number {
  if (figures === undefined) return unknownCost
  const { after, random } = figures
  return after.distinct + stepsPerRun * (random.medianRuns ?? 0)
}

/** Parts of about the same weight: the heaviest first, each to the part that has least by then. */
export function shares<T>(all: readonly T[], weight: (one: T) => number, count: number): readonly (readonly T[])[] {
  const parts = Array.from({ length: count }, () => ({ weight: 0, members: [] as T[] }))
  for (const one of all.toSorted((a, b) => weight(b) - weight(a))) {
    const lightest = parts.reduce((least, part) => (part.weight < least.weight ? part : least))
    lightest.members.push(one)
    lightest.weight += weight(one)
  }
  return parts.map(({ members }) => members)
}
