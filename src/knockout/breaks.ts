import { type ExhaustiveOptions, exhaustive, explore, type Violation, type Watch } from "../engine/index.ts"
import type { RunSettings } from "../spec/scenario.ts"
import type { Promised } from "./loss.ts"

/** A promise that is broken, and by how few steps. */
export interface Break {
  readonly property: string
  readonly length: number
  /** Whether no shorter trace breaks it. */
  readonly shortest: boolean
}

/** What was found out about a model. */
export interface Found {
  readonly breaks: readonly Break[]
  /** Runs of the last round, in which nothing more was broken, and how many there should have been; 0 of an exhaustive search. */
  readonly runs: number
  readonly runsMax: number
  /** Whether it ended before it was through. */
  readonly isCut: boolean
}

/** How runs are made where the scenario does not say so; shorter shrinking than elsewhere, since there is much to do. */
const usual = { runs: 1_000, depth: 100, seed: 1 } as const
const shrinking = { extraRuns: 0, shrinkStatesMax: 8_000, certifyStatesMax: 4_000 } as const

/** Which promises a model breaks, each by a trace that is as short as its engine makes it. */
export function breaksOf(
  { model, promises }: Promised,
  settings: RunSettings & { readonly healEvery?: number },
  watch: Watch & Pick<ExhaustiveOptions, "memoryLeft">,
): Found {
  if (settings.engine !== "exhaustive") return randomBreaks({ model, promises }, settings, watch)
  const { depth, maxStates } = settings
  const { memoryLeft, ...rest } = watch
  const { verdict, violations, bounds } = exhaustive(model, promises, {
    ...rest,
    all: true,
    ...(depth === undefined ? {} : { depth }),
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(memoryLeft === undefined ? {} : { memoryLeft }),
  })
  const isCut = verdict === "undecided" || bounds.some(({ bound }) => bound !== "depth")
  return { breaks: violations.map(breakOf), runs: 0, runsMax: 0, isCut }
}

/** Round by round: a run ends at the first promise that is broken, so the next round does without that one. */
function randomBreaks(
  { model, promises }: Promised,
  {
    runs = usual.runs,
    depth = usual.depth,
    seed = usual.seed,
    strategy,
    healEvery,
  }: RunSettings & { readonly healEvery?: number },
  watch: Watch,
): Found {
  const breaks: Break[] = []
  let isStopped = false
  const shouldStop = (): boolean => {
    isStopped ||= watch.shouldStop()
    return isStopped
  }
  for (let left = promises; ; left = left.filter(({ name }) => !breaks.some(({ property }) => property === name))) {
    if (left.length === 0) return { breaks, runs, runsMax: runs, isCut: false }
    const report = explore(model, left, {
      ...watch,
      ...shrinking,
      ...{ shouldStop, runs, depth, seed },
      ...(strategy === undefined ? {} : { strategy }),
      ...(healEvery === undefined ? {} : { healEvery }),
    })
    if (report.violation === undefined) return { breaks, runs: report.runs, runsMax: runs, isCut: isStopped }
    breaks.push(breakOf(report.violation))
    if (isStopped) return { breaks, runs: 0, runsMax: runs, isCut: true }
  }
}

const breakOf = ({ property, length, shortest }: Violation): Break => ({
  property,
  length,
  shortest: shortest === true,
})
