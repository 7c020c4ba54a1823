import type { Property } from "../engine/index.ts"
import type { Rule } from "../spec/rules.ts"
import type { RunSettings, Scenario } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"
import { breaksOf, type Found } from "./breaks.ts"
import { type Loss, lossesOf, without } from "./loss.ts"
import { isSilent, type LossRow, type Noticed, type SearchWatch } from "./row.ts"
import { inSmallScenarios } from "./small-scenarios.ts"
import { readWitnesses, type Witness } from "./witnesses.ts"

/** Which rule protects what. */
export interface Knockout {
  /** What the scenario breaks as it is; it is left out of all the rest. */
  readonly standing: Found
  readonly promises: readonly Property<object>[]
  readonly rows: readonly LossRow[]
}

export interface KnockoutOptions {
  /** The folder that `traces/` is in. */
  readonly root: string
  readonly settings: RunSettings
  readonly rules: readonly Rule[]
  /** The watch of a search, one of so many that share what is left of the time but for a part that is kept for later. */
  readonly watch: (searchesLeft: number, kept: number) => SearchWatch
  /** Called when something is known of a loss. */
  readonly onRow?: (row: LossRow) => void
}

/** The part of the time that is kept for small scenarios. */
const reserve = 0.25

/** Turns every rule of a scenario to each of its other values, one at a time, and tells which promises that breaks. */
export function knockout(scenario: Scenario, systems: readonly System[], options: KnockoutOptions): Knockout {
  const { system, config } = scenario
  const witnesses = readWitnesses(options.root, systems)
  const losses = lossesOf(system, config)
  const asked = new Set(scenario.properties.map(({ name }) => name))
  const promises = system.properties(config).filter(({ name, kind }) => kind !== "sometimes" && asked.has(name))
  const names = new Set(promises.map(({ name }) => name))
  const share = (left: number) => options.watch(left, reserve)
  const standing = breaksOf({ model: scenario.model, promises }, options.settings, share(losses.length + 1))
  for (const { property } of standing.breaks) names.delete(property)

  // Those that no trace is a witness of come first: if time runs out, something is known of the others all the same.
  const isWitnessed = ({ rule, value }: Loss): boolean => witnesses.some(({ set }) => set[rule.id] === value)
  const order = [...losses.filter((loss) => !isWitnessed(loss)), ...losses.filter(isWitnessed)]
  const known = new Map(
    order.map((loss, index) => {
      const row = searched(loss, scenario, names, witnesses, options, share(order.length - index))
      options.onRow?.(row)
      return [loss, row] as const
    }),
  )
  const rows = losses.flatMap((loss) => known.get(loss) ?? [])
  const silent = rows.filter((row) => isSilent(row) && row.why === null)
  return {
    standing,
    promises,
    rows: rows.map((row) => {
      if (!silent.includes(row)) return row
      const watch = options.watch(silent.length - silent.indexOf(row), 0)
      const found = inSmallScenarios(row, witnesses, names, system, watch)
      if (found.noticed.length > 0) options.onRow?.(found)
      return found
    }),
  }
}

function searched(
  loss: Loss,
  { system, config }: Scenario,
  names: ReadonlySet<string>,
  witnesses: readonly Witness[],
  { settings, rules }: KnockoutOptions,
  watch: SearchWatch,
): LossRow {
  const { id } = loss.rule
  const ofLoss = witnesses.filter(({ set }) => set[id] === loss.value)
  const alone = ofLoss.filter(({ set, property }) => Object.keys(set).length === 1 && names.has(property))
  const built = without(system, config, loss)
  const here =
    built === undefined || watch.shouldStop()
      ? null
      : breaksOf({ ...built, promises: built.promises.filter(({ name }) => names.has(name)) }, settings, watch)
  const all: readonly Noticed[] = [
    ...(here?.breaks ?? []).map((one) => ({ ...one, by: "here", file: null }) as const),
    ...alone.map(
      ({ property, length, shortest, file }) => ({ property, length, shortest, by: "trace", file }) as const,
    ),
  ]
  const why = rules.find(({ choice, unnoticed }) => choice === id && unnoticed?.[loss.value] !== undefined)
  return {
    loss,
    here,
    isPossible: built !== undefined,
    noticed: bestOfEach(all),
    together: ofLoss.filter(({ set, property }) => Object.keys(set).length > 1 && names.has(property)),
    small: { tried: 0, of: 0 },
    why: why?.unnoticed?.[loss.value] ?? null,
  }
}

/** Of each promise what was found here, if it was, and else the shortest. */
function bestOfEach(all: readonly Noticed[]): readonly Noticed[] {
  const best = new Map<string, Noticed>()
  for (const one of all) {
    const known = best.get(one.property)
    if (known === undefined || (known.by !== "here" && one.length < known.length)) best.set(one.property, one)
  }
  return [...best.values()]
}
