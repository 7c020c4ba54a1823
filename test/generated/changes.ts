import { type Choice, chosen, type Data, given, isRecord, type Path, partAt, placeOf } from "./cells.ts"

/** What an effect does to a state; nothing, where there is no such part. */
export type Change =
  | { readonly do: "set"; readonly at: Path; readonly value: Data }
  | { readonly do: "count" | "drop"; readonly at: Path }
  | { readonly do: "copy" | "move" | "wrap"; readonly at: Path; readonly from: Path }
  | { readonly do: "assign"; readonly at: Path; readonly value: { readonly [name: string]: Data } }
  | { readonly do: "push"; readonly from: Path }
  | { readonly do: "shift" }

/** Makes a change to the draft of a state. */
export function change(draft: unknown, made: Change, choice: Choice): void {
  if (made.do === "shift") listIn(draft).shift()
  else if (made.do === "push") push(listIn(draft), partAt(draft, chosen(made.from, choice)))
  else changeAt(draft, made, choice)
}

const listIn = (draft: unknown): unknown[] => partAt(draft, ["list"]) as unknown[]

function push(list: unknown[], value: unknown): void {
  if (list.length < 2 && value !== undefined) list.push(copyOf(value))
}

function changeAt(draft: unknown, made: Exclude<Change, { do: "push" | "shift" }>, choice: Choice): void {
  const path = chosen(made.at, choice)
  const [record, name] = placeOf(draft, path)
  if (record === null) return
  switch (made.do) {
    case "set":
      record[name] = structuredClone(given(made.value, choice))
      return
    case "count":
      record[name] = next(record[name])
      return
    case "drop":
      if (path.length > 1) delete record[name]
      return
    case "assign":
      if (isRecord(record[name])) Object.assign(record[name], structuredClone(made.value))
      return
    default:
      transfer(draft, chosen(made.from, choice), path, made.do)
  }
}

const next = (value: unknown): number => (typeof value === "number" ? (value + 1) % 3 : 0)

/** A record of its own: a part of a draft may be put in another place, but not inside of something new. */
const copyOf = (value: unknown): unknown => (isRecord(value) ? { ...value } : value)

/** Fields take simple values only, so that states do not grow without end. */
function transfer(draft: unknown, from: Path, to: Path, how: "copy" | "move" | "wrap"): void {
  const [source, name] = placeOf(draft, from)
  const [target, at] = placeOf(draft, to)
  const value = source?.[name]
  if (target === null || value === undefined) return
  if (to.length > 2 && typeof value === "object") return
  target[at] = how === "wrap" ? { wrapped: copyOf(value) } : value
  if (how === "move" && from.length > 1) delete source?.[name]
}
