import { z } from "zod"

/** A release by its number, as Kafka has them: `0.10.2.0`, `2.1.0`. */
export const versionText = z.string().regex(/^\d+(\.\d+){1,3}$/, "the number of a release, such as 2.1.0")

/** Below 0 where the first release came before the other; what is not said of a number is 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number))
  for (let index = 0; index < 4; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
