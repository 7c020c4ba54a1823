import { getHeapStatistics } from "node:v8"
import { parentPort, workerData } from "node:worker_threads"
import { systems } from "../../properties/systems.ts"
import { invariant } from "../errors.ts"
import type { Io } from "./io.ts"
import { main } from "./main.ts"
import type { WorkerInput, WorkerMessage } from "./messages.ts"

/** Of the memory that there may be; beyond it a collector works more than we do, and then dies. */
const fullAt = 0.85
/** Seconds between two looks at the memory, which are not free. */
const lookEvery = 0.1

const input = workerData as WorkerInput
const flag = new Int32Array(input.interrupted)
const port = parentPort
invariant(port !== null, "the worker runs in a thread of its own")
const send = (message: WorkerMessage): void => port.postMessage(message)
const now = (): number => performance.now() / 1000

let memory = { used: 0, limit: Number.POSITIVE_INFINITY }
let lookedAt = Number.NEGATIVE_INFINITY

const io: Io = {
  out: (line) => send({ kind: "out", line }),
  err: (line) => send({ kind: "err", line }),
  status: (line) => input.isTerminal && send({ kind: "status", line }),
  now,
  isInterrupted: () => Atomics.load(flag, 0) > 0,
  memory: () => {
    if (now() - lookedAt >= lookEvery) {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
      memory = { used, limit: limit * fullAt }
      lookedAt = now()
    }
    return memory
  },
  startSearch: (job, threads) => send({ kind: "search", job, threads }),
  isTerminal: input.isTerminal,
  hasColour: input.hasColour,
  width: input.width,
  program: input.program,
  isVerbose: input.isVerbose,
}

send({ kind: "exit", code: main(input.argv, io, { systems }) })
