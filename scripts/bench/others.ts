import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import type { Checker, Failed, Measured, Missing, Outcome, Variant, Workload } from "./others/checker.ts"
import { rumur } from "./others/rumur.ts"
import { spin } from "./others/spin.ts"
import { tlc } from "./others/tlc.ts"

export type { Measured } from "./others/checker.ts"

/** Other model checkers, each of which is measured where it is installed. */
const others: readonly Checker[] = [spin, rumur, tlc]

const kip320 = (bounds: readonly [number, number, number, number], states: number, orbits: number): Workload => {
  const [REPLICAS, LOG_SIZE, MAX_RECORDS, MAX_EPOCH] = bounds
  const constants = { REPLICAS, LOG_SIZE, MAX_RECORDS, MAX_EPOCH }
  return { name: `KIP-320 ${bounds.join(",")}`, model: "kip-320", constants, states, orbits }
}

/**
 * KIP-320's replication of replicas, log size, records and greatest leader epoch, and two-phase commit of resource managers. TLC
 * counts these states on the published modules.
 */
const workloads: readonly Workload[] = [
  kip320([3, 2, 2, 1], 39_619, 6_713),
  kip320([3, 2, 2, 2], 737_794, 123_311),
  kip320([3, 3, 3, 2], 4_093_531, 683_278),
  { name: "two-phase commit of 7", model: "two-phase", constants: { MANAGERS: 7 }, states: 296_448, orbits: 920 },
  { name: "two-phase commit of 8", model: "two-phase", constants: { MANAGERS: 8 }, states: 1_745_408, orbits: 1_461 },
]

/** A search that is built, to be run as often as wanted. */
export interface Prepared {
  readonly tool: string
  readonly variant: string
  readonly workload: string
  readonly run: () => Measured | Failed
}

/**
 * Builds every search in `directory`, which the caller removes; a tool that is not here gives one row that says so. `of` leaves
 * out checkers, variants of them, or workloads.
 */
export function prepareOthers(
  directory: string,
  of: (tool: string, variant: string, workload: string) => boolean = () => true,
): readonly (Prepared | Missing)[] {
  return others.flatMap((checker): readonly (Prepared | Missing)[] => {
    const { tool, variants } = checker
    const wanted = variants.flatMap((variant) =>
      workloads
        .filter(({ model, name }) => variant.models.includes(model) && of(tool, variant.name, name))
        .map((workload) => ({ variant, workload })),
    )
    const missing = wanted.length === 0 ? null : checker.missing()
    if (missing !== null) return [{ tool, missing }]
    return wanted.map(({ variant, workload }) => prepared(tool, variant, workload, directory))
  })
}

function prepared(tool: string, variant: Variant, workload: Workload, directory: string): Prepared {
  const names = { tool, variant: variant.name, workload: workload.name }
  const search = variant.prepare(workload, mkdtempSync(join(directory, "search-")))
  return { ...names, run: () => ({ ...names, ...judged(search(), variant, workload) }) }
}

/** Adds what is wrong with the number of states. */
function judged(outcome: Outcome, { symmetry }: Variant, { states, orbits }: Workload): Outcome & { wrong?: string } {
  if ("failed" in outcome) return outcome
  const known = symmetry === "none" ? states : orbits
  const right =
    symmetry === "heuristic" ? outcome.states >= orbits && outcome.states <= states : outcome.states === known
  return right ? outcome : { ...outcome, wrong: `${outcome.states} states, where ${known} are known` }
}
