import {
  type Crew,
  type ExhaustiveOptions,
  type ExploreOptions,
  exhaustive,
  explore,
  type KnownStates,
  knownStates,
  noDeadlockIn,
  type Property,
  type Report,
  type Verdict,
} from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { suggestion } from "../spec/nearest.ts"
import type { RunSettings, Scenario } from "../spec/scenario.ts"
import type { Io } from "./io.ts"
import type { SearchJob } from "./messages.ts"
import { progressTo } from "./progress.ts"
import type { CheckRequest } from "./run-options.ts"
import { version } from "./version.ts"

/** Why a run was ended from outside. */
type Stopped = "interrupted" | "time" | "memory"

/** A check that was made: of what, how, and what came of it. */
export interface Checked {
  readonly scenario: Scenario
  readonly settings: RunSettings
  readonly properties: readonly Property<object>[]
  readonly report: Report
  /** That of the report, but for a run that was ended before it could tell. */
  readonly verdict: Verdict
  readonly stopped: Stopped | undefined
  readonly seconds: number
  /** What a saved search knows of the states, where random runs are measured by it. */
  readonly known: KnownStates | undefined
}

/** Runs the engine that the settings name, under the clock, the memory and the interrupts of the outside world. */
export function run(io: Io, scenario: Scenario, settings: RunSettings, request: CheckRequest): Checked {
  const chosen = propertiesFor(scenario, request.properties)
  const properties = request.deadlock ? [...chosen, noDeadlockIn(scenario.model)] : chosen
  const known = request.known === undefined ? undefined : knownIn(io, request.known, scenario)
  const start = io.now()
  let stopped: Stopped | undefined
  const progress = progressTo(io, settings.engine ?? "random", start)
  const isExhaustive = settings.engine === "exhaustive"
  const watch = {
    shouldStop: () => {
      stopped ??=
        reasonToStop(io, start, request) ?? (isExhaustive || bytesLeft(io, request) > 0 ? undefined : "memory")
      return stopped !== undefined
    },
    onProgress: progress.tell,
  }
  const report = walk(io, scenario, properties, settings, request, watch)
  progress.end()
  return {
    scenario,
    settings,
    properties,
    report,
    verdict: honest(report, stopped),
    stopped,
    seconds: io.now() - start,
    known,
  }
}

function walk(
  io: Io,
  scenario: Scenario,
  properties: readonly Property<object>[],
  { engine, runs, depth, seed, strategy, maxStates }: RunSettings,
  request: CheckRequest,
  watch: Pick<ExploreOptions, "shouldStop" | "onProgress">,
): Report {
  const { model } = scenario
  if (engine !== "exhaustive")
    return explore(model, properties, defined<ExploreOptions>({ ...watch, runs, depth, seed, strategy }))
  const { search, checkpoint: file } = request
  const { all, verify, workers = 1 } = search
  const symmetry = search.symmetry === "on"
  const crew = workers > 1 ? crewOf(io, scenario, workers, { symmetry, verify: verify === true }) : undefined
  return exhaustive(
    model,
    properties,
    defined<ExhaustiveOptions>({
      ...watch,
      ...{ depth, maxStates, all, verify, symmetry, crew },
      memoryLeft: () => bytesLeft(io, request),
      checkpoint: file === undefined ? undefined : io.checkpoint?.(file, request.checkpointEvery),
      of: searchOf(scenario),
    }),
  )
}

/** What a saved search is of, beside the model and the promises. */
const searchOf = ({ config }: Scenario): string => `${version()} ${JSON.stringify(config)}`

function knownIn(io: Io, file: string, scenario: Scenario): KnownStates {
  const load = io.checkpoint?.(file, Number.POSITIVE_INFINITY).load
  if (load === undefined) throw new QuorateError("FILE", `${file}: there is no saved search`)
  const known = knownStates(load)
  const isSame = known.model === scenario.model.name && known.of === searchOf(scenario) && !known.symmetry
  if (isSame) return known
  throw new QuorateError(
    "FILE",
    `${file}: the search saved there is of another model or configuration, or used symmetry`,
  )
}

/** The threads that help with a search: they build the same model from the same configuration. */
function crewOf(
  { startSearch }: Io,
  { system, config }: Scenario,
  threads: number,
  how: Pick<SearchJob, "symmetry" | "verify">,
): Crew | undefined {
  if (startSearch === undefined) return undefined
  const start: Crew["start"] = (memory, properties) =>
    startSearch({ system: system.name, config, properties, memory, ...how }, threads)
  return { threads, start }
}

/** Options without those that were not given: the engine's defaults apply to them. */
function defined<T extends object>(options: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}

function reasonToStop(io: Io, start: number, { budget }: CheckRequest): Stopped | undefined {
  if (io.isInterrupted()) return "interrupted"
  return budget !== undefined && io.now() - start >= budget ? "time" : undefined
}

function bytesLeft(io: Io, { maxMemory }: CheckRequest): number {
  const { used, limit } = io.memory(maxMemory)
  return limit - used
}

/** A run that somebody broke off, or that ran out of memory or of time too soon, does not know what it did not see. */
function honest(report: Report, stopped: Stopped | undefined): Verdict {
  const { verdict } = report
  if (verdict === "violated" || stopped === undefined) return verdict
  const hasRun = report.engine === "exhaustive" || report.runs > 0
  return stopped === "time" && hasRun ? verdict : "undecided"
}

function propertiesFor(
  { allProperties, properties }: Scenario,
  names: readonly string[] | undefined,
): readonly Property<object>[] {
  if (names === undefined) return properties
  if (names.length === 1 && names[0] === "none") return []
  const valid = allProperties.map(({ name }) => name)
  const unknown = names.find((name) => !valid.includes(name))
  if (unknown === undefined) return allProperties.filter(({ name }) => names.includes(name))
  const near = suggestion(unknown, [...valid, "none"])
  throw new QuorateError("UNKNOWN_PROPERTY", `--property: expected a property of the model, found ${unknown}${near}`)
}
