import { strategies } from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { type Override, parseOverride } from "../spec/overrides.ts"
import type { RunSettings } from "../spec/scenario.ts"
import { duration, memorySize, oneOf, parse, wholeNumber } from "./arguments.ts"

/** What `check` can be told. */
const checkOptions = {
  engine: { type: "string" },
  set: { type: "string", multiple: true },
  property: { type: "string", multiple: true },
  runs: { type: "string" },
  seed: { type: "string" },
  depth: { type: "string" },
  strategy: { type: "string" },
  budget: { type: "string" },
  "max-states": { type: "string" },
  "max-memory": { type: "string" },
  checkpoint: { type: "string" },
  "checkpoint-every": { type: "string" },
  known: { type: "string" },
  workers: { type: "string" },
  symmetry: { type: "string" },
  all: { type: "boolean" },
  verify: { type: "boolean" },
  deadlock: { type: "boolean" },
  "trace-dir": { type: "string" },
} as const

/** The same, understood; what is undefined was not given. */
export interface CheckRequest {
  readonly scenarios: readonly string[]
  readonly overrides: readonly Override[]
  /** Undefined: as the scenario says. */
  readonly properties: readonly string[] | undefined
  readonly run: RunSettings
  readonly budget: number | undefined
  readonly maxMemory: number | undefined
  /** A file in which an exhaustive search is saved, and seconds between two times. */
  readonly checkpoint: string | undefined
  readonly checkpointEvery: number
  /** A file in which an exhaustive search was saved, whose states random runs are measured by. */
  readonly known: string | undefined
  readonly traceDir: string | undefined
  /** Whether states in which nothing can happen are judged too. */
  readonly deadlock: boolean
  readonly json: boolean
  readonly search: SearchRequest
}

/** How an exhaustive search is made; undefined: not given. */
interface SearchRequest {
  readonly workers: number | undefined
  readonly symmetry: "on" | "off" | undefined
  readonly all: boolean | undefined
  readonly verify: boolean | undefined
}

/** Threads that one may ask for. */
export const workersMax = 64

/** Reads the words after `check`; an option that this version cannot honour is refused or leads to a note. */
export function checkRequest(args: readonly string[]): CheckRequest | "help" {
  const { values, positionals } = parse("check", args, checkOptions)
  if (values.help === true) return "help"
  const engine = oneOf("engine", values.engine, ["random", "exhaustive"])
  const strategy = oneOf("strategy", values.strategy, strategies)
  return {
    scenarios: positionals.length === 0 ? ["default"] : positionals,
    overrides: (values.set ?? []).map(parseOverride),
    properties: values.property,
    run: given({
      engine,
      strategy,
      runs: wholeNumber("runs", values.runs, 1),
      depth: wholeNumber("depth", values.depth, 1),
      seed: wholeNumber("seed", values.seed, Number.MIN_SAFE_INTEGER),
      maxStates: wholeNumber("max-states", values["max-states"], 1),
    }),
    budget: duration("budget", values.budget),
    maxMemory: memorySize("max-memory", values["max-memory"]),
    checkpoint: values.checkpoint,
    checkpointEvery: duration("checkpoint-every", values["checkpoint-every"]) ?? 60,
    known: values.known,
    traceDir: values["trace-dir"],
    deadlock: values.deadlock === true,
    json: values.json === true,
    search: {
      workers: wholeNumber("workers", values.workers, 1, workersMax),
      symmetry: oneOf("symmetry", values.symmetry, ["on", "off"]),
      all: values.all,
      verify: values.verify,
    },
  }
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined }

/** What was given only, so that it can be laid over the scenario's own settings. */
function given(settings: Loose<RunSettings>): RunSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

const ownOptions = {
  random: ["maxStates"],
  exhaustive: ["runs", "seed", "strategy"],
} as const satisfies Record<"random" | "exhaustive", readonly (keyof RunSettings)[]>

const spelled = { maxStates: "max-states", runs: "runs", seed: "seed", strategy: "strategy" } as const

/** The settings of a run: the command line over the scenario; what the engine has no use for is refused. */
export function settingsFor(scenario: RunSettings, request: CheckRequest): RunSettings {
  const engine = request.run.engine ?? scenario.engine ?? "random"
  const other = engine === "random" ? "exhaustive" : "random"
  const odd = [
    ...ownOptions[engine].filter((option) => request.run[option] !== undefined).map((option) => spelled[option]),
    ...(engine === "exhaustive" && request.known !== undefined ? ["known"] : []),
    ...(engine === "random" && request.checkpoint !== undefined ? ["checkpoint"] : []),
    ...(engine === "random" ? searchOptions.filter((option) => isGiven(request.search[option])) : []),
  ][0]
  if (odd !== undefined) throw new QuorateError("USAGE", `--${odd} is for --engine ${other}, and this run is ${engine}`)
  return { ...scenario, ...request.run, engine }
}

const searchOptions = ["symmetry", "all", "verify"] as const satisfies readonly (keyof SearchRequest)[]

const isGiven = (value: unknown): boolean => value !== undefined && value !== "off" && value !== false
