import { expect, test } from "vitest"
import type { Figures } from "./examine.ts"
import { costOf, shares } from "./shares.ts"

test.each([1, 2, 3, 7])("%i parts have everything once, and none weighs much more than the others", (count) => {
  const all = Array.from({ length: 45 }, (_, index) => ((index * 37) % 45) + 1)
  const parts = shares(all, (one) => one, count)
  expect(parts.flat().toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b))
  const weights = parts.map((part) => part.reduce((sum, one) => sum + one, 0))
  expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(45)
})

test("what is not known yet comes first, and what was hard before it comes before what was easy", () => {
  const figures = (distinct: number, medianRuns: number | null): Figures => ({
    id: "KIP-1",
    system: "kafka",
    property: "x",
    before: { verdict: "violated", length: 1, shortest: true },
    after: { verdict: "holds", depth: 1, distinct },
    random: { medianRuns },
  })
  const all = { easy: figures(10, 3), unknown: undefined, large: figures(2_000, null), rare: figures(10, 9) }
  const hardest = Object.entries(all).toSorted(([, a], [, b]) => costOf(b) - costOf(a))
  expect(hardest.map(([name]) => name)).toEqual(["unknown", "rare", "large", "easy"])
})
