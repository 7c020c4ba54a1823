import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { QuorateError } from "../errors.ts"
import type { Bug } from "../spec/bugs.ts"
import type { Figures } from "./examine.ts"

/** Where the figures of the last run of the corpus are kept. */
export const recordFile = (root: string): string => join(root, "spec/bugs/recorded.json")

/** The figures of the last run of the corpus, in the order of the bugs. Fails with FILE where some are missing. */
export function recordedFigures(root: string, bugs: readonly Bug[]): readonly Figures[] {
  const file = recordFile(root)
  const all = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly Figures[]) : []
  return bugs.map(({ id }) => {
    const figures = all.find((one) => one.id === id)
    if (figures !== undefined) return figures
    throw new QuorateError("FILE", `${file}: expected the figures of ${id}; run the corpus: npm run corpus`)
  })
}

/** The text of that file. */
export const recordText = (figures: readonly Figures[]): string => `${JSON.stringify(figures, null, 2)}\n`
