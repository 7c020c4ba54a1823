import { dataText } from "../data.ts"
import { absent, splitUp } from "../learned/place.ts"
import { frozen } from "../walk.ts"

/** What stands for a value that is no data; no JSON looks like this. */
const marks = { absent: "absent", splitUp: "split up" } as const

/** A component's value as a text, and back. */
export const valueText = (value: unknown): string =>
  value === absent ? marks.absent : value === splitUp ? marks.splitUp : dataText(value)

export function valueOfText(text: string): unknown {
  if (text === marks.absent) return absent
  return text === marks.splitUp ? splitUp : frozen(JSON.parse(text) as unknown)
}
