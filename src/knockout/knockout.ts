import type { ExhaustiveOptions, Property, Watch } from "../engine/index.ts"
import { ruleChoices } from "../spec/choices.ts"
import { override } from "../spec/overrides.ts"
import type { Rule } from "../spec/rules.ts"
import type { RunSettings, Scenario } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"
import { type Break, breaksOf, type Found } from "./breaks.ts"
import { type Loss, lossesOf, without } from "./loss.ts"
import { readWitnesses, type Witness } from "./witnesses.ts"

/** A promise that the loss of a rule breaks, and where that was seen. */
export interface Noticed extends Break {
  /**
   * In the scenario itself (`here`), in a trace that is kept and was taken again (`trace`), or in runs of the small scenario
   * that such a trace is of (`runs`).
   */
  readonly by: "here" | "trace" | "runs"
  /** The trace, where it was not here. */
  readonly file: string | null
}

/** What comes of the loss of one rule. */
export interface LossRow {
  readonly loss: Loss
  /** What was found in the scenario itself; null where it was not searched, or cannot be built without the rule. */
  readonly here: Found | null
  readonly isPossible: boolean
  /** Of every promise that it breaks the best that is known: here, if it was broken here. */
  readonly noticed: readonly Noticed[]
  /** How many small scenarios were run for it, of how many, where neither the scenario nor a trace notices it. */
  readonly small: { readonly tried: number; readonly of: number }
  /** Traces in which it breaks a promise together with other losses. */
  readonly together: readonly Witness[]
  /** What the catalogue of rules says of why it is not noticed; null where it says nothing. */
  readonly why: string | null
}

/** Which rule protects what. */
export interface Knockout {
  /** What the scenario breaks as it is; it is left out of all the rest. */
  readonly standing: Found
  readonly promises: readonly Property<object>[]
  readonly rows: readonly LossRow[]
}

type SearchWatch = Watch & Pick<ExhaustiveOptions, "memoryLeft">

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

/** Runs in a small scenario: enough to find most of what there is. */
const inSmall = { engine: "random", runs: 300, depth: 80, seed: 1, healEvery: 1 } as const
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

/** Whether nothing is known to notice a loss that can be had. */
const isSilent = ({ noticed, isPossible }: LossRow): boolean => noticed.length === 0 && isPossible

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

/** Looks for a loss in the scenarios of the traces: first those of the same rule, in any of its other values. */
function inSmallScenarios(
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
