/** What was measured of one way to search or to walk. */
export interface Row {
  readonly workload: string
  readonly tool: string
  readonly variant: string
  /** Of each run. */
  readonly seconds: readonly number[]
  readonly states: number
  /** Of random runs, else 0. */
  readonly steps: number
  readonly bytesPerState: number | null
  readonly learned: number | null
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const grouped = (number: number): string => String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ",")

/** Markdown: a line a row, ordered by workload, with what it is to the row of one thread of ours. */
export function table(rows: readonly Row[]): readonly string[] {
  const head = [
    "Workload",
    "Who",
    "Seconds",
    "Range",
    "Distinct states",
    "A second",
    "Bytes a state",
    "Learned",
    "Times 1 thread",
  ]
  const workloads = [...new Set(rows.map(({ workload }) => workload))]
  const body = workloads.flatMap((workload) =>
    rows.filter((row) => row.workload === workload).map((row) => line(row, rows)),
  )
  return [head, ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:"], ...body].map(
    (cells) => `| ${cells.join(" | ")} |`,
  )
}

function line(row: Row, rows: readonly Row[]): readonly string[] {
  const { workload, tool, variant, seconds, states, steps, bytesPerState, learned } = row
  const base = rows.find((other) => other.workload === workload && other.tool === "Quorate" && other.steps === 0)
  const ratio =
    base === undefined || base === row || steps > 0 ? "" : (median(seconds) / median(base.seconds)).toFixed(2)
  return [
    workload,
    `${tool}, ${variant}`,
    median(seconds).toFixed(2),
    `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
    grouped(states),
    steps > 0 ? `${grouped(steps / median(seconds))} steps` : `${grouped(states / median(seconds))} states`,
    bytesPerState === null ? "" : String(bytesPerState),
    learned === null ? "" : `${(learned * 100).toFixed(2)} %`,
    ratio,
  ]
}
