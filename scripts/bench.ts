import { join } from "node:path"
import { systems } from "../properties/systems.ts"
import { exhaustive, explore, type Model, type Property } from "../src/engine/index.ts"
import { dieHard } from "../src/engine/toys/jugs.ts"
import { consistent, twoPhase } from "../src/engine/toys/two-phase.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { readScenario } from "../src/spec/scenario.ts"

/** Measures how fast the engine walks, and prints a table; `npm run bench`, or `npm run bench -- 5` for five runs each. */
const runs = Math.max(3, Number(process.argv[2] ?? 3))

interface Case {
  readonly name: string
  /** What is counted, a second. */
  readonly unit: string
  /** Does the work once, and counts it. */
  readonly work: () => number
  /** The case that this one is compared with; the one that judges, where that is the difference. */
  readonly against?: string
}

const { model, properties, run } = readScenario(join(packageRoot, "spec/scenarios/default.yaml"), systems)
const inBudget = { runs: 150, depth: run.depth ?? 150, seed: 1 }

const random = (judged: readonly Property<object>[]) => () => explore(model, judged, inBudget).steps

/** The search is repeated until there is enough to measure. */
const everyState =
  <S extends object>(one: Model<S>, judged: readonly Property<S>[] = [], times = 1) =>
  () =>
    Array.from({ length: times }, () => exhaustive(one, judged).states.distinct).reduce((all, some) => all + some, 0)

const cases: readonly Case[] = [
  { name: "default scenario, random, judged", unit: "steps/s", work: random(properties) },
  {
    name: "default scenario, random, not judged",
    unit: "steps/s",
    work: random([]),
    against: "default scenario, random, judged",
  },
  { name: "Die Hard, every state", unit: "states/s", work: everyState(dieHard, [], 200) },
  { name: "two-phase commit of 5, every state", unit: "states/s", work: everyState(twoPhase(5)) },
  {
    name: "two-phase commit of 5, every state, judged",
    unit: "states/s",
    work: everyState(twoPhase(5), [consistent]),
    against: "two-phase commit of 5, every state",
  },
  {
    name: "two-phase commit of 7, every state",
    unit: "states/s",
    work: everyState(twoPhase(7)),
    against: "two-phase commit of 5, every state",
  },
]

/** Once to warm up, then in turn, so that a slow moment of the machine does not fall on one case alone. */
const rates = new Map(cases.map(({ name }) => [name, [] as number[]]))
for (let round = 0; round <= runs; round += 1) {
  for (const { name, work } of cases) {
    const start = performance.now()
    const count = work()
    const seconds = (performance.now() - start) / 1_000
    if (round > 0) rates.get(name)?.push(count / seconds)
  }
  process.stderr.write(round === 0 ? "warmed up\n" : `round ${round} of ${runs}\n`)
}

const median = (numbers: readonly number[] = []): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
const whole = (number: number): string => String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ",")

const rows = cases.map(({ name, unit, against }) => {
  const all = rates.get(name) ?? []
  const rate = median(all)
  const ratio = against === undefined ? "" : `${(rate / median(rates.get(against))).toFixed(2)} × ${against}`
  return [name, `${whole(rate)} ${unit}`, `${whole(Math.min(...all))} to ${whole(Math.max(...all))}`, ratio]
})
const table = [["Walk", `Median of ${runs}`, "Range", "Ratio"], ["---", "--:", "--:", "---"], ...rows]
for (const row of table) console.log(`| ${row.join(" | ")} |`)
