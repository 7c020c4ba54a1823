import { QuorateError } from "../errors.ts"
import { parseOverride } from "../spec/overrides.ts"
import { type Judgement, judgeTrace } from "../trace/judge.ts"
import { readTrace, type Trace } from "../trace/read.ts"
import { traceLines } from "../trace/render.ts"
import { tell } from "../trace/tell.ts"
import { parse } from "./arguments.ts"
import type { Context } from "./context.ts"
import { worst } from "./exit.ts"
import { replayHelp } from "./help.ts"
import { paintFor } from "./io.ts"
import { outcome, replayJson } from "./replay-outcome.ts"

/** `quorate replay TRACE…`: takes the steps of traces again and tells what becomes of their promises. */
export function replay(args: readonly string[], context: Context): number {
  const { io, systems, root, help } = context
  const { values, positionals } = parse("replay", args, { set: { type: "string", multiple: true } })
  if (values.help === true) return help(replayHelp)
  if (positionals.length === 0) throw new QuorateError("USAGE", "replay: expected a trace file, found none")
  const overrides = (values.set ?? []).map(parseOverride)
  const say = values.json === true ? io.err : io.out
  const results = positionals.map((file) => {
    const trace = readTrace(file, systems, overrides, root)
    return { trace, judgement: judgeTrace(trace) }
  })
  for (const [index, { trace, judgement }] of results.entries()) {
    if (index > 0) say("")
    for (const line of lines(trace, judgement, context)) say(line)
  }
  const documents = results.map(({ trace, judgement }) => replayJson(trace, judgement))
  if (values.json === true)
    io.out(JSON.stringify(documents.length === 1 ? documents[0] : { results: documents }, null, 2))
  return worst(results.map(({ trace, judgement }) => outcome(trace, judgement).exitCode))
}

function lines(trace: Trace, judgement: Judgement, { io }: Context): readonly string[] {
  const { strong, faint, good, bad } = paintFor(io)
  const { verdict, sentences, exitCode } = outcome(trace, judgement)
  const mark = exitCode === 0 ? good("✓") : bad("✗")
  const left =
    judgement.kind === "violated" || judgement.kind === "fixed" ? judgement.leftOut.map(({ index }) => index) : []
  const stop =
    judgement.kind === "violated" || judgement.kind === "reached"
      ? judgement.step + left.length
      : trace.data.steps.length
  const steps = trace.data.steps.filter((_, index) => !left.includes(index)).slice(0, stop)
  const { healing = [], loop = [] } = judgement.kind === "violated" ? judgement : {}
  const told = tell(trace.model, [...steps, ...healing, ...loop])
  return [
    `${trace.file}: ${trace.data.says ?? trace.property.says}`,
    ...traceLines(told, { width: io.width, emphasis: { strong, faint } }),
    "",
    `${mark} ${strong(verdict)}: ${sentences[0] ?? ""}`,
    ...sentences.slice(1).map((sentence) => `  ${sentence}`),
  ]
}
