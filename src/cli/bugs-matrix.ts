import { type Agreement, agreement, type Cell, comparable, matrixRow, type Row } from "../corpus/matrix.ts"
import { affectedIn } from "../spec/affected.ts"
import { type Corpus, entryOf } from "../spec/bugs.ts"
import { type Profile, readProfiles } from "../spec/profiles.ts"
import { duration, wholeNumber } from "./arguments.ts"
import type { Context } from "./context.ts"
import { exitCodes, exitInterrupted } from "./exit.ts"
import { counted, grouped, type Io, paintFor, wrapped } from "./io.ts"

/** Distinct states that a search may come to, where nobody says otherwise. */
const statesMax = 2_000_000

/** What `quorate bugs --matrix` can be told. */
interface Told {
  readonly json?: boolean | undefined
  readonly "max-states"?: string | undefined
  readonly budget?: string | undefined
}

/** `quorate bugs --matrix [ID…]`: which version has which bug, as the search finds it and as the entries say. */
export function matrix(corpus: Corpus, ids: readonly string[], told: Told, context: Context): number {
  const { io, root, systems } = context
  const maxStates = wholeNumber("max-states", told["max-states"], 1) ?? statesMax
  const budget = duration("budget", told.budget) ?? Number.POSITIVE_INFINITY
  const profiles = readProfiles(root, systems)
  const chosen = ids.map((id) => entryOf(id, corpus))
  const bugs = ids.length === 0 ? corpus.bugs : chosen.filter((entry) => "document" in entry)
  const { compared, leftOut: others } = comparable(bugs, profiles)
  const outside = chosen.filter((entry) => "outOfScope" in entry)
  const leftOut = [...others, ...outside.map(({ id, outOfScope }) => ({ id, why: `out of scope: ${outOfScope}` }))]
  const end = io.now() + budget
  const say = told.json === true ? () => undefined : io.out
  const rows: Row[] = []
  const versioned = systems.filter(({ name }) => compared.some(({ model }) => model === name))
  for (const { name } of versioned) {
    const mine = profiles.filter(({ system }) => system === name)
    const those = compared.filter(({ model }) => model === name)
    const width = Math.max(...those.map(({ id }) => id.length))
    for (const line of [...(rows.length === 0 ? [] : [""]), header(mine, width)]) say(line)
    for (const bug of those) {
      const row = matrixRow(bug, mine, systems, {
        root,
        maxStates,
        memoryLeft: () => {
          const { used, limit } = io.memory()
          return limit - used
        },
        shouldStop: () => io.isInterrupted() || io.now() > end,
        ...progressOf(bug.id, io),
      })
      io.status("")
      say(rowLine(row, mine, width, io))
      rows.push(row)
    }
  }
  const marks = rows.flatMap(({ cells }) => cells.map(agreement))
  if (told.json === true) io.out(JSON.stringify(matrixJson(rows, profiles, leftOut), null, 2))
  else
    for (const line of [...remarks(rows, io), ...leftOutLines(leftOut, io), ...summary(rows, profiles, marks)])
      io.out(line)
  if (io.isInterrupted()) return exitInterrupted
  if (marks.some((mark) => wrong.includes(mark))) return exitCodes.violated
  return marks.includes("undecided") ? exitCodes.undecided : 0
}

/** What the entries of the bugs have to be changed for. */
const wrong: readonly Agreement[] = ["differs", "needless", "unsaid"]

const columnWidth = 6
const signs = { found: "●", holds: "·", bounded: "~", impossible: " ", open: "?" } as const satisfies Record<
  Cell["verdict"],
  string
>
const flags = {
  agrees: "",
  explained: "*",
  differs: "!",
  needless: "!",
  unsaid: "!",
  undecided: "",
} as const satisfies Record<Agreement, string>

/** The names of the versions of a system, above what is found in each. */
const header = (profiles: readonly Profile[], width: number): string =>
  `${" ".repeat(width)}  ${profiles.map((profile) => column(profile, profiles).padEnd(columnWidth)).join("")}`.trimEnd()

/** The name of a version without what it shares with all the others: `2.0` for `kafka-2.0`. */
function column({ name }: Profile, all: readonly Profile[]): string {
  const prefix = /^[a-z]+-/.exec(name)?.[0] ?? ""
  return all.every((one) => one.name.startsWith(prefix)) ? name.slice(prefix.length) : name
}

function rowLine({ bug, cells }: Row, profiles: readonly Profile[], width: number, io: Io): string {
  const { strong } = paintFor(io)
  const signOf = ({ name }: Profile): string => {
    const cell = cells.find(({ profile }) => profile === name)
    return cell === undefined ? "" : `${signs[cell.verdict]}${flags[agreement(cell)]}`
  }
  return `${strong(bug.id.padEnd(width))}  ${profiles.map((profile) => signOf(profile).padEnd(columnWidth)).join("")}`.trimEnd()
}

function progressOf(id: string, io: Io) {
  let under = ""
  const tell = (distinct: number): void => io.status(`… ${id} under ${under}: ${counted(distinct, "state")}`)
  return {
    onSearch: ({ name }: Profile) => {
      under = name
      tell(0)
    },
    onProgress: ({ distinct }: { readonly distinct: number }) => tell(distinct),
  }
}

/** Where the search and the entries differ, with what the entries say to that. */
function remarks(rows: readonly Row[], io: Io): readonly string[] {
  const lines = rows.flatMap(({ bug, cells }) =>
    cells.flatMap((cell) => {
      const says = remark(cell)
      return says === undefined ? [] : wrapped(`${bug.id} in ${cell.profile}: ${says}`, io.width, "  ", "    ")
    }),
  )
  const unsaid = rows
    .filter(({ bug }) => affectedIn(bug) === undefined)
    .flatMap(({ bug }) =>
      wrapped(
        `${bug.id}: \`affected\` and \`fixed\` do not tell releases by number; add \`versions\``,
        io.width,
        "  ",
        "    ",
      ),
    )
  return [...(lines.length + unsaid.length === 0 ? [] : ["", "Where search and entries differ"]), ...lines, ...unsaid]
}

function remark(cell: Cell): string | undefined {
  const { because } = cell
  switch (agreement(cell)) {
    case "agrees":
    case "unsaid":
      return undefined
    case "explained":
      return `${outcome(cell)}. ${because}`
    case "needless":
      return `${outcome(cell)}, as the entry says, so that there is nothing to explain; \`matrix\` says: ${because}`
    case "differs":
      return `${outcome(cell)}, and the entry does not explain that: add a reason to its \`matrix\`, or mend it`
    case "undecided":
      return `${outcome(cell)}: undecided`
  }
}

function outcome({ verdict, length, depth, states, affected }: Cell): string {
  const said =
    affected === null
      ? ""
      : affected
        ? ", though this version is said to have it"
        : ", though this version is said not to have it"
  switch (verdict) {
    case "found":
      return `found in ${counted(length ?? 0, "step")}${affected === true ? "" : said}`
    case "holds":
      return `not found in up to ${counted(depth - 1, "step")} (${counted(states, "state")})${affected === false ? "" : said}`
    case "bounded":
      return `not found in up to ${counted(depth - 1, "step")}, where the limit of ${grouped(states)} states came first`
    case "impossible":
      return `the scenario cannot be built with its rules${affected === false ? "" : said}`
    case "open":
      return "not searched"
  }
}

const leftOutLines = (leftOut: readonly { readonly id: string; readonly why: string }[], io: Io): readonly string[] =>
  leftOut.length === 0
    ? []
    : ["", "Left out", ...leftOut.flatMap(({ id, why }) => wrapped(`${id}: ${why}`, io.width, "  "))]

function summary(rows: readonly Row[], profiles: readonly Profile[], marks: readonly Agreement[]): readonly string[] {
  const searches = rows
    .flatMap(({ cells }) => cells)
    .filter(({ sameAs, verdict }) => sameAs === null && verdict !== "open" && verdict !== "impossible")
  const unexplained = marks.filter((mark) => wrong.includes(mark)).length
  const undecided = marks.filter((mark) => mark === "undecided").length
  return [
    "",
    "● found  · holds as far as the bug is long, and a little farther  ~ not searched that far  ? not searched",
    "! otherwise than the entry says  * otherwise, and the entry says why",
    `${counted(rows.length, "bug")} in ${counted(profiles.length, "version")}, by ${counted(searches.length, "search", "searches")}: ${counted(unexplained, "unexplained difference")}, ${undecided} undecided`,
  ]
}

function matrixJson(rows: readonly Row[], profiles: readonly Profile[], leftOut: readonly object[]) {
  return {
    profiles: profiles.map(({ name, version }) => ({ name, version })),
    bugs: rows.map(({ bug, cells }) => ({
      id: bug.id,
      property: bug.property,
      affected: bug.affected,
      fixed: bug.fixed,
      cells: cells.map((cell) => ({ ...cell, agreement: agreement(cell) })),
    })),
    leftOut,
  }
}
