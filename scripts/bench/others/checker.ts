import { spawnSync } from "node:child_process"

/** A model to search to the end, and how many states it is known to have. */
export interface Workload {
  readonly name: string
  /** The files' name, `others/NAME.pml` and `others/NAME.m`. */
  readonly model: "kip-320" | "two-phase"
  /** What the files call them. */
  readonly constants: Readonly<Record<string, number>>
  readonly states: number
  /** States that differ by more than the names of replicas or managers: what a perfect symmetry reduction visits. */
  readonly orbits: number
}

/** A search that was made; `wrong` says what is, where the number of states is not the known one. */
export interface Measured {
  readonly tool: string
  readonly variant: string
  readonly workload: string
  readonly states: number
  /** The wall time of the checker's own process, without what built it. */
  readonly seconds: number
  /** As the checker itself says; some do not. */
  readonly megabytes?: number
  readonly wrong?: string
}

/** A tool that is not there, and how to get it. */
export interface Missing {
  readonly tool: string
  readonly missing: string
}

/** A search that did not come to its end. */
export interface Failed {
  readonly tool: string
  readonly variant: string
  readonly workload: string
  readonly failed: string
}

/** What a checker printed about a search, or why there is nothing to read. */
export type Outcome = Pick<Measured, "states" | "seconds" | "megabytes"> | { readonly failed: string }

/** One way to run a tool: `prepare` builds, in a directory of its own, what each call of its result runs. */
export interface Variant {
  readonly name: string
  /** What it is able to search, in a time worth waiting for. */
  readonly models: readonly Workload["model"][]
  /** Whether states that differ by names are one: surely, perhaps, or not. */
  readonly symmetry: "exact" | "heuristic" | "none"
  readonly prepare: (workload: Workload, directory: string) => () => Outcome
}

/** A tool, and what it can be measured with. */
export interface Checker {
  readonly tool: string
  /** What to do about it if the tool is not here, and null if it is. */
  readonly missing: () => string | null
  readonly variants: readonly Variant[]
}

/** Whether a program can be started. */
const starts = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).error === undefined

/** Says how to install what is not there; all of it is in Debian's and Ubuntu's archives. */
export function notInstalled(
  programs: readonly (readonly [program: string, versionFlag: string, aptPackage: string])[],
) {
  const absent = programs.filter(([program, flag]) => !starts(program, flag))
  if (absent.length === 0) return null
  const verb = absent.length === 1 ? "is" : "are"
  const names = absent.map(([program]) => program).join(" and ")
  return `${names} ${verb} not installed: apt-get install ${absent.map(([, , name]) => name).join(" ")}`
}

/** Runs a step of a build, and throws what it printed if it fails. */
export function build(directory: string, program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: directory, encoding: "utf8" })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`)
}

/** Runs a checker against the clock, and reads what it printed with `read`, which finds null where that is no success. */
export function timed(
  [program, ...args]: readonly [string, ...string[]],
  directory: string,
  read: (printed: string) => Pick<Measured, "states" | "megabytes"> | null,
): Outcome {
  const start = performance.now()
  const run = spawnSync(program, args, { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 27, timeout: 3_600_000 })
  const seconds = (performance.now() - start) / 1_000
  if (run.error) return { failed: run.error.message }
  const result = read(run.stdout)
  return result ? { ...result, seconds } : { failed: `${run.stdout}${run.stderr}`.trim().slice(-1_000) }
}
