import { gapsOf } from "../knockout/gaps.ts"
import type { Knockout } from "../knockout/knockout.ts"
import { lossText } from "../knockout/loss.ts"
import type { RunSettings, Scenario } from "../spec/scenario.ts"

/** What `knockout --json` prints. */
export function knockoutJson(scenario: Scenario, settings: RunSettings, found: Knockout) {
  const gaps = gapsOf(found)
  return {
    scenario: scenario.file,
    model: scenario.system.name,
    engine: settings.engine ?? "random",
    standing: found.standing,
    promises: found.promises.map(({ name }) => name),
    losses: found.rows.map(({ loss, here, isPossible, noticed, small, together, why }) => ({
      rule: loss.rule.id,
      value: loss.value,
      instead: loss.instead,
      possible: isPossible,
      runs: here?.runs ?? 0,
      complete: here !== null && !here.isCut,
      smallScenarios: small,
      noticed,
      together: together.map(({ property, length, shortest, file, set }) => ({
        property,
        length,
        shortest,
        file,
        set,
      })),
      unnoticed: noticed.length === 0 ? why : null,
    })),
    gaps: { losses: gaps.losses.map(({ loss }) => lossText(loss)), promises: gaps.promises.map(({ name }) => name) },
  }
}
