import type { BoundHit, Violation } from "../engine/index.ts"
import type { Checked } from "./run.ts"

/** What `check --json` prints of one scenario; the same seed gives the same bytes, but for `seconds`. */
export function checkJson(
  { scenario, report, verdict, stopped, seconds, settings }: Checked,
  traceFile: string | undefined,
) {
  const isRandom = report.engine === "random"
  return {
    verdict,
    engine: report.engine,
    model: scenario.system.name,
    scenario: scenario.file,
    states: { distinct: report.states.distinct, generated: report.states.generated },
    depth: report.depth,
    runs: isRandom ? report.runs : 0,
    steps: isRandom ? report.steps : 0,
    seconds: Math.round(seconds * 1000) / 1000,
    seed: isRandom ? report.seed : null,
    strategy: isRandom ? (settings.strategy ?? "swarm") : null,
    workers: 1,
    bytesPerState: null,
    properties: report.properties,
    coverage: isRandom ? report.coverage : null,
    bounds: bounds(report.bounds, stopped),
    violation: report.violation === undefined ? null : violationJson(report.violation, traceFile),
  }
}

/** As the engine tells them, with what ended the run where somebody outside did. */
function bounds(found: readonly BoundHit[], stopped: Checked["stopped"]): readonly object[] {
  return found.map((one) => (one.bound === "stopped" ? { ...one, bound: stopped ?? one.bound } : one))
}

function violationJson(violation: Violation, traceFile: string | undefined) {
  const { property, where, steps, healing, unsettledAfter, length, shrunkFrom, shortest, path } = violation
  const plain = (all: Violation["steps"]) => all.map(({ action, choice }) => ({ action, choice }))
  return {
    property,
    where,
    steps: plain(steps),
    ...(healing === undefined ? {} : { healing: plain(healing) }),
    ...(unsettledAfter === undefined ? {} : { unsettledAfter }),
    length,
    shrunkFrom: shrunkFrom ?? null,
    shortest,
    path: path ?? null,
    traceFile: traceFile ?? null,
  }
}
