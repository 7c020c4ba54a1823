import type { BoundHit, Report, Violation } from "../engine/index.ts"
import { profileIn } from "../spec/configuration.ts"
import type { Checked } from "./run.ts"

/** What `check --json` prints of one scenario; the same seed gives the same bytes, but for `seconds`. */
export function checkJson(
  { scenario, report, verdict, stopped, seconds, settings, known }: Checked,
  traceFiles: readonly string[],
) {
  const isRandom = report.engine === "random"
  return {
    verdict,
    engine: report.engine,
    model: scenario.system.name,
    scenario: scenario.file,
    profile: profileIn(scenario.system, scenario.config),
    states: { distinct: report.states.distinct, generated: report.states.generated },
    depth: report.depth,
    runs: isRandom ? report.runs : 0,
    steps: isRandom ? report.steps : 0,
    seconds: Math.round(seconds * 1000) / 1000,
    seed: isRandom ? report.seed : null,
    strategy: isRandom ? (settings.strategy ?? "swarm") : null,
    workers: isRandom ? 1 : report.workers,
    bytesPerState: isRandom ? null : report.bytesPerState,
    learned: isRandom ? null : report.learned,
    provedDepth: isRandom ? null : (report.provedDepth ?? null),
    fingerprints: isRandom ? null : (report.fingerprints ?? null),
    symmetry: isRandom ? null : (report.symmetry ?? null),
    graph: isRandom ? null : report.graph,
    properties: report.properties,
    coverage: report.coverage,
    known:
      known === undefined
        ? null
        : { states: known.distinct, complete: known.isComplete, share: report.states.distinct / known.distinct },
    bounds: bounds(report.bounds, stopped),
    violation: report.violation === undefined ? null : violationJson(report.violation, traceFiles[0]),
    violations: violationsOf(report).map((violation, index) => violationJson(violation, traceFiles[index])),
  }
}

/** Every way in which something was broken. */
export function violationsOf(report: Report): readonly Violation[] {
  if (report.engine === "exhaustive") return report.violations
  return report.violation === undefined ? [] : [report.violation]
}

/** As the engine tells them, with what ended the run where somebody outside did. */
function bounds(found: readonly BoundHit[], stopped: Checked["stopped"]): readonly object[] {
  return found.map((one) => (one.bound === "stopped" ? { ...one, bound: stopped ?? one.bound } : one))
}

function violationJson(violation: Violation, traceFile: string | undefined) {
  const { property, where, steps, healing, loop, unsettledAfter, length, shrunkFrom, shortest, searchedTo, path } =
    violation
  const plain = (all: Violation["steps"]) => all.map(({ action, choice }) => ({ action, choice }))
  return {
    property,
    where,
    steps: plain(steps),
    ...(healing === undefined ? {} : { healing: plain(healing) }),
    ...(loop === undefined ? {} : { loop: plain(loop) }),
    ...(unsettledAfter === undefined ? {} : { unsettledAfter }),
    length,
    shrunkFrom: shrunkFrom ?? null,
    shortest,
    searchedTo: searchedTo ?? null,
    path: path ?? null,
    traceFile: traceFile ?? null,
  }
}
