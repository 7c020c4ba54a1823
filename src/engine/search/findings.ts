import type { Space } from "../learned/space.ts"
import { type Exchange, never } from "./exchange.ts"
import { isBefore } from "./voice.ts"

/** Where a property was first broken, or a goal first met: the move of a state; in the initial state, parent -1. */
export interface Finding {
  /** The property's place: those of states, then those of steps, then deadlock. */
  readonly property: number
  readonly parent: number
  readonly ordinal: number
}

/** What the threads have found so far, one finding a property. */
export function findingsIn({ findings, threads }: Exchange): readonly Finding[] {
  const properties = findings.length / 2 / threads
  const all: Finding[] = []
  for (let property = 0; property < properties; property += 1) {
    let [parent, ordinal] = [never, 0]
    for (let thread = 0; thread < threads; thread += 1) {
      const at = (thread * properties + property) * 2
      const key = [findings[at] as number, findings[at + 1] as number] as const
      if (isBefore(...key, parent, ordinal)) [parent, ordinal] = key
    }
    if (parent !== never) all.push({ property, parent, ordinal })
  }
  return all
}

export const isGoal = <S extends object>({ invariants, ofSteps }: Space<S>, { property }: Finding): boolean =>
  ofSteps[property - invariants.length]?.kind === "sometimes"

/** What ends a search: the first break, or, where all are wanted, the last one. */
export function endOf<S extends object>(space: Space<S>, exchange: Exchange, wantsAll: boolean): Finding | undefined {
  const broken = findingsIn(exchange).filter((finding) => !isGoal(space, finding))
  const promises = space.ofSteps.filter(({ kind }) => kind !== "sometimes").length + space.invariants.length
  const judged = promises + (space.deadlock === undefined ? 0 : 1)
  if (broken.length === 0 || (wantsAll && broken.length < judged)) return undefined
  const order = broken.toSorted((a, b) => (isBefore(a.parent, a.ordinal, b.parent, b.ordinal) ? -1 : 1))
  return wantsAll ? order.at(-1) : order[0]
}
