import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Figures } from "../src/corpus/examine.ts"
import { recordFile, recordText } from "../src/corpus/recorded.ts"
import { costOf } from "../src/corpus/shares.ts"
import { type Bug, readBugs } from "../src/spec/bugs.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import type { Answer } from "./corpus-worker.ts"

/**
 * Examines every bug of the corpus, and keeps the figures and the traces; `npm run corpus`, or with a number of processes,
 * `npm run corpus -- 4`, of which nothing depends but the time it takes.
 */
const bugs = readBugs(join(packageRoot, "spec/bugs"))
const file = recordFile(packageRoot)
const before: readonly Figures[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []
const cost = ({ id }: Bug): number => costOf(before.find((figures) => figures.id === id))
const queue = bugs.toSorted((a, b) => cost(b) - cost(a))
const answers = new Map<string, Answer>()
let told = 0

/** Tells what is known, in the order of the bugs, as far as there is no gap. */
function tell(): void {
  for (let bug = bugs[told]; bug !== undefined; bug = bugs[told]) {
    const answer = answers.get(bug.id)
    if (answer === undefined) return
    const { before, after, random } = answer.figures
    console.log(
      `${bug.id}: ${before.length} steps, then ${after.verdict} (${after.distinct} states), ${random.medianRuns} runs: ${answer.isAsExpected ? "as expected" : "NOT AS EXPECTED"}`,
    )
    told += 1
  }
}

/** Gives a process one bug after another, the hardest first, until none is left. */
async function work(worker: ChildProcess): Promise<void> {
  const failed = once(worker, "exit").then(([code]) => Promise.reject(new Error(`a process ended with ${code}`)))
  for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
    worker.send(bug.id)
    const [answer] = await Promise.race([once(worker, "message"), failed])
    answers.set(bug.id, answer)
    tell()
  }
  failed.catch(() => undefined)
  worker.disconnect()
}

const count = Math.min(Number(process.argv[2] ?? availableParallelism()), bugs.length)
const script = fileURLToPath(new URL("corpus-worker.ts", import.meta.url))
await Promise.all(Array.from({ length: count }, () => work(fork(script))))

const traces = join(packageRoot, "traces/bugs")
rmSync(traces, { recursive: true, force: true })
mkdirSync(traces, { recursive: true })
const known = bugs.flatMap(({ id }) => answers.get(id) ?? [])
for (const { figures, traceText } of known)
  if (traceText !== "") writeFileSync(join(traces, `${figures.id}.yaml`), traceText)
writeFileSync(file, recordText(known.map(({ figures }) => figures)))
