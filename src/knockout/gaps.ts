import type { Property } from "../engine/index.ts"
import type { Knockout } from "./knockout.ts"
import { isSilent, type LossRow } from "./row.ts"

/** The promises that nothing breaks, alone or with others, although the scenario keeps them; and the losses that nobody explains. */
export function gapsOf({ promises, rows, standing }: Knockout): {
  readonly promises: readonly Property<object>[]
  readonly losses: readonly LossRow[]
} {
  const broken = new Set(
    rows.flatMap(({ noticed, together }) => [...noticed, ...together].map(({ property }) => property)),
  )
  for (const { property } of standing.breaks) broken.add(property)
  return {
    promises: promises.filter(({ name }) => !broken.has(name)),
    losses: rows.filter((row) => isSilent(row) && row.together.length === 0 && row.why === null),
  }
}
