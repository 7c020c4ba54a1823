/** Plain JSON data, as states are made of. */
export type Data = null | number | string | readonly Data[] | { readonly [name: string]: Data }

type Entries = Readonly<Record<string, Data>>

/** The state of a described model: keys that are one component, one that splits once, and one that splits twice. */
export interface Cells {
  readonly p: Data
  readonly q: Data
  readonly list: readonly Data[]
  readonly each: Entries
  readonly fields: Entries
}

/** A choice of a described action: it stands where a path or a value says `$`. */
export interface Choice {
  readonly at: string
  readonly value: number
}

/** The names on the way to a part of a state. */
export type Path = readonly string[]

export const chosen = (path: Path, { at }: Choice): Path => path.map((name) => (name === "$" ? at : name))

/** A value as an action's choice makes it. */
export const given = (value: Data, choice: Choice): Data => (value === "$" ? choice.value : value)

export const isRecord = (part: unknown): part is Record<string, unknown> =>
  typeof part === "object" && part !== null && !Array.isArray(part)

/** The part of a state at a path, or undefined. */
export function partAt(state: unknown, path: Path): unknown {
  let part = state
  for (const name of path) {
    if (!isRecord(part)) return undefined
    part = part[name]
  }
  return part
}

/** The record in which a path ends, where there is one, and the name in it. */
export function placeOf(state: unknown, path: Path): readonly [record: Record<string, unknown> | null, name: string] {
  const record = partAt(state, path.slice(0, -1))
  return [isRecord(record) ? record : null, path.at(-1) as string]
}
