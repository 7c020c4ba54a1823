import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
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
 * Examines the corpus, and keeps the figures and the traces: `npm run corpus`. With ids, `npm run corpus -- KIP-101`, only those
 * bugs; what is known of the others stays. With a number, `npm run corpus -- 4`, that many processes take part, on which
 * nothing depends but the time it takes.
 */
const given = process.argv.slice(2)
const all = readBugs(join(packageRoot, "spec/bugs"))
const ids = given.filter((one) => all.some(({ id }) => id === one))
const bugs = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id))
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

const count = Math.min(Number(given.find((one) => /^\d+$/.test(one)) ?? availableParallelism()), bugs.length)
const script = fileURLToPath(new URL("corpus-worker.ts", import.meta.url))
await Promise.all(Array.from({ length: count }, () => work(fork(script))))

const traces = join(packageRoot, "traces/bugs")
mkdirSync(traces, { recursive: true })
for (const name of readdirSync(traces)) if (!all.some(({ id }) => name === `${id}.yaml`)) rmSync(join(traces, name))
for (const { figures, traceText } of answers.values())
  if (traceText !== "") writeFileSync(join(traces, `${figures.id}.yaml`), traceText)
const figures = all.flatMap(({ id }) => answers.get(id)?.figures ?? before.find((one) => one.id === id) ?? [])
writeFileSync(file, recordText(figures))
