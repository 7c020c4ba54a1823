import { join } from "node:path"
import { type Examined, examine, type Figures, isAsExpected } from "../corpus/examine.ts"
import { recordedFigures } from "../corpus/recorded.ts"
import { bugTrace } from "../corpus/trace.ts"
import { QuorateError } from "../errors.ts"
import { type Bug, entryOf, type OutOfScope, readCorpus } from "../spec/bugs.ts"
import { overridesOf } from "../spec/overrides.ts"
import { traceLines } from "../trace/render.ts"
import { parse } from "./arguments.ts"
import { matrix } from "./bugs-matrix.ts"
import type { Context } from "./context.ts"
import { exitCodes, exitInterrupted } from "./exit.ts"
import { bugsHelp } from "./help.ts"
import { counted, type Io, paintFor, wrapped } from "./io.ts"

const bugsOptions = {
  matrix: { type: "boolean" },
  "max-states": { type: "string" },
  budget: { type: "string" },
} as const
const matrixOptions = ["max-states", "budget"] as const

/** `quorate bugs [ID…]`: the corpus with the figures of its last run, or some of its bugs, examined now. */
export function bugs(args: readonly string[], context: Context): number {
  const { io, root, systems, help } = context
  const { values, positionals } = parse("bugs", args, bugsOptions)
  if (values.help === true) return help(bugsHelp)
  const corpus = readCorpus(join(root, "spec/bugs"))
  const { bugs: all, outOfScope } = corpus
  if (values.matrix === true) return matrix(corpus, positionals, values, context)
  const odd = matrixOptions.find((option) => values[option] !== undefined)
  if (odd !== undefined) throw new QuorateError("USAGE", `bugs: --${odd} is for --matrix`)
  if (positionals.length === 0) {
    const figures = recordedFigures(root, all)
    if (values.json === true) io.out(JSON.stringify({ bugs: figures, outOfScope }, null, 2))
    else for (const line of [...table(all, figures, io), ...outsideLines(outOfScope, io)]) io.out(line)
    return 0
  }
  const chosen = positionals.map((given) => entryOf(given, corpus))
  const outside = chosen.filter((entry) => "outOfScope" in entry)
  const examined: Examined[] = []
  for (const bug of chosen.filter((entry) => "document" in entry)) {
    if (io.isInterrupted()) break
    const one = examine(bug, systems, { shouldStop: io.isInterrupted })
    examined.push(one)
    if (values.json !== true) for (const line of examinedLines(one, io)) io.out(line)
  }
  const figures = examined.map((one) => one.figures)
  if (values.json === true) io.out(JSON.stringify({ bugs: figures, outOfScope: outside }, null, 2))
  else for (const line of outsideLines(outside, io)) io.out(line)
  if (io.isInterrupted()) return exitInterrupted
  return examined.every(({ bug, figures }) => isAsExpected(bug, figures)) ? 0 : exitCodes.violated
}

/** Those that the models cannot show, each with the reason. */
function outsideLines(all: readonly OutOfScope[], io: Io): readonly string[] {
  if (all.length === 0) return []
  const { strong, faint } = paintFor(io)
  return [
    "",
    `Out of scope: ${all.length}`,
    ...all.flatMap(({ id, says, outOfScope }) => [
      strong(id),
      ...wrapped(says, io.width, "  "),
      ...wrapped(outOfScope, io.width, "  ").map(faint),
    ]),
  ]
}

function table(all: readonly Bug[], figures: readonly Figures[], io: Io): readonly string[] {
  const { strong, faint } = paintFor(io)
  const width = Math.max(...all.map(({ id }) => id.length))
  return [
    ...all.flatMap((bug, index) => {
      const { id, says, property, fixed } = bug
      const { before, after, random } = figures[index] as Figures
      const found = `${strong(id.padEnd(width))}  ${counted(before.length ?? 0, "step")}, ${random.medianRuns === null ? "seldom found" : `in ${counted(random.medianRuns, "run")}`} at random`
      const gone = `${after.verdict === "holds" ? "holds" : `holds to depth ${after.depth}`} with ${mendedBy(bug)}`
      return [
        found,
        ...wrapped(says, io.width, "  "),
        ...wrapped(`${property}; ${fixed}; ${gone}`, io.width, "  ").map(faint),
      ]
    }),
    "",
    `${all.length} bugs. One of them, found again: ${io.program} bugs ID`,
  ]
}

/** Whether the rules of today still have it. */
const isThereToday = ({ choice }: Bug): boolean => Object.keys(choice).length === 0

const mendedBy = ({ mended = {} }: Bug): string => {
  const set = overridesOf(mended).map(({ text }) => text)
  return set.length > 0 ? set.join(" and ") : "the rule of today"
}

function examinedLines(examined: Examined, io: Io): readonly string[] {
  const { bug, figures } = examined
  const { strong, faint } = paintFor(io)
  const { before, after, random } = figures
  const trace = bugTrace(examined)
  const set = isThereToday(bug) ? ["the rules of today"] : overridesOf(bug.choice).map(({ text }) => text)
  const shortest = before.shortest ? ", and no shorter trace exists" : ""
  const distinct = after.distinct.toLocaleString("en")
  return [
    strong(`${bug.id}: ${bug.says}`),
    ...bug.story.flatMap((line) => wrapped(line, io.width, "  ")),
    "",
    ...wrapped(
      `${isAsExpected(bug, figures) ? "✓" : "✗"} with ${set.join(" and ")}: ${before.verdict}, ${bug.property}`,
      io.width,
      "  ",
      "    ",
    ),
    ...(trace === null
      ? []
      : [
          `    in ${counted(trace.steps.length, "step")}${shortest}`,
          ...traceLines(trace.steps, { width: io.width, emphasis: { strong, faint } }),
        ]),
    ...wrapped(
      `with ${mendedBy(bug)}: ${after.verdict}, ${distinct} states to depth ${after.depth}`,
      io.width,
      "  ",
      "    ",
    ),
    random.medianRuns === null
      ? "  at random: most seeds do not find it"
      : `  at random: found in ${counted(random.medianRuns, "run")} (median of ten seeds)`,
    ...wrapped(`affected: ${bug.affected}; fixed: ${bug.fixed}. ${bug.fix}`, io.width, "  ", "    "),
    "",
  ]
}
