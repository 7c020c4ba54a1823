import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { described } from "../../../test/generated/arbitrary.ts"
import { modelOf, propertiesOf } from "../../../test/generated/described.ts"
import { judgedByAll } from "../../../test/generated/fair-oracle.ts"
import { sameData } from "../data.ts"
import { type Action, type ActionKind, action, type EnabledStep, type Model } from "../model.ts"
import { type AfterHealing, afterHealing } from "../property.ts"
import { replay } from "../replay.ts"
import type { Violation } from "../report.ts"
import { enabledSteps, take } from "../walk.ts"
import { exhaustive } from "./exhaustive.ts"

interface Place {
  readonly at: string
}

/** A graph of places, from 1 on: `1 a 2` is a step `a` from place 1 to place 2, and `1 !f 2` is one that a fault takes. */
function graph(text: string): Model<Place> {
  const edges = text.split(", ").map((edge) => edge.split(" ") as [string, string, string])
  const isFault = (step: string) => step.startsWith("!")
  const steps = [...new Set(edges.map(([, step]) => step))]
  const go = (name: string, kind: ActionKind, choices: readonly string[]): Action<Place> =>
    action<Place, string>(name, {
      kind,
      choices,
      guard: ({ at }, step) => edges.some(([from, by]) => from === at && by === step),
      effect: (draft, step) => {
        draft.at = edges.find(([from, by]) => from === draft.at && by === step)?.[2] ?? draft.at
      },
    })
  const actions = [
    go(
      "Go",
      "protocol",
      steps.filter((step) => !isFault(step)),
    ),
    go("Fail", "fault", steps.filter(isFault)),
  ]
  return { name: "graph", initial: { at: "1" }, components: { at: "one" }, actions }
}

const not = (...places: readonly string[]): AfterHealing<Place> =>
  afterHealing({
    name: `not-${places.join("-")}`,
    says: "It does not end there",
    broken: ({ at }) => (places.includes(at) ? { at } : null),
  })

const judged = (text: string, ...wrong: readonly string[]): Violation | undefined => {
  const [model, property] = [graph(text), not(...wrong)]
  const { verdict, violation } = exhaustive(model, [property])
  expect(verdict).toBe(violation === undefined ? "holds" : "violated")
  if (violation !== undefined) expectFair(model, property, violation)
  return violation
}

const choices = (steps: Violation["steps"] | undefined) => steps?.map(({ choice }) => choice)

/** Takes the run by the model's own code: it is one of a system left alone, closes, leaves nothing out, and is wrong for good. */
function expectFair<S extends object>(model: Model<S>, property: AfterHealing<S>, violation: Violation): void {
  const { steps, healing = [], loop = [] } = violation
  const run = replay(model, [...steps, ...healing, ...loop])
  expect(run.kind).toBe("replayed")
  const round = run.states.slice(steps.length + healing.length)
  const kindOf = (name: string) => model.actions.find((one) => one.name === name)?.kind
  for (const step of [...healing, ...loop]) expect(["protocol", "healing"]).toContain(kindOf(step.action))
  const possible = round.flatMap((state) => enabledSteps(model, state).filter((step) => mayCount(state, step)))
  for (const { action: name, choice } of possible)
    expect(loop.some((step) => step.action === name && sameData(step.choice, choice))).toBe(true)
  expect(sameData(round.at(0), round.at(-1))).toBe(true)
  expect(round.some((state) => property.broken(state) !== null)).toBe(true)
  expect(violation.length).toBe(steps.length)
}

const mayCount = <S extends object>(state: S, step: EnabledStep<S>): boolean =>
  ["protocol", "healing"].includes(step.definition.kind) && !sameData(take(state, step), state)

describe("a run ends where nothing is left to do", () => {
  test("and there the promise is broken", () => {
    const violation = judged("1 a 2, 2 b 3", "3")
    expect(violation).toMatchObject({ length: 0, steps: [], where: { at: "3" }, shortest: true })
    expect([choices(violation?.healing), violation?.loop]).toEqual([["a", "b"], undefined])
  })

  test("what is broken on the way only is none", () => {
    expect(judged("1 a 2, 2 b 3", "1", "2")).toBeUndefined()
  })

  test("a step that changes nothing is nothing to do", () => {
    expect(judged("1 a 2, 2 idle 2", "2")).toMatchObject({ length: 0, where: { at: "2" } })
    expect(judged("1 a 2, 1 idle 1", "1")).toBeUndefined()
  })
})

describe("a run goes round for ever", () => {
  test("where every step that can be taken is taken, through a state that breaks the promise", () => {
    const violation = judged("1 a 2, 2 b 1", "2")
    expect(choices(violation?.loop)?.toSorted()).toEqual(["a", "b"])
    expect(judged("1 a 2, 2 b 3, 3 c 2", "1")).toBeUndefined()
  })

  test("but not where a step leads out that can be taken all the time", () => {
    expect(judged("1 a 2, 2 b 1, 1 out 3, 2 out 3", "1", "2")).toBeUndefined()
  })

  test("nor where it can be taken again and again only", () => {
    expect(judged("1 a 2, 2 b 1, 1 out 3", "1", "2")).toBeUndefined()
    expect(judged("1 a 2, 2 b 4, 4 c 1, 4 out 3", "1", "2", "4")).toBeUndefined()
  })

  test("unless it comes back from there", () => {
    const violation = judged("1 a 2, 2 b 1, 1 out 3, 3 back 1", "2")
    expect(choices(violation?.loop)?.toSorted()).toEqual(expect.arrayContaining(["a", "b", "back", "out"]))
  })

  test("in the rest of a part, away from a state in which a step leads out", () => {
    const rest = "1 b 2, 2 a 1, 2 b 3, 3 a 1, 3 out 4"
    expect(judged(rest, "1")?.loop).toHaveLength(2)
    expect(judged(rest, "3")).toBeUndefined()
    expect(judged(`${rest}, 1 c 3`, "1", "2", "3")).toBeUndefined()
  })

  test("a step that is taken where it changes nothing is not taken", () => {
    expect(judged("1 a 2, 2 b 1, 2 out 2, 1 out 3", "1", "2")).toBeUndefined()
  })
})

test("faults come before, as few as it takes", () => {
  const violation = judged("1 !f 2, 2 !g 4, 1 !h 3, 3 !k 4, 3 a 1, 4 b 5, 2 a 1, 1 !far 6, 6 !g 7, 7 b 5", "5")
  expect(choices(violation?.steps)).toEqual(["!f", "!g"])
  expect(choices(violation?.healing)).toEqual(["b"])
})

test("what a fault alone keeps going is no run of a system left alone", () => {
  expect(judged("1 !f 2, 2 !g 1", "2")).toMatchObject({ length: 1, healing: [] })
  expect(judged("1 !f 2, 2 a 1", "2")).toBeUndefined()
})

test("of several promises each is judged for itself", () => {
  const model = graph("1 !f 2, 2 a 3, 3 b 2, 1 !g 4, 4 a 5")
  const { properties } = exhaustive(model, [not("3"), not("4"), not("5")], { all: true })
  expect(properties.map(({ verdict }) => verdict)).toEqual(["violated", "holds", "violated"])
})

test("every fair run is judged as when all are tried", () => {
  const models = described({
    promises: ["afterHealing"],
    kinds: ["protocol", "protocol", "healing", "fault"],
    actionsMax: 3,
    statesMax: 40,
  })
  const seen = { broken: 0, whole: 0, loops: 0 }
  const check = fc.property(models, (given) => {
    const model = modelOf(given)
    const [property] = propertiesOf(given)
    if (property?.kind !== "afterHealing") return
    const { length, steps } = judgedByAll(model, property)
    fc.pre(steps < 9)
    const { violation } = exhaustive(model, [property])
    expect(violation?.length).toBe(length)
    if (violation !== undefined) expectFair(model, property, violation)
    seen[length === undefined ? "whole" : "broken"] += 1
    if (violation?.loop !== undefined) seen.loops += 1
  })
  fc.assert(check, { seed: 1, numRuns: 300 })
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
})
