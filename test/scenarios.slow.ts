import { expect, test } from "vitest"
import { systems } from "../properties/systems.ts"
import { exhaustive, explore } from "../src/engine/index.ts"
import { findScenario, scenarioNames } from "../src/spec/find-scenario.ts"
import { parseOverride } from "../src/spec/overrides.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { readScenario } from "../src/spec/scenario.ts"

/** What each scenario that we ship comes to, as it is run without an option. */
const verdicts: Readonly<Record<string, string>> = {
  default: "passed",
  ensemble: "passed",
  groups: "passed",
  growing: "passed",
  "kip-101": "violated",
  "published/async-isr": "holds",
  "published/kafka-truncate-to-high-watermark": "violated",
  "published/kip-101": "violated",
  "published/kip-279": "violated",
  "published/kip-320": "holds",
  "published/kip-320-first-try": "violated",
  "published/zab": "holds",
  smallest: "holds",
}

const scenario = (name: string) => readScenario(findScenario(name, packageRoot).path, systems)

test("every scenario has its verdict here", () => {
  expect(scenarioNames(packageRoot)).toEqual(Object.keys(verdicts))
})

test.each(Object.entries(verdicts))("%s: %s", (name, verdict) => {
  const { model, properties, run } = scenario(name)
  const { engine, runs = 1_000, depth = 100, seed = 1 } = run
  const report =
    engine === "exhaustive" ? exhaustive(model, properties) : explore(model, properties, { runs, depth, seed })
  expect(report.verdict).toBe(verdict)
})

test("the smallest scenario has as many states as it had", () => {
  const { model } = scenario("smallest")
  const { states, depth } = exhaustive(model, [])
  expect([states.distinct, depth]).toEqual([336_277, 29])
})

test("the smallest scenario breaks no promise at random either, where every message takes its time", () => {
  const overrides = [parseOverride("prompt=[]")]
  const { model, properties } = readScenario(findScenario("smallest", packageRoot).path, systems, { overrides })
  expect(explore(model, properties, { runs: 500, depth: 100 }).verdict).toBe("passed")
})
