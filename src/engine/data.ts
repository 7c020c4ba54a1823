import { isPlainRecord } from "./intern.ts"

/** Whether this is a record or an array. */
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** Whether two pieces of plain JSON data are the same; the order of keys does not matter. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameData(item, b[i]))
  if (!isPlainRecord(a) || !isPlainRecord(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameData(a[key], b[key]))
}

/** Plain JSON data in one line, with sorted keys, so that equal data has equal text. */
export function dataText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isPlainRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}
