import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { packageRoot } from "../../src/spec/package-root.ts"
import { type Measured, prepareOthers } from "./others.ts"
import { type OurCase, type OurRun, ours, runOurs } from "./ours.ts"
import { type Row, table } from "./table.ts"

/**
 * Measures how fast the engine is, beside other checkers where they are installed: `npm run bench`, with `-- --rounds 5` for five
 * runs of each, `-- --only "two-phase"` for some of them, `-- --write` to keep the table in BENCHMARKS.md.
 */
const { values } = parseArgs({
  options: { rounds: { type: "string" }, only: { type: "string" }, write: { type: "boolean" } },
})
const rounds = Math.max(3, Number(values.rounds ?? 3))
const isWanted = (...names: readonly string[]) => names.join(" ").includes(values.only ?? "")

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** What takes TLC minutes is left out, and so are the workloads that nobody compares. */
const isComparable = (tool: string, variant: string, workload: string): boolean =>
  /KIP-320 3,[23],[23],2|commit of 8/.test(workload) &&
  !(tool === "TLC" && workload.includes("3,3,3,2")) &&
  isWanted(tool, variant, workload)

const directory = mkdtempSync(join(tmpdir(), "quorate-bench-"))
try {
  const prepared = prepareOthers(directory, isComparable)
  const others = prepared.flatMap((search) => ("run" in search ? [{ search, runs: [] as Measured[] }] : []))
  const ourRuns = ours
    .filter(({ name, workload }) => isWanted("Quorate", name, workload))
    .map((one) => ({ one, runs: [] as OurRun[] }))
  for (let round = 1; round <= rounds; round += 1) {
    for (const { one, runs } of ourRuns) runs.push(runOurs(one))
    for (const { search, runs } of others) {
      const outcome = search.run()
      if ("failed" in outcome) say(`${search.tool}, ${search.variant}, ${search.workload}: ${outcome.failed}`)
      else runs.push(outcome)
    }
    say(`round ${round} of ${rounds}`)
  }
  const rows: readonly Row[] = [...ourRuns.map(ourRow), ...others.flatMap(otherRow)]
  const missing = prepared.flatMap((search) =>
    "missing" in search ? [`- ${search.tool} was not measured: ${search.missing}`] : [],
  )
  const text = [...table(rows), "", ...missing].join("\n").trimEnd()
  console.log(text)
  if (values.write === true) keep(text)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function ourRow({ one, runs }: { readonly one: OurCase; readonly runs: readonly OurRun[] }): Row {
  const [first] = runs
  return {
    workload: one.workload,
    tool: "Quorate",
    variant: one.name,
    seconds: runs.map(({ seconds }) => seconds),
    states: first?.states ?? 0,
    steps: first?.steps ?? 0,
    bytesPerState: first?.bytesPerState ?? null,
    learned: first?.learned ?? null,
  }
}

function otherRow({
  search,
  runs,
}: {
  readonly search: { readonly tool: string; readonly variant: string; readonly workload: string }
  readonly runs: readonly Measured[]
}): readonly Row[] {
  const [first] = runs
  if (first === undefined) return []
  if (first.wrong !== undefined) say(`${search.tool}, ${search.variant}, ${search.workload}: ${first.wrong}`)
  const { tool, variant, workload } = search
  const seconds = runs.map((run) => run.seconds)
  return [{ workload, tool, variant, seconds, states: first.states, steps: 0, bytesPerState: null, learned: null }]
}

function keep(text: string): void {
  const path = join(packageRoot, "BENCHMARKS.md")
  const page = readFileSync(path, "utf8")
  const marked = /(<!-- measured -->\n)(.*?)(<!-- end -->)/s
  writeFileSync(
    path,
    page.replace(marked, (_all, start: string, _old, end: string) => `${start}${text}\n${end}`),
  )
}
