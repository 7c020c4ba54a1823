import { type ExhaustiveOptions, exhaustive } from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { affectedIn, hasBug } from "../spec/affected.ts"
import type { Bug } from "../spec/bugs.ts"
import { configurationOf } from "../spec/configuration.ts"
import type { Profile } from "../spec/profiles.ts"
import { systemOf } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"
import { type Side, sideOf } from "./pair.ts"
import { isAlike, watched } from "./watched.ts"

/**
 * What the scenario of a bug comes to under the rules of a version:
 * - `found`: the promise is broken;
 * - `holds`: it is not, as far as the bug is long and a little farther;
 * - `bounded`: nor is it as far as was searched, which is not that far;
 * - `impossible`: the scenario cannot be built with these rules;
 * - `open`: nobody has looked.
 */
export type CellVerdict = "found" | "holds" | "bounded" | "impossible" | "open"

/** A bug under the rules of a version. */
export interface Cell {
  readonly profile: string
  readonly verdict: CellVerdict
  /** Steps of the shortest trace, where it was found. */
  readonly length: number | null
  /** States that were visited, and states on a path up to which nothing broke it. */
  readonly states: number
  readonly depth: number
  /** The version whose search this is, where the scenario looks up no rule that the two have otherwise. */
  readonly sameAs: string | null
  /** Whether the entry says that this version has it; null where it does not say so by number. */
  readonly affected: boolean | null
  /** What the entry says of this version in its `matrix`. */
  readonly because: string | null
}

/** How a cell stands to what the entry says. */
export type Agreement = "agrees" | "differs" | "explained" | "needless" | "unsaid" | "undecided"

/** A bug under the rules of every version. */
export interface Row {
  readonly bug: Bug
  readonly cells: readonly Cell[]
}

export interface MatrixOptions
  extends Pick<ExhaustiveOptions, "maxStates" | "shouldStop" | "onProgress" | "memoryLeft"> {
  /** The folder that `spec/profiles` is in. */
  readonly root: string
  /** Called before a search. */
  readonly onSearch?: (profile: Profile) => void
}

/** Steps that are looked at beyond those of the bug. */
const beyond = 2

/** Searches the scenario of a bug, without the choice that brings it back, under the rules of each version. */
export function matrixRow(
  bug: Bug,
  profiles: readonly Profile[],
  systems: readonly System[],
  options: MatrixOptions,
): Row {
  const system = systemOf(bug.document, systems, bug.model)
  const releases = affectedIn(bug)
  const searches: Search[] = []
  const cells = profiles.map((profile): Cell => {
    const { name, version } = profile
    const said = {
      profile: name,
      affected: releases === undefined ? null : hasBug(releases, version),
      because: bug.matrix?.find((one) => one.profiles.includes(name))?.because ?? null,
    }
    const config = configOf(bug, system, systems, name, options.root)
    if (config === undefined) return { ...said, ...unsearched, verdict: "impossible" }
    const known = searches.find((one) => isAlike(system, one.config, config, one.seen))
    if (known !== undefined) return { ...said, ...known.found, sameAs: known.profile }
    if (options.shouldStop?.() === true) return { ...said, ...unsearched, verdict: "open" }
    options.onSearch?.(profile)
    const search = searchUnder(bug, system, config, name, options)
    if (search === undefined) return { ...said, ...unsearched, verdict: "impossible" }
    if (search.found.verdict !== "open") searches.push(search)
    return { ...said, ...search.found, sameAs: null }
  })
  return { bug, cells }
}

/** What a cell without a search has. */
const unsearched = { length: null, states: 0, depth: 0, sameAs: null } as const

/** A search that was made, and the rules that the model looked up in it. */
interface Search {
  readonly profile: string
  readonly config: unknown
  readonly seen: ReadonlySet<string>
  readonly found: Pick<Cell, "verdict" | "length" | "states" | "depth">
}

/** The scenario with the rules of a version, but for those that it gives itself; undefined where there can be none. */
function configOf(
  { document }: Bug,
  system: System,
  systems: readonly System[],
  profile: string,
  root: string,
): unknown {
  const path = [...(system.profileAt ?? []), "profile"]
  const override = { text: `${path.join(".")}=${profile}`, path, value: profile }
  return orNone(() => configurationOf(document, system, systems, { overrides: [override], root }))
}

function searchUnder(
  bug: Bug,
  system: System,
  config: unknown,
  profile: string,
  { maxStates, shouldStop = () => false, onProgress, memoryLeft }: MatrixOptions,
): Search | undefined {
  const watch = watched(system, config)
  const side = orNone((): Side => sideOf(bug, system, watch.config))
  if (side === undefined) return undefined
  let isStopped = false
  const { verdict, violation, states, provedDepth } = exhaustive(side.model, [side.property], {
    depth: bug.length + 1 + beyond,
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(memoryLeft === undefined ? {} : { memoryLeft }),
    shouldStop: () => {
      isStopped ||= shouldStop()
      return isStopped
    },
  })
  const isClean = verdict === "holds" || verdict === "holds-to-bound"
  const cut = isStopped ? "open" : "bounded"
  return {
    profile,
    config,
    seen: watch.seen,
    found: {
      verdict: violation !== undefined ? "found" : isClean ? "holds" : cut,
      length: violation?.length ?? null,
      states: states.distinct,
      depth: violation === undefined ? (provedDepth ?? 0) : violation.length,
    },
  }
}

/** What comes of it, or nothing where the rules do not let it be. */
function orNone<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof QuorateError) return undefined
    throw error
  }
}

/** How what was found stands to what the entry of the bug says. */
export function agreement({ verdict, affected, because }: Cell): Agreement {
  if (affected === null) return because === null ? "unsaid" : "explained"
  if (verdict === "open") return "undecided"
  const isAsSaid = verdict === "found" ? affected : verdict !== "bounded" && !affected
  if (isAsSaid) return because === null ? "agrees" : "needless"
  if (because !== null) return "explained"
  return verdict === "bounded" ? "undecided" : "differs"
}

/** The bugs of a model that has versions, where it is that system's bug, and why each other is left out. */
export function comparable(
  bugs: readonly Bug[],
  profiles: readonly Profile[],
): { readonly compared: readonly Bug[]; readonly leftOut: readonly { readonly id: string; readonly why: string }[] } {
  const versioned = new Set(profiles.map(({ system }) => system))
  const why = ({ model, system }: Bug): string | undefined => {
    if (!versioned.has(model)) return `there are no versions of the model ${model}`
    const isOf = (profile: Profile): boolean => profile.system === model && profile.name.startsWith(`${system}-`)
    return profiles.some(isOf) ? undefined : `the versions of the model ${model} are not of ${system}`
  }
  return {
    compared: bugs.filter((bug) => why(bug) === undefined),
    leftOut: bugs.flatMap((bug) => {
      const reason = why(bug)
      return reason === undefined ? [] : [{ id: bug.id, why: reason }]
    }),
  }
}
