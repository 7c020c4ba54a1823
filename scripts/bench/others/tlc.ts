import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Checker, notInstalled, timed, type Variant } from "./checker.ts"

/** The class path and the modules are where the user says: neither is ours. */
const { TLA2TOOLS: classPath = "", KAFKA_SPECIFICATION: modules = "" } = process.env

const search = (workers: number): Variant => ({
  name: workers === 1 ? "1 worker" : `${workers} workers`,
  models: ["kip-320"],
  symmetry: "none",
  prepare: ({ constants }, directory) => {
    const copied = readdirSync(modules).filter((file) => file.endsWith(".tla"))
    for (const file of copied) copyFileSync(join(modules, file), join(directory, file))
    writeFileSync(join(directory, "Kip320.cfg"), configuration(constants))
    const jvm = ["-XX:+UseParallelGC", "-cp", classPath, "tlc2.TLC"]
    const options = ["-workers", String(workers), "-metadir", join(directory, "states"), "Kip320.tla"]
    return () => timed(["java", ...jvm, ...options], directory, readTlc)
  },
})

const configuration = ({
  REPLICAS,
  LOG_SIZE,
  MAX_RECORDS,
  MAX_EPOCH,
}: Readonly<Record<string, number>>): string => `INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
INVARIANTS WeakIsr StrongIsr
CONSTANTS
  Replicas = {${Array.from({ length: REPLICAS ?? 0 }, (_, i) => `b${i + 1}`).join(", ")}}
  LogSize = ${LOG_SIZE}
  MaxRecords = ${MAX_RECORDS}
  MaxLeaderEpoch = ${MAX_EPOCH}
`

/** `102220 states generated, 39619 distinct states found, 0 states left on queue.` */
function readTlc(printed: string): { states: number } | null {
  const states = /([\d,]+) distinct states found, 0 states left on queue/.exec(printed)?.[1]
  return states && printed.includes("No error has been found") ? { states: Number(states.replaceAll(",", "")) } : null
}

/** TLC, on the published modules themselves; its seconds include the start of Java, and reading the modules. */
export const tlc: Checker = {
  tool: "TLC",
  missing: () => {
    if (classPath === "") return "set TLA2TOOLS to the path of tla2tools.jar, of github.com/tlaplus/tlaplus/releases"
    if (!existsSync(join(modules, "Kip320.tla")))
      return "set KAFKA_SPECIFICATION to the folder of Kip320.tla in a clone of github.com/hachikuji/kafka-specification"
    return notInstalled([["java", "-version", "default-jre-headless"]])
  },
  variants: [search(1), search(2)],
}
