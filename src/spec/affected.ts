import { z } from "zod"
import { compareVersions, versionText } from "./versions.ts"

/** The releases that have a bug, by number. */
export const affectedSchema = z
  .union([
    z.literal("none"),
    z.strictObject({
      from: versionText
        .optional()
        .meta({ description: "The first release that has it; all that came before the fix where it is left out." }),
      fixed: z
        .union([versionText, z.array(versionText).min(1)])
        .optional()
        .meta({
          description:
            "The first release without it, or one for each line that it was mended in; none is where it is left out.",
        }),
    }),
  ])
  .meta({
    description:
      "The releases that have it, by number, where `affected` and `fixed` do not tell them: none, or from which one until which.",
  })

export type Affected = z.infer<typeof affectedSchema>

const number = String.raw`\d+(?:\.\d+){1,3}`
const one = new RegExp(`^${number}$`)
const many = new RegExp(`^${number}(?:(?:, | and |, and | or )${number})*$`)
const range = new RegExp(`^(${number}) to (${number})$`)

/**
 * The releases that have a bug, as the words of its entry tell them: `before 2.1.0`, `0.11.0 to 1.1.1`, `from 2.2.0`,
 * `2.7.0, 2.7.1 and 2.8.0`, `all` or `no release`, with the number in which it was mended, or numbers, if it was; or
 * `every release with ZooKeeper`, whatever became of it without. Undefined where they say it otherwise.
 */
export function affectedIn({
  affected,
  fixed,
  versions,
}: {
  readonly affected: string
  readonly fixed: string
  readonly versions?: Affected | undefined
}): Affected | undefined {
  if (versions !== undefined) return versions
  if (affected === "no release") return "none"
  if (/^every release with ZooKeeper\b/.test(affected)) return {}
  const mended = many.test(fixed) ? numbersIn(fixed) : undefined
  const isNever = /^(not yet|never|no release)$/.test(fixed)
  if (mended === undefined && !isNever) return undefined
  const until = mended === undefined ? {} : { fixed: mended }
  const [, before] = /^before (\S+)$/.exec(affected) ?? []
  if (before !== undefined) return one.test(before) && mended?.includes(before) === true ? until : undefined
  const [, first] = range.exec(affected) ?? /^(?:from|since) (\S+)$/.exec(affected) ?? []
  if (first !== undefined) return one.test(first) ? { from: first, ...until } : undefined
  if (many.test(affected)) return { from: numbersIn(affected).sort(compareVersions)[0], ...until }
  return /^(all|every release)$/.test(affected) ? until : undefined
}

const numbersIn = (text: string): string[] => [...text.matchAll(new RegExp(number, "g"))].map(([found]) => found)

/** Whether a release has a bug: it came with it or later, and not after the fix of its own line, or of an earlier one. */
export function hasBug(affected: Affected, version: string): boolean {
  if (affected === "none") return false
  const { from, fixed = [] } = affected
  if (from !== undefined && compareVersions(version, from) < 0) return false
  const fixes = [fixed].flat().sort(compareVersions)
  const last = fixes.at(-1)
  if (last === undefined) return true
  return (
    compareVersions(version, last) < 0 &&
    !fixes.some((fix) => line(fix) === line(version) && compareVersions(version, fix) >= 0)
  )
}

/** The releases of a line differ in the last number. */
const line = (version: string): string =>
  version
    .split(".")
    .slice(0, version.startsWith("0.") ? 3 : 2)
    .join(".")
