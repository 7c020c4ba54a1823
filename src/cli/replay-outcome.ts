import type { Refusal, Verdict } from "../engine/index.ts"
import { unreachable } from "../errors.ts"
import { brief } from "../trace/changes.ts"
import type { Judgement } from "../trace/judge.ts"
import type { Trace } from "../trace/read.ts"
import { stepText } from "../trace/render.ts"
import { exitCodes } from "./exit.ts"
import { counted } from "./io.ts"

/** What a replay comes to: a word, the exit code, and what to say. */
export interface Outcome {
  readonly verdict: Extract<Verdict, "violated" | "undecided" | "unreached"> | "fixed" | "reached"
  readonly exitCode: number
  readonly sentences: readonly string[]
}

/** Puts a judgement into words. */
export function outcome(trace: Trace, judgement: Judgement): Outcome {
  const { property, data } = trace
  switch (judgement.kind) {
    case "violated": {
      const { step, where, healing, loop = [], leftOut } = judgement
      const after = healing === undefined ? "" : `, and ${counted(healing.length, "step")} of healing do not mend it`
      const round = loop.length === 0 ? "" : `; ${counted(loop.length, "step")} go round for ever`
      const at = `at step ${step} of ${data.steps.length - leftOut.length}${after}${round}`
      const sentences = [
        `${property.name} is broken ${at}`,
        `where: ${brief(where, 200)}`,
        ...leftOutSentences(leftOut, trace),
      ]
      return { verdict: "violated", exitCode: exitCodes.violated, sentences }
    }
    case "fixed": {
      const [first, ...rest] = leftOutSentences(judgement.leftOut, trace)
      const how = first ?? `${counted(data.steps.length, "step")} taken as recorded, and ${property.name} is kept`
      const sentences = [how, ...rest, ...(first === undefined ? [] : [`Without that, ${property.name} is kept.`])]
      return { verdict: "fixed", exitCode: 0, sentences }
    }
    case "refused":
      return { verdict: "undecided", exitCode: exitCodes.undecided, sentences: refusalSentences(judgement) }
    case "reached":
      return { verdict: "reached", exitCode: 0, sentences: [`${property.name} is reached at step ${judgement.step}`] }
    case "unreached":
      return { verdict: "unreached", exitCode: exitCodes.unreached, sentences: [`${property.name} is not reached`] }
    default:
      return unreachable(judgement)
  }
}

function leftOutSentences(leftOut: readonly Refusal[], { overrides }: Trace): readonly string[] {
  const [first, ...more] = leftOut
  if (first === undefined) return []
  const under = overrides.map(({ text }) => text).join(", ")
  const later = more.length === 0 ? "" : `, nor can ${counted(more.length, "later step")}`
  return [`step ${first.index + 1}, ${stepText(first.step)}, cannot happen any more under ${under}${later}`]
}

function refusalSentences({ refusal, enabled }: Extract<Judgement, { kind: "refused" }>): readonly string[] {
  const { index, step, why } = refusal
  const shown = enabled.slice(0, 5).map((choice) => stepText({ action: step.action, choice }))
  const more = enabled.length > shown.length ? ` and ${enabled.length - shown.length} more` : ""
  return [
    `step ${index + 1}, ${stepText(step)}, does not apply any more: ${why}`,
    shown.length === 0 ? `No ${step.action} is possible there.` : `Possible there: ${shown.join("; ")}${more}`,
    "The model has changed since the trace was written, or the trace was edited; find it anew with quorate check.",
  ]
}

/** What `replay --json` prints of one trace. */
export function replayJson(trace: Trace, judgement: Judgement) {
  const { verdict, sentences } = outcome(trace, judgement)
  return {
    verdict,
    trace: trace.file,
    model: trace.system.name,
    property: trace.property.name,
    steps: trace.data.steps.length,
    step: "step" in judgement ? judgement.step : null,
    where: judgement.kind === "violated" ? judgement.where : null,
    refused: judgement.kind === "refused" ? refusedJson(judgement.refusal) : null,
    leftOut: "leftOut" in judgement ? judgement.leftOut.map(refusedJson) : [],
    says: sentences,
  }
}

const refusedJson = ({ index, step, kind, why }: Refusal) => ({
  step: index + 1,
  action: step.action,
  choice: step.choice,
  kind,
  why,
})
