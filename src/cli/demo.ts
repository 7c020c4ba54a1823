import { QuorateError } from "../errors.ts"
import { findScenario } from "../spec/find-scenario.ts"
import { readScenario } from "../spec/scenario.ts"
import { parse } from "./arguments.ts"
import { tellLines } from "./check.ts"
import type { Context, Demonstration } from "./context.ts"
import { exitCodes, exitInterrupted } from "./exit.ts"
import { demoHelp } from "./help.ts"
import { paintFor, wrapped } from "./io.ts"
import { type Checked, run } from "./run.ts"
import { checkRequest, settingsFor } from "./run-options.ts"

/** The bug that `npm start` shows: records lost by truncating to the high watermark. */
export const kip101: Demonstration = {
  sound: "default",
  broken: "kip-101",
  set: "kafka.truncation=highWatermark",
  title: "One rule switched to what it was before Kafka 0.11",
  story:
    "A follower learns one fetch late how far the high watermark has moved. Until KIP-101 a broker that became a follower cut its log down to the high watermark it knew of. If the leader then failed before it had sent those records again, records that a producer had been told were safe were gone. Since KIP-101 a follower asks its leader where the epoch ended, and cuts no more than that.",
}

/** `quorate demo`: a check that passes, then a famous bug found, shrunk and told. */
export function demo(args: readonly string[], context: Context): number {
  const { io, demonstration } = context
  const { values, positionals } = parse("demo", args, {})
  if (values.help === true) return context.help(demoHelp)
  if (positionals.length > 0)
    throw new QuorateError("USAGE", `demo: expected no more words, found ${positionals.join(" ")}`)
  if (values.json === true)
    throw new QuorateError("USAGE", "demo: --json is for check and replay; the demo is for people")
  const { strong } = paintFor(io)
  io.out(strong("1. The rules as they are today"))
  const first = shown([demonstration.sound], context)
  if (first.stopped === "interrupted") return exitInterrupted
  io.out("")
  io.out(strong(`2. ${demonstration.title}: ${demonstration.set}`))
  for (const line of wrapped(demonstration.story, io.width)) io.out(line)
  io.out("")
  const second = shown([demonstration.broken, "--set", demonstration.set], context)
  if (second.stopped === "interrupted") return exitInterrupted
  io.out("")
  io.out(ending(first, second, io.program))
  if (exitCodes[first.verdict] !== 0) return exitCodes[first.verdict]
  return second.verdict === "violated" ? 0 : exitCodes.undecided
}

function shown(args: readonly string[], context: Context): Checked {
  const { io, systems, root } = context
  const request = checkRequest(args)
  if (request === "help") throw new QuorateError("USAGE", "demo: expected a scenario, found a call for help")
  const [given = "default"] = request.scenarios
  const { path, shownAs } = findScenario(given, root)
  const scenario = readScenario(path, systems, { overrides: request.overrides, shownAs, root })
  const checked = run(io, scenario, settingsFor(scenario.run, request), request)
  for (const line of tellLines(checked, [], request, context)) io.out(line)
  return checked
}

function ending(first: Checked, second: Checked, program: string): string {
  if (exitCodes[first.verdict] !== 0) return "The first check should have passed: something is wrong here."
  if (second.verdict !== "violated") return `The bug was not found this time; try ${program} check with more --runs.`
  return `As it should be: the rules of today pass, the old one is caught. What else there is: ${program} help`
}
