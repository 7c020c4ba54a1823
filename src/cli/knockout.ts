import { join } from "node:path"
import { QuorateError } from "../errors.ts"
import { type Knockout, knockout as knockoutOf } from "../knockout/knockout.ts"
import { lossText } from "../knockout/loss.ts"
import type { LossRow } from "../knockout/row.ts"
import { findScenario } from "../spec/find-scenario.ts"
import { parseOverride } from "../spec/overrides.ts"
import { readRules } from "../spec/rules.ts"
import { type RunSettings, readScenario, type Scenario } from "../spec/scenario.ts"
import { duration, parse, wholeNumber } from "./arguments.ts"
import type { Context } from "./context.ts"
import { exitCodes, exitInterrupted } from "./exit.ts"
import { knockoutHelp } from "./help.ts"
import type { Io } from "./io.ts"
import { knockoutJson } from "./knockout-json.ts"
import { knockoutLines } from "./knockout-lines.ts"

/** Seconds for all of it, where nobody says otherwise: enough to see something, and not so long that one gives up. */
const usualBudget = 300

const options = {
  budget: { type: "string" },
  set: { type: "string", multiple: true },
  runs: { type: "string" },
  seed: { type: "string" },
} as const

/** `quorate knockout SCENARIO`: which rule protects which promise, found out by doing without each rule in turn. */
export function knockout(args: readonly string[], context: Context): number {
  const { io, root, systems, help } = context
  const { values, positionals } = parse("knockout", args, options)
  if (values.help === true) return help(knockoutHelp)
  const [given = "default", ...more] = positionals
  if (more.length > 0) throw new QuorateError("USAGE", `knockout: expected one scenario, found ${more.join(" ")} too`)
  const { path, shownAs } = findScenario(given, root)
  const overrides = (values.set ?? []).map(parseOverride)
  const scenario = readScenario(path, systems, { overrides, shownAs, root })
  const budget = duration("budget", values.budget) ?? usualBudget
  const runs = wholeNumber("runs", values.runs, 1)
  const seed = wholeNumber("seed", values.seed, Number.MIN_SAFE_INTEGER)
  const settings = { ...scenario.run, ...(runs === undefined ? {} : { runs }), ...(seed === undefined ? {} : { seed }) }
  const found = search(scenario, settings, budget, context)
  io.status("")
  if (values.json === true) io.out(JSON.stringify(knockoutJson(scenario, settings, found), null, 2))
  else for (const line of knockoutLines(scenario, found, io)) io.out(line)
  if (io.isInterrupted()) return exitInterrupted
  return found.standing.breaks.length > 0 ? exitCodes.violated : 0
}

function search(scenario: Scenario, settings: RunSettings, budget: number, { io, root, systems }: Context): Knockout {
  const end = io.now() + budget
  return knockoutOf(scenario, systems, {
    root,
    settings,
    rules: readRules(join(root, "spec/rules")),
    watch: (searchesLeft, kept) => {
      const now = io.now()
      const until = now + Math.max(end - kept * budget - now, 0) / searchesLeft
      return {
        shouldStop: () => io.isInterrupted() || io.now() >= until,
        onProgress: () => undefined,
        memoryLeft: () => {
          const { used, limit } = io.memory()
          return limit - used
        },
      }
    },
    onRow: (row) => tell(row, io),
  })
}

/** A line for each loss as it becomes known: the matrix itself has to wait for the last. */
function tell(row: LossRow, io: Io): void {
  const known = row.noticed.map(({ property, length }) => `${property} ${length}`).join(", ")
  const line = `… ${lossText(row.loss)}: ${known === "" ? "nothing so far" : known}`
  if (io.isTerminal) io.status(line.slice(0, io.width - 1))
  else io.err(line)
}
