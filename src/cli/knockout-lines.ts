import { gapsOf } from "../knockout/gaps.ts"
import type { Knockout } from "../knockout/knockout.ts"
import { lossText } from "../knockout/loss.ts"
import type { LossRow, Noticed } from "../knockout/row.ts"
import type { RunSettings, Scenario } from "../spec/scenario.ts"
import { counted, type Io, paintFor, wrapped } from "./io.ts"

/** The matrix, what its columns are, which rule protects what, and what is left open. */
export function knockoutLines(scenario: Scenario, found: Knockout, io: Io): readonly string[] {
  const { strong } = paintFor(io)
  const { rows, promises, standing } = found
  const columns = promises
    .map(({ name }) => name)
    .filter((name) => rows.some(({ noticed }) => noticed.some(({ property }) => property === name)))
  const files = [
    ...new Set(
      rows.flatMap(({ noticed }) => noticed.flatMap(({ file, by }) => (file === null ? [] : [placeText(file, by)]))),
    ),
  ]
  const lines = (title: string, body: readonly string[]): readonly string[] =>
    body.length === 0 ? [] : ["", strong(title), ...body]
  return [
    `${strong("Without each rule in turn")}: ${scenario.file}`,
    ...wrapped(scenario.about, io.width, "  "),
    ...lines(
      "Broken as it is, and left out of the rest",
      standing.breaks.map(({ property, length }) => `  ${property}, in ${counted(length, "step")}`),
    ),
    ...blocks(columns, files, io).flatMap((block) => ["", ...matrixLines(found, columns, block, files)]),
    "",
    "  N: steps of the shortest trace that was found  N!: and no shorter one exists",
    "  ·: not broken  ?: not broken by what was run here, but time ran out first",
    ...(files.length === 0 ? [] : ["  a, b, …: not in this scenario, but in the smaller one named below"]),
    ...lines(
      "Smaller scenarios",
      files.map((file, index) => `  ${letter(index)}  ${file}`),
    ),
    ...lines(
      "What protects each promise",
      columns.flatMap((name, index) => protectors(found, name, index, io)),
    ),
    ...lines(
      "Not noticed",
      rows.flatMap((row) => silence(row, io)),
    ),
    ...lines(
      "Noticed, though the entry of the rule says why it would not be",
      rows.flatMap((row) =>
        row.noticed.length > 0 && row.why !== null
          ? wrapped(`${lossText(row.loss)}: ${row.why}`, io.width, "  ", "    ")
          : [],
      ),
    ),
    ...lines("Promises that no rule protects", bare(found, io)),
    "",
    summary(found, scenario.run),
  ]
}

/** Columns that fit beside each other. */
function blocks(columns: readonly string[], files: readonly string[], io: Io): readonly (readonly string[])[] {
  const many = Math.max(1, Math.floor((io.width - labelWidth) / cellWidth(files)))
  return Array.from({ length: Math.ceil(columns.length / many) }, (_, index) =>
    columns.slice(index * many, (index + 1) * many),
  )
}

const labelWidth = 24
/** Two digits, a mark, the letters of a file, and a space. */
const cellWidth = (files: readonly string[]): number => (files.length > 26 ? 6 : 5)

function matrixLines(
  { rows }: Knockout,
  columns: readonly string[],
  block: readonly string[],
  files: readonly string[],
): readonly string[] {
  const head = block.map((name) => String(columns.indexOf(name) + 1).padEnd(cellWidth(files))).join("")
  return [
    `${" ".repeat(labelWidth)}${head}`.trimEnd(),
    ...rows.flatMap((row, index) => {
      const { rule, value, instead } = row.loss
      const isFirst = rows[index - 1]?.loss.rule.id !== rule.id
      const cells = block.map((name) => cell(row, name, files).padEnd(cellWidth(files))).join("")
      return [...(isFirst ? [`${rule.id}, here ${instead}`] : []), `  ${value}`.padEnd(labelWidth) + cells].map(
        (line) => line.trimEnd(),
      )
    }),
  ]
}

function cell({ here, noticed, isPossible }: LossRow, name: string, files: readonly string[]): string {
  const known = noticed.find(({ property }) => property === name)
  if (known === undefined) return !isPossible ? "" : here === null || here.isCut ? "?" : "·"
  const { length, shortest, file, by } = known
  return `${length}${shortest ? "!" : ""}${file === null ? "" : letter(files.indexOf(placeText(file, by)))}`
}

/** a, b, …, z, aa, ab, … */
const letter = (index: number): string =>
  index < 26 ? String.fromCharCode(97 + index) : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`

const placeText = (file: string, by: Noticed["by"]): string =>
  by === "trace" ? file : `runs in the scenario of ${file}`

function protectors({ rows }: Knockout, name: string, index: number, io: Io): readonly string[] {
  const rules = new Set(
    rows.filter(({ noticed }) => noticed.some(({ property }) => property === name)).map(({ loss }) => loss.rule.id),
  )
  return wrapped(`${index + 1} ${name}: ${[...rules].join(", ")}`, io.width, "  ", "       ")
}

/** Why nothing notices a loss, or that nobody knows. */
function silence(row: LossRow, io: Io): readonly string[] {
  if (row.noticed.length > 0) return []
  const [first] = row.together
  const says = !row.isPossible
    ? "the scenario cannot be built so"
    : (row.why ??
      (first === undefined ? `a gap: nothing that was tried is broken by it${triedText(row)}` : togetherText(row)))
  return wrapped(`${lossText(row.loss)}: ${says}`, io.width, "  ", "    ")
}

function triedText({ here, small }: LossRow): string {
  const parts = [
    ...(here === null ? ["this scenario was not tried"] : []),
    ...(here?.isCut === true && here.runsMax > 0
      ? [`${here.runs} of ${counted(here.runsMax, "run")} were made here`]
      : []),
    ...(here?.isCut === true && here.runsMax === 0 ? ["the search here was cut short"] : []),
    ...(small.tried < small.of ? [`${small.tried} of ${counted(small.of, "smaller scenario")} were tried`] : []),
  ]
  return parts.length === 0 ? "" : `, but ${parts.join(", and ")}`
}

function togetherText({ together, loss }: LossRow): string {
  const with_ = together.map(({ set, property, length, file }) => {
    const others = Object.entries(set)
      .filter(([id]) => id !== loss.rule.id)
      .map(([id, value]) => `${id}=${value}`)
    return `${property} in ${counted(length, "step")} together with ${others.join(" and ")} (${file})`
  })
  return `alone it breaks nothing; ${with_.join("; ")}`
}

/** The promises that the loss of no single rule breaks, with what they rest on. */
function bare(found: Knockout, io: Io): readonly string[] {
  const gaps = gapsOf(found).promises
  const { rows, promises, standing } = found
  const isBroken = (name: string): boolean =>
    rows.some(({ noticed }) => noticed.some(({ property }) => property === name)) ||
    standing.breaks.some(({ property }) => property === name)
  return promises
    .filter(({ name }) => !isBroken(name))
    .flatMap((promise) => {
      const { name, cites = [] } = promise
      const both = rows.flatMap(({ together }) => together).find(({ property }) => property === name)
      const rests = cites.length === 0 ? "" : `; it rests on ${cites.join(", ")}`
      const says = gaps.includes(promise)
        ? `a gap: no rule that can be otherwise breaks it${rests}`
        : `only several losses together break it: ${Object.entries(both?.set ?? {})
            .map(([id, value]) => `${id}=${value}`)
            .join(" and ")} (${both?.file})`
      return wrapped(`${name}: ${says}`, io.width, "  ", "    ")
    })
}

function summary(found: Knockout, { engine = "random" }: RunSettings): string {
  const { rows } = found
  const { losses, promises } = gapsOf(found)
  const noticed = rows.filter((row) => row.noticed.length > 0).length
  const cut = rows.filter(({ here, isPossible }) => isPossible && (here === null || here.isCut)).length
  const what = engine === "random" ? "random runs" : "searches"
  return [
    `${noticed} of ${counted(rows.length, "loss", "losses")} noticed; gaps: ${counted(losses.length, "loss", "losses")}, ${counted(promises.length, "promise")}.`,
    ...(cut === 0 ? [] : [`The ${what} of ${cut} were cut short by the time that there was; --budget gives more.`]),
  ].join(" ")
}
