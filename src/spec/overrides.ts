import { QuorateError } from "../errors.ts"
import { type Checked, check, partAt } from "./check.ts"
import { parseText } from "./document.ts"
import { suggestion } from "./nearest.ts"
import { dotted, type Path } from "./problem.ts"
import { keysAt, type Shape, shapeOf, shapesAt } from "./shape.ts"
import type { System } from "./system.ts"

/** One `--set path.to.key=value`. */
export interface Override {
  readonly text: string
  readonly path: Path
  readonly value: unknown
}

/** Reads `path.to.key=value`; the value is YAML, so numbers, booleans and `[1, 2]` are what they look like. */
export function parseOverride(text: string): Override {
  const equals = text.indexOf("=")
  const keys = text.slice(0, equals).split(".")
  if (equals < 1 || keys.some((key) => key.trim() === ""))
    throw new QuorateError("USAGE", `--set ${text}: expected path.to.key=value, such as --set kafka.brokers=3`)
  const path = keys.map((key) => key.trim())
  const value = text.slice(equals + 1).trim()
  return { text, path, value: value === "" ? "" : parseText(value, `--set ${text.slice(0, equals)}`).data }
}

/** The same of several, from the paths and their values. */
export const overridesOf = (values: Readonly<Record<string, string>>): readonly Override[] =>
  Object.entries(values).map(([path, value]) => parseOverride(`${path}=${value}`))

/**
 * The configuration with the overrides applied in order, checked by the same definition as a file. What is `forgotten`, by
 * path, is the default again, unless an override sets it.
 */
export function override(
  system: System,
  config: unknown,
  overrides: readonly Override[],
  { forgotten = [] }: { readonly forgotten?: readonly string[] } = {},
): unknown {
  if (overrides.length === 0) return config
  const shape = shapeOf(system.config)
  const data = structuredClone(config)
  for (const id of forgotten) forget(data, id.split("."))
  for (const one of overrides) set(data, one, shape)
  const checked: Checked<unknown> = check(system.config, data)
  if (checked.ok) return checked.value
  throw new QuorateError(
    "BAD_SPEC",
    checked.mistakes.map(({ path, says }) => `--set ${cause(path, overrides)}: ${dotted(path)}: ${says}`).join("\n"),
  )
}

function set(data: unknown, { text, path, value }: Override, shape: Shape): void {
  begin(data, path, shape)
  const depth = path.findIndex((_, index) => !isThere(data, path.slice(0, index + 1), shape))
  if (depth >= 0) throw unknown(data, path.slice(0, depth), String(path[depth]), text, shape)
  const parent = partAt(data, path.slice(0, -1))
  if (typeof parent === "object" && parent !== null) Object.assign(parent, { [String(path.at(-1))]: value })
}

/** Puts an empty entry where a path leads through one that is not there and may be, such as a new topic. */
function begin(data: unknown, path: Path, shape: Shape): void {
  for (let end = 1; end < path.length; end += 1) {
    const above = partAt(data, path.slice(0, end - 1))
    const isMap = typeof above === "object" && above !== null && !Array.isArray(above)
    const name = String(path[end - 1])
    if (!isMap || Object.hasOwn(above, name) || name === "__proto__") continue
    const mayBe = shapesAt(shape, path.slice(0, end)).some(({ type }) => type === "object")
    if (mayBe) Object.assign(above, { [name]: {} })
  }
}

function forget(data: unknown, path: Path): void {
  const parent = partAt(data, path.slice(0, -1))
  if (typeof parent === "object" && parent !== null) Reflect.deleteProperty(parent, String(path.at(-1)))
}

/** What is there already, or the last name of a path that the definition knows or leaves open. */
function isThere(data: unknown, path: Path, shape: Shape): boolean {
  if (partAt(data, path) !== undefined) return true
  const parent = partAt(data, path.slice(0, -1))
  const isMap = typeof parent === "object" && parent !== null && !Array.isArray(parent)
  return isMap && path.at(-1) !== "__proto__" && shapesAt(shape, path).length > 0
}

function unknown(data: unknown, above: Path, key: string, text: string, shape: Shape): QuorateError {
  const there = partAt(data, above)
  const names = Object.keys(typeof there === "object" && there !== null ? there : {})
  const where = above.length === 0 ? "" : ` in ${dotted(above)}`
  const valid = suggestion(key, new Set([...keysAt(shape, above), ...names]))
  return new QuorateError("BAD_SPEC", `--set ${text}: expected a known key${where}, found ${key}${valid}`)
}

/** The override that a mistake comes from, or all of them where that cannot be told. */
function cause(path: Path, overrides: readonly Override[]): string {
  const touching = overrides.filter((one) =>
    one.path.every((key, index) => index >= path.length || String(path[index]) === key),
  )
  return (touching.length > 0 ? touching : overrides).map(({ text }) => text).join(" --set ")
}
