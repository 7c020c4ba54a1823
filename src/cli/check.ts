import type { Verdict, Violation } from "../engine/index.ts"
import { findScenario } from "../spec/find-scenario.ts"
import { readScenario } from "../spec/scenario.ts"
import { traceLines } from "../trace/render.ts"
import { traceOf } from "../trace/tell.ts"
import type { TraceStep } from "../trace/trace.ts"
import { saveTrace } from "../trace/write.ts"
import { checkJson, violationsOf } from "./check-json.ts"
import type { Context } from "./context.ts"
import { exitCodes, exitInterrupted, worst } from "./exit.ts"
import { checkHelp } from "./help.ts"
import { counted, paintFor, wrapped } from "./io.ts"
import { type Checked, run } from "./run.ts"
import { type CheckRequest, checkRequest, settingsFor } from "./run-options.ts"
import { summaryLines } from "./summary.ts"

/** `quorate check [SCENARIO…]`: runs scenarios and tells what came of them. */
export function check(args: readonly string[], context: Context): number {
  const request = checkRequest(args)
  if (request === "help") return context.help(checkHelp)
  const { io } = context
  const say = request.json ? io.err : io.out
  const scenarios = request.scenarios.map((given) => readOne(given, request, context))
  const settings = scenarios.map((scenario) => settingsFor(scenario.run, request))
  const { workers = 1 } = request.search
  if (workers > 1 && settings.some(({ engine }) => engine === "random"))
    io.err(`note: --workers ${workers} is for exhaustive searches; random runs work on one thread`)
  const results: object[] = []
  const codes: number[] = []
  for (const [index, scenario] of scenarios.entries()) {
    const checked = run(io, scenario, settings[index] ?? {}, request)
    const traceFiles = save(checked, request, context)
    if (index > 0) say("")
    for (const line of tellLines(checked, traceFiles, request, context)) say(line)
    results.push(checkJson(checked, traceFiles))
    codes.push(checked.stopped === "interrupted" ? exitInterrupted : exitCodes[checked.verdict])
    if (checked.stopped === "interrupted") break
  }
  if (request.json) io.out(JSON.stringify(request.scenarios.length === 1 ? results[0] : { results }, null, 2))
  return worst(codes)
}

function readOne(given: string, { overrides }: CheckRequest, { systems, root }: Context) {
  const { path, shownAs } = findScenario(given, root)
  return readScenario(path, systems, { overrides, shownAs, root })
}

function save(
  { scenario, report, properties }: Checked,
  { traceDir }: CheckRequest,
  { io }: Context,
): readonly string[] {
  if (traceDir === undefined) return []
  const replayWith = (path: string): string => `${io.program} replay ${path}`
  return violationsOf(report).map((violation) =>
    saveTrace(traceOf({ ...scenario, properties }, report, violation), traceDir, replayWith),
  )
}

/** What of a request is repeated where a check is told how to be made again. */
type Told = Pick<CheckRequest, "overrides" | "properties" | "run" | "search" | "deadlock">

/** The summary, the counterexample where there is one, what the verdict means, and how to go on. */
export function tellLines(
  checked: Checked,
  traceFiles: readonly string[],
  request: Told,
  { io }: Context,
): readonly string[] {
  return [
    ...summaryLines(checked, io),
    ...violationsOf(checked.report).flatMap((violation) => violationLines(checked, violation, { io })),
    "",
    ...wrapped(meaningOf(checked), io.width),
    ...traceFiles.map((file) => `Replay:    ${io.program} replay ${file}`),
    `Run again: ${again(checked, request, io.program)}`,
    ...(checked.report.violation !== undefined && traceFiles.length === 0
      ? ["Keep the trace as a file that replays: add --trace-dir DIR"]
      : []),
  ]
}

function violationLines(
  { scenario, report, properties }: Checked,
  violation: Violation,
  { io }: Pick<Context, "io">,
): readonly string[] {
  const { strong, faint } = paintFor(io)
  const { steps, healing = [], loop = [], says } = traceOf({ ...scenario, properties }, report, violation)
  const shrunk = violation.shrunkFrom === undefined ? "" : `, shrunk from ${violation.shrunkFrom}`
  const { searchedTo = 0 } = violation
  const none = searchedTo > 0 ? `, and nothing of up to ${counted(searchedTo, "step")} breaks it` : ""
  const shortest = violation.shortest === true ? ", and no shorter one exists" : none
  const look = { width: io.width, emphasis: { strong, faint } }
  const part = (title: string, some: readonly TraceStep[], from: number): readonly string[] =>
    some.length === 0
      ? []
      : [strong(`${title} ${counted(some.length, "step")}:`), ...traceLines(some, { ...look, from })]
  return [
    "",
    strong(`How it breaks, in ${counted(steps.length, "step")}${shrunk}${shortest}`),
    ...wrapped(says ?? violation.property, io.width, "  "),
    ...traceLines(steps, look),
    ...part("Faults stop here, and it goes on by itself for", healing, steps.length + 1),
    ...part("From here it goes round for ever, in", loop, steps.length + healing.length + 1),
  ]
}

const meaning = {
  holds: "Holds: every reachable state was visited, and none breaks a promise.",
  "holds-to-bound": "Holds to the bound you asked for: every state within it was visited, and none breaks a promise.",
  passed: "Passed: none of these runs broke a promise. That is no proof; other seeds and more runs see more.",
  violated: "Violated: the steps above break a promise, every time they are taken.",
  undecided: "Undecided: nothing broke, but the run ended before it could tell. Try smaller sizes or higher limits.",
  unreached:
    "Unreached: nothing broke, but a goal was never met, so a pass would mean little. Try more --runs or --depth.",
} as const satisfies Record<Verdict, string>

/** What a verdict means, with what was proved where not all was, and with the odds where states were told apart by chance. */
function meaningOf({ verdict, report }: Checked): string {
  if (report.engine === "random") return meaning[verdict]
  const { provedDepth, fingerprints, properties } = report
  const isHealingOpen = properties.some((one) => one.kind === "afterHealing" && one.verdict === "undecided")
  const proved =
    verdict === "undecided" && provedDepth !== undefined
      ? ` Proved so far: it holds to depth ${provedDepth}, which is to say on every path of up to ${counted(provedDepth, "state")}${isHealingOpen ? ", but for what comes after healing" : ""}.`
      : ""
  const odds =
    fingerprints === undefined
      ? ""
      : ` Memory ended, so states were told apart by 64 bits of hash: the odds that two of them were taken for one, and something was missed, are ${fingerprints.odds.toExponential(1)}.`
  return `${meaning[verdict]}${proved}${odds}`
}

function again(
  { scenario, report }: Checked,
  {
    overrides,
    properties = [],
    run: { engine, runs, depth, strategy, maxStates },
    search: { symmetry, workers, all },
    deadlock,
  }: Told,
  program: string,
): string {
  const options = [
    ["engine", engine],
    ["runs", runs],
    ["depth", depth],
    ["strategy", strategy],
    ["max-states", maxStates],
    ["symmetry", symmetry],
    ["workers", workers],
    ["seed", report.engine === "random" ? report.seed : undefined],
    ...overrides.map(({ text }) => ["set", text] as const),
    ...properties.map((name) => ["property", name] as const),
  ] as const
  const words = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, quoted(String(value))]))
  const flags = [...(all === true ? ["--all"] : []), ...(deadlock ? ["--deadlock"] : [])]
  return [program, "check", quoted(scenario.file), ...words, ...flags].join(" ")
}

const quoted = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
