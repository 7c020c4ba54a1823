/** What a step changed: a path of the state, and what became of it, in words short enough for a line. */
export type Changes = Readonly<Record<string, string>>

const mostChanges = 40
const longestValue = 70
/** Values that are told whole, however they differ. */
const shortValue = 36

/** The differences between two states, leaf by leaf, in the order of the state's keys. */
export function changesBetween(before: unknown, after: unknown): Changes {
  const found = together([...differences(before, after, "")])
  const told = found.slice(0, mostChanges)
  const more = found.length - told.length
  return Object.fromEntries(more > 0 ? [...told, ["…", `and ${more} more`]] : told)
}

type Difference = readonly [path: string, says: string]

/** What happens to several entries of a component alike is told once: `servers.{1,3}.lastProcessed`. */
function together(found: readonly Difference[]): readonly Difference[] {
  const alike = new Map<string, Difference[]>()
  for (const [path, says] of found) {
    const [component, , ...rest] = path.split(".")
    const key = JSON.stringify([component, rest, says])
    alike.set(key, [...(alike.get(key) ?? []), [path, says]])
  }
  return [...alike.values()].flatMap((group) => {
    const paths = group.map(([path]) => path.split("."))
    const [[component, , ...rest] = []] = paths
    if (group.length === 1 || paths.some(({ length }) => length < 2)) return group
    const entries = paths.map(([, entry]) => entry).join(",")
    return [[[component, `{${entries}}`, ...rest].join("."), group[0]?.[1] ?? ""]]
  })
}

function* differences(before: unknown, after: unknown, path: string): Iterable<Difference> {
  if (before === after) return
  const areMaps = isMap(before) && isMap(after)
  if (Array.isArray(before) && Array.isArray(after)) yield* ofLists(before, after, path)
  else if (areMaps && (path === "" || !isShort(before, after))) yield* ofMaps(before, after, path)
  else if (areMaps && Object.keys(before).length === Object.keys(after).length) yield* ofMaps(before, after, path)
  else if (text(before) !== text(after)) yield [path, replaced(before, after)]
}

function* ofMaps(before: Fields, after: Fields, path: string): Iterable<Difference> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    yield* differences(before[key], after[key], path === "" ? key : `${path}.${key}`)
}

/** A queue that lost its first and gained its last is told so, and not as if all its places had changed. */
function* ofLists(before: readonly unknown[], after: readonly unknown[], path: string): Iterable<Difference> {
  const old = before.map(text)
  const now = after.map(text)
  if (old.join() === now.join()) return
  if (isShort(before, after)) return yield [path, replaced(before, after)]
  const kept = firstKept(old, now)
  if (kept < before.length || after.length === 0 || before.length === 0) {
    const gone = before.slice(0, kept).map((item) => `− ${brief(item)}`)
    const come = after.slice(before.length - kept).map((item) => `+ ${brief(item)}`)
    return yield [path, cut([...gone, ...come].join("  "), 2 * longestValue)]
  }
  if (before.length === after.length)
    for (const [index, item] of before.entries()) yield* differences(item, after[index], `${path}.${index}`)
  else yield [path, replaced(before, after)]
}

/** The first index from which the old list is the beginning of the new one. */
function firstKept(old: readonly string[], now: readonly string[]): number {
  for (let from = 0; from < old.length; from += 1)
    if (old.length - from <= now.length && old.slice(from).every((item, index) => item === now[index])) return from
  return old.length
}

type Fields = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value)

const isShort = (before: unknown, after: unknown): boolean =>
  text(before).length <= shortValue && text(after).length <= shortValue

const replaced = (before: unknown, after: unknown): string => `${brief(before)} → ${brief(after)}`

/** A value as a person would jot it down: `{offset: 3, epoch: 1}`. */
export const brief = (value: unknown, limit = longestValue): string => cut(text(value), limit)

const cut = (line: string, limit: number): string => (line.length > limit ? `${line.slice(0, limit - 1)}…` : line)

function text(value: unknown): string {
  if (value === undefined) return "absent"
  if (value === null) return "none"
  if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`
  if (isMap(value))
    return `{${Object.entries(value)
      .map(([key, part]) => `${key}: ${text(part)}`)
      .join(", ")}}`
  return String(value)
}
