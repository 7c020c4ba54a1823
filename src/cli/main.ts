import { QuorateError } from "../errors.ts"
import { suggestion } from "../spec/nearest.ts"
import { packageRoot } from "../spec/package-root.ts"
import type { System } from "../spec/system.ts"
import { bugs } from "./bugs.ts"
import { check } from "./check.ts"
import type { Context, Demonstration } from "./context.ts"
import { demo, kip101 } from "./demo.ts"
import { errorExitCodes, exitBug } from "./exit.ts"
import { helpOf, mainHelp } from "./help.ts"
import type { Io } from "./io.ts"
import { knockout } from "./knockout.ts"
import { list } from "./list.ts"
import { profiles } from "./profiles.ts"
import { quorum } from "./quorum.ts"
import { replay } from "./replay.ts"
import { rules } from "./rules.ts"
import { version } from "./version.ts"

const commands: Readonly<Record<string, (args: readonly string[], context: Context) => number>> = {
  check,
  replay,
  quorum,
  rules,
  bugs,
  knockout,
  profiles,
  list,
  demo,
  help,
}

/** What the program is made of, besides the outside world; tests put in their own. */
export interface Parts {
  readonly systems: readonly System[]
  readonly root?: string
  readonly demonstration?: Demonstration
}

/** Runs one command line, and gives the exit code. Never throws. */
export function main(
  argv: readonly string[],
  io: Io,
  { systems, root = packageRoot, demonstration = kip101 }: Parts,
): number {
  const printHelp = (text: string): number => {
    for (const line of text.split("\n")) io.out(line)
    return 0
  }
  try {
    return dispatch(argv, { io, systems, root, demonstration, help: printHelp })
  } catch (error) {
    io.status("")
    const told = mistakeOrBug(error, argv, io)
    if (argv.includes("--json")) io.out(JSON.stringify({ error: told.json }, null, 2))
    for (const line of told.lines) io.err(line)
    return told.exitCode
  }
}

function dispatch(argv: readonly string[], context: Context): number {
  const [first, ...rest] = argv
  if (first === undefined || first === "--help" || first === "-h") return context.help(mainHelp)
  if (first === "--version" || first === "-V") {
    context.io.out(version(context.root))
    return 0
  }
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined
  if (command !== undefined) return command(rest, context)
  const valid = suggestion(first, Object.keys(commands))
  throw new QuorateError("USAGE", `expected a command, found ${first}${valid}`)
}

function help([command]: readonly string[], context: Context): number {
  if (command === undefined) return context.help(mainHelp)
  const text = Object.hasOwn(helpOf, command) ? helpOf[command] : undefined
  if (text !== undefined) return context.help(text)
  const valid = suggestion(command, Object.keys(helpOf))
  throw new QuorateError("USAGE", `help: expected a command, found ${command}${valid}`)
}

interface Told {
  readonly exitCode: number
  readonly json: { readonly code: string; readonly message: string }
  readonly lines: readonly string[]
}

function mistakeOrBug(error: unknown, argv: readonly string[], io: Io): Told {
  const message = error instanceof Error ? error.message : String(error)
  const trail =
    io.isVerbose || argv.includes("--verbose") ? [String((error instanceof Error && error.stack) || error)] : []
  if (error instanceof QuorateError) {
    const next = nextStep(error, argv, io.program)
    return {
      exitCode: errorExitCodes[error.code],
      json: { code: error.code, message },
      lines: [message, ...next, ...trail],
    }
  }
  const lines = [
    `quorate has a bug: ${message.replace(/^this is a bug in quorate: /, "")}`,
    `Please report it with this command line: ${[io.program, ...argv].join(" ")}`,
    ...(trail.length > 0
      ? trail
      : ["Where it happened is shown with --verbose or QUORATE_DEBUG=1; add that to the report."]),
  ]
  return { exitCode: exitBug, json: { code: "BUG", message }, lines }
}

/** What to do after a mistake. */
function nextStep({ code }: QuorateError, [command = ""]: readonly string[], program: string): readonly string[] {
  switch (code) {
    case "USAGE":
      return [`See ${program} help${Object.hasOwn(helpOf, command) ? ` ${command}` : ""}`]
    case "UNKNOWN_MODEL":
    case "UNKNOWN_PROPERTY":
    case "UNKNOWN_SCENARIO":
      return [`See what there is: ${program} list`]
    case "UNKNOWN_RULE":
      return [`See what there is: ${program} rules`]
    default:
      return [`Mend it and try again; examples: ${program} list`]
  }
}
