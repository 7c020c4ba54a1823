import { totalmem } from "node:os"
import { join } from "node:path"
import { build, type Checker, notInstalled, timed, type Variant } from "./checker.ts"

/**
 * Every state is visited and kept whole: no partial order reduction, which has nothing to reduce in models of one process, and no
 * compaction to hashes. The limit is half of the machine's memory, in megabytes.
 */
const flags = [
  ...["-O3", "-march=native", "-DSAFETY", "-DNOREDUCE", "-DNOFAIR", "-DNOBOUNDCHECK"],
  `-DMEMLIM=${Math.floor(totalmem() / 2 ** 21)}`,
]

const search = (name: string, ...define: readonly string[]): Variant => ({
  name,
  models: ["kip-320", "two-phase"],
  symmetry: "none",
  prepare: ({ model, constants, states }, directory) => {
    const set = Object.entries(constants).map(([constant, value]) => `-D${constant}=${value}`)
    build(directory, "spin", ["-a", ...set, join(import.meta.dirname, `${model}.pml`)])
    build(directory, "gcc", [...flags, ...define, "-o", "pan", "pan.c"])
    const slots = Math.ceil(Math.log2(2 * states))
    return () => timed([join(directory, "pan"), `-w${slots}`, "-m100000"], directory, readSpin)
  },
})

/** `39619 states, stored`, and `162.345 total actual memory usage`. */
function readSpin(printed: string): { states: number; megabytes: number } | null {
  const states = /^ *(\d+) states, stored/m.exec(printed)?.[1]
  const megabytes = /([\d.]+)\s+total actual memory usage/.exec(printed)?.[1]
  const done = printed.includes("errors: 0") && !printed.includes("Search not completed")
  return done && states && megabytes ? { states: Number(states), megabytes: Number(megabytes) } : null
}

/** Spin, breadth first as we search, and depth first as it is used to. */
export const spin: Checker = {
  tool: "Spin",
  missing: () =>
    notInstalled([
      ["spin", "-V", "spin"],
      ["gcc", "--version", "gcc"],
    ]),
  variants: [search("breadth first", "-DBFS"), search("depth first")],
}
