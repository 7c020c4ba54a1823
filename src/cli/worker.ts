import { parentPort, workerData } from "node:worker_threads"
import { systems } from "../../properties/systems.ts"
import { invariant } from "../errors.ts"
import { checkpointFile } from "./checkpoint-file.ts"
import type { Io } from "./io.ts"
import { main } from "./main.ts"
import { newMemoryWatch } from "./memory-watch.ts"
import type { WorkerInput, WorkerMessage } from "./messages.ts"

const input = workerData as WorkerInput
const flag = new Int32Array(input.interrupted)
const port = parentPort
invariant(port !== null, "the worker runs in a thread of its own")
const send = (message: WorkerMessage): void => port.postMessage(message)
const now = (): number => performance.now() / 1000

const io: Io = {
  out: (line) => send({ kind: "out", line }),
  err: (line) => send({ kind: "err", line }),
  status: (line) => input.isTerminal && send({ kind: "status", line }),
  now,
  isInterrupted: () => Atomics.load(flag, 0) > 0,
  memory: newMemoryWatch(now),
  checkpoint: (file, every) => checkpointFile(file, every, now),
  startSearch: (job, threads) => send({ kind: "search", job, threads }),
  isTerminal: input.isTerminal,
  hasColour: input.hasColour,
  width: input.width,
  program: input.program,
  isVerbose: input.isVerbose,
}

send({ kind: "exit", code: main(input.argv, io, { systems }) })
