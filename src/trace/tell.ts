import { type Model, type Report, replay, type Step, type Violation } from "../engine/index.ts"
import { invariant } from "../errors.ts"
import type { Scenario } from "../spec/scenario.ts"
import { changesBetween } from "./changes.ts"
import type { Found, TraceData, TraceStep } from "./trace.ts"

/** Steps with what each of them changes, from the initial state on; as far as they can be taken. */
export function tell(model: Model<object>, steps: readonly Step[]): readonly TraceStep[] {
  const { states } = replay(model, steps)
  return states.slice(1).map((after, index) => told(steps[index], states[index], after))
}

function told(step: Step | undefined, before: unknown, after: unknown): TraceStep {
  invariant(step !== undefined, "a replay has one state more than it took steps")
  const changes = changesBetween(before, after)
  const choice = step.choice as TraceStep["choice"]
  return { action: step.action, choice, ...(Object.keys(changes).length > 0 ? { changes } : {}) }
}

/** What a trace says of where it comes from; a trace without a file was found by no scenario of ours. */
type Origin = Pick<Scenario, "system" | "config" | "model" | "properties"> & { readonly file: string | undefined }

/** Of a healing that never ends, so many steps are written down. */
const unsettledStepsMax = 50

/** The trace of a violation, complete enough to be replayed by itself. */
export function traceOf(scenario: Origin, report: Report, violation: Violation): TraceData {
  const { property, where, steps, healing: healed = [], loop = [], unsettledAfter } = violation
  const healing = unsettledAfter === undefined ? healed : healed.slice(0, unsettledStepsMax)
  const all = tell(scenario.model, [...steps, ...healing, ...loop])
  const rest = all.slice(steps.length)
  const says = scenario.properties.find(({ name }) => name === property)?.says
  return {
    property,
    ...(says === undefined ? {} : { says }),
    model: scenario.system.name,
    ...(scenario.file === undefined ? {} : { scenario: scenario.file }),
    config: scenario.config as Record<string, unknown>,
    found: found(report, violation),
    where,
    steps: all.slice(0, steps.length),
    ...(healing.length > 0 ? { healing: rest.slice(0, healing.length) } : {}),
    ...(loop.length > 0 ? { loop: rest.slice(healing.length) } : {}),
  }
}

function found(report: Report, violation: Violation): Found {
  const { path, shrunkFrom, shortest, searchedTo, unsettledAfter } = violation
  const { distinct } = report.states
  const run =
    report.engine === "random"
      ? {
          by: report.engine,
          seed: report.seed,
          ...(path === undefined ? {} : { path }),
          runs: report.runs,
          steps: report.steps,
        }
      : { by: report.engine, states: distinct, depth: report.depth }
  return {
    ...run,
    ...(shrunkFrom === undefined ? {} : { shrunkFrom }),
    ...(shortest === null ? {} : { shortest }),
    ...(shortest === true || searchedTo === undefined ? {} : { searchedTo }),
    ...(unsettledAfter === undefined ? {} : { unsettledAfter }),
  }
}
