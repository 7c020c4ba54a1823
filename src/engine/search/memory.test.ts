import { expect, test } from "vitest"
import { afterHealing, type Property, sometimes } from "../property.ts"
import { replay } from "../replay.ts"
import { consistent, someoneCommits, twoPhase } from "../toys/two-phase.ts"
import { exhaustive } from "./exhaustive.ts"

type State = ReturnType<typeof twoPhase>["initial"]

/** Memory that ends once, when it is asked for that many times, and of which there is enough again afterwards. */
function endsOnce(at: number): () => number {
  let asked = 0
  return () => {
    asked += 1
    return asked === at ? 0 : Number.POSITIVE_INFINITY
  }
}

/** Memory that ends for good. */
function endsAt(at: number): () => number {
  let asked = 0
  return () => {
    asked += 1
    return asked >= at ? 0 : Number.POSITIVE_INFINITY
  }
}

const model = twoPhase(6)
const whole = exhaustive(model, [consistent, someoneCommits])

test.each([1, 2, 7, 15])("states whose rows are forgotten at the look number %i are known by their hashes", (at) => {
  const { fingerprints, ...report } = exhaustive(model, [consistent, someoneCommits], { memoryLeft: endsOnce(at) })
  const { bytesPerState: _theirs, learned: _learned, ...same } = whole
  expect(report).toMatchObject(same)
  expect(fingerprints?.odds).toBeGreaterThan(0)
  expect(fingerprints?.odds).toBeLessThan(1e-9)
})

test("there are no odds where nothing is forgotten", () => {
  expect(whole.fingerprints).toBeUndefined()
  expect(exhaustive(model, [], { memoryLeft: () => 2 ** 40 }).fingerprints).toBeUndefined()
})

test.each([1, 5, 12])("a violation that is found after rows were forgotten (look %i) has a shortest trace", (at) => {
  const wrong = twoPhase(6, "broken")
  const { violation, fingerprints } = exhaustive(wrong, [consistent], { memoryLeft: endsOnce(at) })
  expect(violation).toEqual(exhaustive(wrong, [consistent]).violation)
  expect(violation?.shortest).toBe(true)
  const run = replay(wrong, violation?.steps ?? [])
  const last = run.states.at(-1) as State
  expect(run.kind).toBe("replayed")
  expect(consistent.kind === "always" && consistent.broken(last)).not.toBeNull()
  expect(fingerprints).toBeDefined()
})

test("a goal that is met after rows were forgotten is met", () => {
  const late: Property<State> = sometimes({
    name: "late",
    says: "",
    reached: (_before, { managers }) => Object.values(managers).every((one) => one === "committed"),
  })
  expect(exhaustive(model, [late], { memoryLeft: endsOnce(3) })).toMatchObject({ verdict: "holds" })
})

test.each([1, 2, 8, 20])("where memory ends for good at the look number %i, what was proved is said", (at) => {
  const report = exhaustive(model, [consistent, someoneCommits], { memoryLeft: endsAt(at) })
  expect(report).toMatchObject({ verdict: "undecided", bounds: [{ bound: "memory" }] })
  expect(report.violation).toBeUndefined()
  expect(report.properties[0]?.verdict).toBe("undecided")
  const proved = report.provedDepth ?? 0
  const to = (depth: number): number => exhaustive(model, [], { depth }).states.distinct
  expect(report.depth).toBe(proved)
  expect(report.states.distinct).toBeGreaterThanOrEqual(to(proved))
  expect(report.states.distinct).toBeLessThanOrEqual(to(proved + 1))
})

test("fair runs are left undecided where rows were forgotten", () => {
  const decided: Property<State> = afterHealing({
    name: "decided",
    says: "",
    broken: ({ coordinator }) => (coordinator === "init" ? {} : null),
  })
  const { verdict, properties } = exhaustive(twoPhase(4), [decided], { memoryLeft: endsOnce(2) })
  expect([verdict, properties[0]?.verdict]).toEqual(["undecided", "undecided"])
  expect(exhaustive(twoPhase(4), [decided]).verdict).toBe("holds")
})
