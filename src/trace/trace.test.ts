import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { fileIn, toyRoot } from "../../test/toy-io.ts"
import { jugs, toySystems } from "../../test/toy-systems.ts"
import { exhaustive } from "../engine/index.ts"
import { parseText } from "../spec/document.ts"
import { parseOverride } from "../spec/overrides.ts"
import { scenarioOf } from "../spec/scenario.ts"
import { judgeTrace } from "./judge.ts"
import { readTrace, traceFrom } from "./read.ts"
import { traceLines } from "./render.ts"
import { traceOf } from "./tell.ts"
import type { TraceData } from "./trace.ts"
import { saveTrace, traceText } from "./write.ts"

function found(text: string): TraceData {
  const scenario = scenarioOf(parseText(text, "s.yaml"), toySystems)
  const report = exhaustive(scenario.model, scenario.properties)
  if (report.violation === undefined) throw new Error("nothing was found")
  return traceOf(scenario, report, report.violation)
}

const fourGallons = found("model: jugs\nabout: x\n")
const darkness = found("model: lamp\nabout: x\nconfig: { repair: off }\n")
const again = (data: TraceData, ...sets: readonly string[]) =>
  traceFrom(parseText(traceText(data), "t.yaml", "BAD_TRACE"), toySystems, sets.map(parseOverride))

test("a trace in a file is the trace that was written, and complete without its scenario", () => {
  expect(again(fourGallons).data).toEqual(fourGallons)
  expect(again(fourGallons).config).toEqual(jugs.config.parse({}))
})

test("a trace tells its story to somebody who opens the file", () => {
  expect(traceText(fourGallons, "quorate replay t.yaml")).toMatchInlineSnapshot(`
    "# Broken: The big jug never holds the target
    # by 6 steps.
    # See it happen: quorate replay t.yaml

    property: never-the-target
    says: The big jug never holds the target
    model: jugs
    scenario: s.yaml
    config:
      sizes:
        small: 3
        big: 5
      target: 4
      pouring: allowed
    found: { by: exhaustive, states: 14, depth: 7, shortest: true }
    where: { jug: big }
    steps:
      # 1
      - action: Fill
        choice: { jug: big }
        changes:
          big: 0 → 5
      # 2
      - action: Pour
        choice: { jug: big }
        changes:
          small: 0 → 3
          big: 5 → 2
      # 3
      - action: Empty
        choice: { jug: small }
        changes:
          small: 3 → 0
      # 4
      - action: Pour
        choice: { jug: big }
        changes:
          small: 0 → 2
          big: 2 → 0
      # 5
      - action: Fill
        choice: { jug: big }
        changes:
          big: 0 → 5
      # 6
      - action: Pour
        choice: { jug: big }
        changes:
          small: 2 → 3
          big: 5 → 4
    "
  `)
})

test("a trace on a terminal has numbered steps, and stays within the width", () => {
  const lines = traceLines(fourGallons.steps, { width: 24 })
  expect(lines.slice(0, 2)).toEqual(["  1. Fill jug big", "       big: 0 → 5"])
  expect(lines.every((line) => line.length <= 24)).toBe(true)
})

test("a replayed trace breaks its promise again, at the same step", () => {
  expect(judgeTrace(again(fourGallons))).toEqual({ kind: "violated", step: 6, where: { jug: "big" }, leftOut: [] })
  expect(judgeTrace(again(darkness))).toMatchObject({ kind: "violated", step: 1, healing: [] })
})

test("a trace is fixed when all its steps can be taken and the promise is kept", () => {
  expect(judgeTrace(again(fourGallons, "target=9"))).toEqual({ kind: "fixed", leftOut: [] })
  expect(judgeTrace(again(darkness, "repair=on"))).toEqual({ kind: "fixed", leftOut: [] })
})

test("a trace is fixed when under a changed rule a step of it cannot happen any more", () => {
  const judgement = judgeTrace(again(fourGallons, "pouring=forbidden"))
  expect(judgement.kind).toBe("fixed")
  expect(judgement).toMatchObject({
    leftOut: [{ index: 1, kind: "not-enabled", step: { action: "Pour" } }, {}, {}, {}, {}],
  })
})

test("a trace is not fixed when it only needs a step less", () => {
  const { steps } = fourGallons
  const detour = { ...fourGallons, steps: [{ action: "Break", choice: null }, ...steps] }
  const needless = {
    ...detour,
    steps: [...steps.slice(0, 1), { action: "Fill", choice: { jug: "big" } }, ...steps.slice(1)],
  }
  expect(judgeTrace(again(needless)).kind).toBe("refused")
  expect(judgeTrace(again(needless, "target=4")).kind).toBe("refused")
  const other = { ...needless, config: { target: 4, pouring: "allowed", sizes: { small: 3, big: 5 } } }
  expect(judgeTrace(again({ ...other, config: { ...other.config, target: 5 } }, "target=4"))).toMatchObject({
    kind: "violated",
    leftOut: [{ index: 1 }],
  })
})

test("a step that cannot happen any more without any change is told, with why, and what could", () => {
  const steps = [{ action: "Empty", choice: { jug: "big" } }, ...fourGallons.steps]
  expect(judgeTrace(again({ ...fourGallons, steps }))).toMatchObject({
    kind: "refused",
    refusal: { index: 0, kind: "not-enabled", why: expect.stringContaining("guard of Empty") },
    enabled: [],
  })
})

test("a trace of a goal is reached or not", () => {
  const goal = { ...fourGallons, property: "both-full" }
  expect(judgeTrace(again(goal))).toEqual({ kind: "unreached" })
  const steps = ["big", "small"].map((jug) => ({ action: "Fill", choice: { jug } }))
  expect(judgeTrace(again({ ...goal, steps }))).toEqual({ kind: "reached", step: 2 })
})

const text = traceText(fourGallons)
test.each([
  [
    "a trace for another model",
    text.replace("model: jugs", "model: lamp"),
    ["config.sizes: expected a known key, found sizes"],
  ],
  [
    "a model that does not exist",
    text.replace("model: jugs", "model: jgs"),
    ["model: expected a known model, found jgs; did you mean jugs?"],
  ],
  [
    "an unknown property",
    text.replace("property: never", "property: nevr"),
    ["t.yaml:5:11: property: expected a known property", "did you mean never-the-target?"],
  ],
  [
    "an unknown action",
    text.replace("action: Pour", "action: Poor"),
    ["steps.1.action: expected an action of the model, found Poor; did you mean Pour?"],
  ],
  [
    "a step without a choice",
    text.replace(/ +choice: .*\n/, ""),
    ["steps.0.choice: expected a map of names to values", "and it is missing"],
  ],
  [
    "an unknown key",
    text.replace("steps:", "stepps:"),
    ["stepps: expected a known key, found stepps; did you mean steps?"],
  ],
  [
    "a wrong configuration",
    text.replace("pouring: allowed", "pouring: alowed"),
    ["config.pouring: expected one of allowed, forbidden"],
  ],
])("%s is refused with its place", (_name, changed, says) => {
  expect(changed).not.toBe(text)
  const read = () => traceFrom(parseText(changed, "t.yaml"), toySystems)
  for (const part of says) expect(read).toThrow(part)
  expect(read).toThrow(/^t\.yaml:\d+:\d+: /)
})

test("a file is written whole under the name of its property, numbered where that is taken by another trace", () => {
  const folder = join(toyRoot(), "traces/new")
  const first = saveTrace(fourGallons, folder)
  expect(saveTrace(fourGallons, folder)).toBe(first)
  const second = saveTrace({ ...fourGallons, steps: [] }, folder)
  expect([first, second]).toEqual([join(folder, "never-the-target.yaml"), join(folder, "never-the-target-2.yaml")])
  expect(readdirSync(folder)).toHaveLength(2)
  expect(readFileSync(first, "utf8")).toContain(`See it happen: quorate replay ${first}`)
  expect(readTrace(first, toySystems).data).toEqual(fourGallons)
})

test("a folder that cannot be written to is the user's mistake", () => {
  const file = fileIn(toyRoot(), "file", "")
  expect(() => saveTrace(fourGallons, file)).toThrow("the trace cannot be written there")
})
