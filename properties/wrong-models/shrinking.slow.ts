import { afterAll, expect, test } from "vitest"
import { explore } from "../../src/engine/index.ts"
import { judged, type WrongModel, wrongModels } from "./index.ts"
import { shortestKnown } from "./shortest-known.ts"

/** As many seeds as one has patience for: `SEEDS=20 npm run test:slow -- properties` makes the whole table. */
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 4) }, (_, index) => index + 1)

const rows: string[] = []

/** How long the shrunk traces of a wrong model are, seed by seed. */
function shrunkLengths(wrongModel: WrongModel): readonly number[] {
  const { model, property } = judged(wrongModel, "wrong")
  const options = { runs: 20_000, depth: 80, healEvery: 1 }
  return seeds.map((seed) => explore(model, [property], { ...options, seed }).violation?.length ?? Number.NaN)
}

const [rare, usual] = [wrongModels.filter(({ isRare }) => isRare), wrongModels.filter(({ isRare }) => !isRare)]

test.each(rare)("$property, where $wrong, is found by a search", (wrongModel) => {
  expect(shortestKnown(wrongModel).by).toBe("exhaustive search")
})

test.each(usual)("$property, where $wrong, shrinks to the shortest trace", (wrongModel) => {
  const lengths = shrunkLengths(wrongModel)
  const { steps, by } = shortestKnown(wrongModel)
  const exact = lengths.filter((length) => length === steps).length
  rows.push(`${wrongModel.property} | ${steps} (${by}) | ${exact} of ${seeds.length} | ${Math.max(...lengths)}`)
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(steps)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(steps + 2)
  expect(exact).toBeGreaterThanOrEqual(0.9 * seeds.length)
})

afterAll(() => {
  process.stdout.write(["", "promise | shortest | found exactly | longest found", ...rows, "", ""].join("\n"))
})
