import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { QuorateError } from "../errors.ts"
import { suggestion } from "./nearest.ts"
import { packageRoot } from "./package-root.ts"

/** A scenario file, and the name to print for it. */
export interface Found {
  readonly path: string
  readonly shownAs: string
}

const folder = "spec/scenarios"

/** A scenario by its path, or by its bare name (`default`, `kafka/two-brokers`) among those of this package. */
export function findScenario(given: string, root = packageRoot): Found {
  const isFile = statSync(given, { throwIfNoEntry: false })?.isFile() ?? false
  if (isFile) return { path: given, shownAs: given }
  const names = scenarioNames(root)
  const name = given.replace(/^(\.\/)?spec\/scenarios\//, "").replace(/\.ya?ml$/, "")
  if (names.includes(name)) return scenarioFile(name, root)
  if (existsSync(given)) return { path: given, shownAs: given }
  if (/\.ya?ml$/.test(given) && !given.startsWith(folder))
    throw new QuorateError("FILE", `${given}: there is no such file${suggestion(name, names)}`)
  throw new QuorateError("UNKNOWN_SCENARIO", `expected a scenario, found ${given}${suggestion(name, names)}`)
}

/** The names of the scenarios that come with this package, in order. */
export function scenarioNames(root = packageRoot): readonly string[] {
  const all = existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    : []
  return all
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length).replaceAll("\\", "/"))
    .toSorted()
}

/** The file of a scenario of this package. */
export const scenarioFile = (name: string, root = packageRoot): Found => ({
  path: join(root, folder, `${name}.yaml`),
  shownAs: `${folder}/${name}.yaml`,
})
