import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { packageRoot } from "../../src/spec/package-root.ts"

/** One way to run Quorate, in a process of its own, as a user would. */
export interface OurCase {
  readonly name: string
  /** What is searched or walked: rows of the same workload are compared. */
  readonly workload: string
  readonly args: readonly string[]
  /** A script in this folder, instead of the command line. */
  readonly script?: string
}

/** What one run of a case came to. */
export interface OurRun {
  readonly verdict: string
  readonly seconds: number
  readonly states: number
  readonly steps: number
  readonly bytesPerState: number | null
  /** The share of answers that did not take the model's own code; null for random runs. */
  readonly learned: number | null
}

const published = (bounds: string): readonly string[] => {
  const [replicas, logSize, maxRecords, maxLeaderEpoch] = bounds.split(",")
  const set = Object.entries({ replicas, logSize, maxRecords, maxLeaderEpoch }).flatMap(([key, value]) => [
    "--set",
    `${key}=${value}`,
  ])
  return ["check", "spec/scenarios/published/kip-320.yaml", ...set]
}

const ways: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["1 thread", []],
  ["2 threads", ["--workers", "2"]],
  ["symmetry, 1 thread", ["--symmetry", "on"]],
  ["symmetry, 2 threads", ["--symmetry", "on", "--workers", "2"]],
]

const searches = (bounds: string): readonly OurCase[] =>
  ways.map(([name, args]) => ({
    name,
    workload: `KIP-320 ${bounds}`,
    args: [...published(bounds), "--engine", "exhaustive", ...args],
  }))

const random = (workload: string, args: readonly string[]): readonly OurCase[] => [
  { name: "random, judged", workload, args },
  { name: "random, not judged", workload, args: [...args, "--property", "none"] },
]

const kipRuns = [...published("3,2,2,2"), "--engine", "random", "--runs", "100000"]

/** All that is measured of ours. */
export const ours: readonly OurCase[] = [
  ...searches("3,2,2,2"),
  ...searches("3,3,3,2"),
  { name: "1 thread", workload: "two-phase commit of 8", args: ["8"], script: "two-phase.ts" },
  {
    name: "1 thread, every promise and fair run",
    workload: "the smallest cluster",
    args: ["check", "smallest", "--engine", "exhaustive"],
  },
  {
    name: "1 thread, not judged",
    workload: "the smallest cluster",
    args: ["check", "smallest", "--engine", "exhaustive", "--property", "none"],
  },
  ...random("KIP-320 3,2,2,2", kipRuns),
  ...random("the default cluster", ["check"]),
]

const tsx = import.meta.resolve("tsx")

/** Runs a case once. Fails where it does not end well. */
export function runOurs({ args, script }: OurCase): OurRun {
  const file = join(packageRoot, script === undefined ? "src/cli/bin.ts" : `scripts/bench/${script}`)
  const words = script === undefined ? [...args, "--json"] : args
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, file, ...words], {
    cwd: packageRoot,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  })
  if (stdout === "") throw new Error(`${args.join(" ")} printed nothing: ${stderr}`)
  const { verdict, seconds, states, steps = 0, bytesPerState, learned } = JSON.parse(stdout)
  return {
    verdict,
    seconds,
    states: states.distinct,
    steps,
    bytesPerState,
    learned: learned === null ? null : 1 - learned.asked / learned.of,
  }
}
