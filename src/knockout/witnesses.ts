import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { partAt } from "../spec/check.ts"
import { ruleChoices } from "../spec/choices.ts"
import type { System } from "../spec/system.ts"
import { judgeTrace } from "../trace/judge.ts"
import { readTrace } from "../trace/read.ts"
import type { Break } from "./breaks.ts"

/** A trace that is kept, and breaks its promise by rules that are not those of today. */
export interface Witness extends Break {
  /** Its path within the package. */
  readonly file: string
  readonly system: System
  readonly config: unknown
  /** The rules that are otherwise, by their ids. */
  readonly set: Readonly<Record<string, string>>
}

/**
 * The traces of `traces/`, of wrong models and of published bugs, which are taken again here and now: in each a promise is
 * broken in a small scenario by one rule, or by several together.
 */
export function readWitnesses(root: string, systems: readonly System[]): readonly Witness[] {
  const folder = join(root, "traces")
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : []
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted()
    .flatMap((file) => {
      const trace = readTrace(join(folder, file), systems, [], root)
      const set = changedRules(trace.system, trace.config)
      if (Object.keys(set).length === 0 || judgeTrace(trace).kind !== "violated") return []
      const { property, data, system, config } = trace
      const length = data.steps.length
      return [
        {
          file: `traces/${file}`,
          property: property.name,
          length,
          shortest: data.found?.shortest === true,
          system,
          config,
          set,
        },
      ]
    })
}

function changedRules(system: System, config: unknown): Readonly<Record<string, string>> {
  const changed = ruleChoices(system).filter(({ path, values }) => partAt(config, path) !== values[0])
  return Object.fromEntries(changed.map(({ id, path }) => [id, String(partAt(config, path))]))
}
