import type { BoundHit, Coverage, ExhaustiveReport, Property, PropertyReport, Report } from "../engine/index.ts"
import { profileIn } from "../spec/configuration.ts"
import { brief } from "../trace/changes.ts"
import { counted, grouped, type Io, type Paint, paintFor, wrapped } from "./io.ts"
import type { Checked } from "./run.ts"

/** What a check found, for somebody who has never seen one. */
export function summaryLines(checked: Checked, io: Io): readonly string[] {
  const paint = paintFor(io)
  const { report, scenario, verdict } = checked
  const profile = profileIn(scenario.system, scenario.config)
  const mark = isFine(verdict) ? paint.good("✓") : paint.bad("✗")
  return [
    `${mark} ${paint.strong(verdict)}: ${scenario.file}`,
    ...wrapped(scenario.about, io.width, "  "),
    ...(profile === null ? [] : [`  With the rules of ${profile}`]),
    ...wrapped(sizeSentence(checked), io.width, "  ").map(paint.faint),
    ...propertyLines("Promises", promises(report), checked, io, paint),
    ...propertyLines(
      "Goals, which a run has to come across for a pass to mean something",
      goals(report),
      checked,
      io,
      paint,
    ),
    ...(report.engine === "random" ? coverageLines(report.coverage, io) : searchLines(report, io)),
    ...knownLines(checked),
    ...boundLines(report.bounds, checked, io),
  ]
}

const isFine = (verdict: string): boolean => ["holds", "holds-to-bound", "passed", "reached"].includes(verdict)

function sizeSentence({ report, seconds }: Checked): string {
  const { distinct, generated } = report.states
  const time = `${seconds.toFixed(1)} s`
  if (report.engine === "exhaustive")
    return `Every state in turn: ${counted(distinct, "distinct state")} of ${grouped(generated)} generated, depth ${report.depth}; ${time}`
  const runs = `${counted(report.runs, "run")} with ${counted(report.steps, "step")}`
  return `At random: ${runs}, ${counted(distinct, "distinct state")}, the longest run ${report.depth} states; seed ${report.seed}; ${time}`
}

const promises = ({ properties }: Report) => properties.filter(({ kind }) => kind !== "sometimes")
const goals = ({ properties }: Report) => properties.filter(({ kind }) => kind === "sometimes")

function propertyLines(
  title: string,
  reports: readonly PropertyReport[],
  { properties }: Checked,
  io: Io,
  paint: Paint,
): readonly string[] {
  if (reports.length === 0) return []
  const lines = reports.flatMap((report) => {
    const says = properties.find(({ name }: Property<object>) => name === report.name)?.says ?? ""
    const [first = "", ...rest] = wrapped(`${report.name}: ${says}${state(report)}`, io.width - 2, "    ")
    const where = report.where === undefined ? [] : [`    where: ${brief(report.where, io.width - 14)}`]
    return [`  ${markOf(report, paint)} ${first.trimStart()}`, ...rest, ...where]
  })
  return ["", paint.strong(title), ...lines]
}

function markOf({ verdict }: PropertyReport, paint: Paint): string {
  if (isFine(verdict)) return paint.good("✓")
  return verdict === "not-judged" || verdict === "undecided" ? "?" : paint.bad("✗")
}

function state({ kind, verdict, runs }: PropertyReport): string {
  if (kind === "sometimes")
    return verdict === "reached"
      ? runs === undefined
        ? " (reached)"
        : ` (in ${counted(runs, "run")})`
      : ` (${verdict})`
  if (verdict === "violated" || verdict === "undecided" || verdict === "not-judged") return ` (${verdict})`
  return kind === "afterHealing" && runs !== undefined ? ` (judged in ${counted(runs, "run")})` : ""
}

function coverageLines({ actions, neverEnabled, healed }: Coverage, io: Io): readonly string[] {
  const taken = Object.entries(actions).filter(([, count]) => count > 0)
  const counts = taken.map(([name, count]) => `${name} ${grouped(count)}`).join(", ")
  const missed = Object.keys(actions).filter((name) => actions[name] === 0 && !neverEnabled.includes(name))
  const healing = healed.runs === 0 ? "" : `, and the healing at the end of ${counted(healed.runs, "run")}`
  const part = (title: string, text: string): readonly string[] =>
    text === "" ? [] : wrapped(`${title}: ${text}`, io.width, "  ", "    ")
  return [
    "",
    `Covered: ${taken.length} of ${counted(Object.keys(actions).length, "action")}${healing}`,
    ...part("taken", counts),
    ...part("never possible here", neverEnabled.join(", ")),
    ...part("possible and never taken", missed.join(", ")),
  ]
}

/** What there is to know of a graph of states that was searched. */
function searchLines(
  { graph, coverage, symmetry, learned, bytesPerState, workers, states }: ExhaustiveReport,
  io: Io,
): readonly string[] {
  const { outDegree, ends } = graph
  const share = learned.of === 0 ? 0 : 1 - learned.asked / learned.of
  const alike =
    symmetry === undefined
      ? []
      : [`  ${symmetry.of.join(" and ")} taken for alike: they stand for ${counted(symmetry.represented, "state")}`]
  const never = graph.expanded === states.distinct ? "never possible" : "not possible in what was searched"
  return [
    "",
    `Searched: ${outDegree.mean.toFixed(1)} moves a state, ${outDegree.max} at most; ${counted(ends, "state")} with none`,
    ...alike,
    ...(coverage.neverEnabled.length === 0
      ? []
      : wrapped(`${never}: ${coverage.neverEnabled.join(", ")}`, io.width, "  ", "    ")),
    `  ${bytesPerState} bytes a state, ${counted(workers, "thread")}; ${(share * 100).toFixed(2)} % answered by what was learned`,
  ]
}

function knownLines({ report, known }: Checked): readonly string[] {
  if (known === undefined) return []
  const share = ((report.states.distinct / known.distinct) * 100).toFixed(1)
  const which = known.isComplete ? "that there are" : "that the saved search had found by then"
  return [`  came across ${share} % of the ${counted(known.distinct, "state")} ${which}`]
}

const boundWords = {
  depth: "Runs were cut at the depth",
  states: "The limit on states came first, so that not all were visited",
  memory: "Memory ran out; --max-memory sets a limit of your own, and --symmetry or smaller sizes need less",
  statesSeen: "Distinct states were counted only up to the limit",
  stopped: "It was stopped",
} as const satisfies Record<BoundHit["bound"], string>

const stoppedWords = {
  interrupted: "You stopped it; this is what was known by then",
  time: "The time of --budget was over",
  memory: "Memory ran out",
} as const

const healingCut =
  "What comes after healing is open: every fair run from every state has to be judged for that, and there were too many. Other promises can be judged without it (--property)"

function boundLines(bounds: readonly BoundHit[], { stopped }: Checked, io: Io): readonly string[] {
  if (bounds.length === 0) return []
  const lines = bounds.flatMap(({ bound, limit, of }) => {
    const words = bound === "stopped" && stopped !== undefined ? stoppedWords[stopped] : boundWords[bound]
    const most = limit === undefined ? "" : ` (${grouped(limit)})`
    const healing = of === "fairRuns" ? ` ${healingCut}.` : ""
    return wrapped(`${words}${most}.${healing}`, io.width, "  ")
  })
  return ["", ...lines]
}
