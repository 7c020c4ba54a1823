import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build, type Checker, notInstalled, timed, type Variant } from "./checker.ts"

/** As its manual asks; `-mcx16` is for the seen set, which two threads share without a lock. */
const flags = ["-std=c11", "-O3", "-march=native", ...(process.arch === "x64" ? ["-mcx16"] : [])]

type Symmetry = Variant["symmetry"]

const search = (threads: number, symmetry: Symmetry, models: Variant["models"]): Variant => ({
  name: `${threads} thread${threads === 1 ? "" : "s"}${named[symmetry]}`,
  models,
  symmetry,
  prepare: ({ model, constants }, directory) => {
    const source = readFileSync(join(import.meta.dirname, `${model}.m`), "utf8")
    writeFileSync(join(directory, "model.m"), withConstants(source, constants))
    const options = ["--threads", String(threads), "--symmetry-reduction", reduction[symmetry], ...common]
    build(directory, "rumur", [...options, "--output", "model.c", "model.m"])
    build(directory, "gcc", [...flags, "-o", "model", "model.c", "-lpthread"])
    return () => timed([join(directory, "model")], directory, readRumur)
  },
})

const named: Readonly<Record<Symmetry, string>> = {
  none: "",
  heuristic: ", symmetry by sorting",
  exact: ", exact symmetry",
}
const reduction: Readonly<Record<Symmetry, string>> = { none: "off", heuristic: "heuristic", exact: "exhaustive" }

/** Schedules keep names readable in a counterexample, at the expense of every state. */
const common = ["--deadlock-detection", "off", "--scalarset-schedules", "off"]

/** Murphi's constants are in the source alone, a line each. */
function withConstants(source: string, constants: Readonly<Record<string, number>>): string {
  return Object.entries(constants).reduce((text, [constant, value]) => {
    const line = new RegExp(`^  ${constant}: \\d+;`, "m")
    if (!line.test(text)) throw new Error(`the model has no constant ${constant}`)
    return text.replace(line, `  ${constant}: ${value};`)
  }, source)
}

/** `39619 states, 102219 rules fired in 0s.`, which is the last of such lines. */
function readRumur(printed: string): { states: number } | null {
  const states = /^\s*(\d+) states, \d+ rules fired in/m.exec(printed)?.[1]
  return states && printed.includes("No error found") ? { states: Number(states) } : null
}

/** Rumur, a model checker for Murphi: the one here that knows symmetry by itself. */
export const rumur: Checker = {
  tool: "rumur",
  missing: () =>
    notInstalled([
      ["rumur", "--version", "rumur"],
      ["gcc", "--version", "gcc"],
    ]),
  variants: [
    search(1, "none", ["kip-320", "two-phase"]),
    search(2, "none", ["kip-320", "two-phase"]),
    search(1, "heuristic", ["kip-320", "two-phase"]),
    search(1, "exact", ["kip-320"]), // it tries each permutation of 8 managers on each state, for minutes
  ],
}
