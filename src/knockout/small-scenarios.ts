import { ruleChoices } from "../spec/choices.ts"
import { override } from "../spec/overrides.ts"
import type { System } from "../spec/system.ts"
import { breaksOf } from "./breaks.ts"
import { type Loss, without } from "./loss.ts"
import type { LossRow, SearchWatch } from "./row.ts"
import type { Witness } from "./witnesses.ts"

/** Runs in a small scenario: enough to find most of what there is. */
const inSmall = { engine: "random", runs: 300, depth: 80, seed: 1, healEvery: 1 } as const
/** Looks for a loss in the scenarios of the traces: first those of the same rule, in any of its other values. */
export function inSmallScenarios(
  row: LossRow,
  witnesses: readonly Witness[],
  names: ReadonlySet<string>,
  system: System,
  watch: SearchWatch,
): LossRow {
  const { loss } = row
  const places = smallScenarios(witnesses.filter((one) => one.system === system))
  const touching = places.filter(({ set }) => set[loss.rule.id] !== undefined)
  let tried = 0
  for (const place of [...touching, ...places.filter((one) => !touching.includes(one))]) {
    if (watch.shouldStop()) break
    tried += 1
    const sound = ofToday(place)
    const breaks = breaksIn(system, sound, loss, names, watch)
    const broken = new Set(breaks.map(({ property }) => property))
    const before =
      broken.size === 0
        ? new Set()
        : new Set(breaksIn(system, sound, null, broken, watch).map(({ property }) => property))
    const noticed = breaks.filter(({ property }) => !before.has(property))
    if (noticed.length > 0) return { ...row, noticed: noticed.map((one) => ({ ...one, by: "runs", file: place.file })) }
  }
  return { ...row, small: { tried, of: places.length } }
}

function breaksIn(system: System, config: unknown, loss: Loss | null, names: ReadonlySet<string>, watch: SearchWatch) {
  const built = without(system, config, loss)
  if (built === undefined) return []
  return breaksOf({ ...built, promises: built.promises.filter(({ name }) => names.has(name)) }, inSmall, watch).breaks
}

/** One trace of each small scenario. */
function smallScenarios(witnesses: readonly Witness[]): readonly Witness[] {
  const byConfig = new Map<string, Witness>()
  for (const one of witnesses) {
    const key = JSON.stringify(ofToday(one))
    if (!byConfig.has(key)) byConfig.set(key, one)
  }
  return [...byConfig.values()]
}

/** The configuration of a trace with the rules of today. */
function ofToday({ system, config, set }: Witness): unknown {
  const rules = ruleChoices(system).filter(({ id }) => set[id] !== undefined)
  return override(
    system,
    config,
    rules.map(({ id, path, values }) => ({ text: `${id}=${values[0]}`, path, value: values[0] })),
  )
}
