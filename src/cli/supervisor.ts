import { existsSync } from "node:fs"
import { totalmem } from "node:os"
import { join } from "node:path"
import { packageRoot } from "../spec/package-root.ts"
import { exitBug, exitCodes, exitInterrupted } from "./exit.ts"
import type { WorkerInput, WorkerMessage } from "./messages.ts"
import { workersMax } from "./run-options.ts"
import { newSearchThreads } from "./search-threads.ts"
import { startThread } from "./thread.ts"

/**
 * Runs a command in a thread of its own, so that this one can hear Ctrl-C and print while an engine is busy: the first
 * Ctrl-C asks for the report so far, the second one ends at once.
 */
export function supervise(argv: readonly string[]): void {
  const interrupted = new SharedArrayBuffer(4)
  const input: WorkerInput = { argv, interrupted, ...terminal() }
  const resourceLimits = { maxOldGenerationSizeMb: heapMegabytes() }
  const helpers = newSearchThreads(workersAsked(argv) - 1)
  const worker = startThread("worker", { workerData: input, resourceLimits })
  worker.on("message", (message: WorkerMessage) => {
    if (message.kind === "search") helpers.start(message.job, message.threads)
    else if (message.kind === "exit") {
      process.exitCode = message.code
      helpers.end()
    } else print(message)
  })
  worker.on("error", (error) => {
    helpers.end()
    fail(error, argv)
  })
  process.on("SIGINT", () => {
    if (Atomics.add(new Int32Array(interrupted), 0, 1) > 0) process.exit(exitInterrupted)
    process.stderr.write("\nstopping; Ctrl-C again ends at once\n")
  })
  // A reader that has seen enough, such as `head`, is no mistake.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : exitBug))
}

/** So that they start while the command is being understood; what is wrong with the number is told by the command. */
function workersAsked(argv: readonly string[]): number {
  const at = argv.findIndex((word) => word === "--workers" || word.startsWith("--workers="))
  const count = Number(argv[at]?.split("=", 2)[1] ?? argv[at + 1])
  return at === -1 || !Number.isInteger(count) ? 1 : Math.min(Math.max(count, 1), workersMax)
}

function print({ kind, line }: Extract<WorkerMessage, { line: string }>): void {
  if (kind === "out") process.stdout.write(`${line}\n`)
  else if (kind === "err") process.stderr.write(`${line}\n`)
  else process.stderr.write(`\r\u001b[K${line}`)
}

function terminal(): Pick<WorkerInput, "isTerminal" | "hasColour" | "width" | "program" | "isVerbose"> {
  const { stdout, stderr, env } = process
  return {
    isTerminal: stderr.isTTY === true && env.TERM !== "dumb",
    hasColour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
    width: Math.min(Math.max(stdout.columns ?? 120, 40), 140),
    program: existsSync(join(packageRoot, "src")) ? "npm run -s quorate --" : "npx quorate",
    isVerbose: Boolean(env.QUORATE_DEBUG),
  }
}

/** Node's own limit is made for servers; a check may have most of the machine. */
const heapMegabytes = (): number => Math.floor((totalmem() / 1024 ** 2) * 0.75)

function fail(error: Error, argv: readonly string[]): void {
  const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
  const message = isMemory
    ? "undecided: memory ran out; try smaller sizes, or a limit with --max-states, --depth or --max-memory"
    : `quorate has a bug: ${error.message}`
  if (argv.includes("--json")) {
    const json = isMemory ? { code: "MEMORY", message } : { code: "BUG", message: error.message }
    process.stdout.write(`${JSON.stringify({ error: json }, null, 2)}\n`)
  }
  process.stderr.write(`${message}\n`)
  if (!isMemory && process.env.QUORATE_DEBUG) process.stderr.write(`${error.stack}\n`)
  process.exitCode = isMemory ? exitCodes.undecided : exitBug
}
