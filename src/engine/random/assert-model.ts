import fc from "fast-check"
import type { Model, Step } from "../model.ts"
import type { Property } from "../property.ts"
import type { Violation } from "../report.ts"
import type { Meter, Run } from "./draw-run.ts"
import { silent } from "./meter.ts"
import { RunArbitrary } from "./run-arbitrary.ts"
import { newRunSetup, type RunOptions } from "./run-setup.ts"

/**
 * An arbitrary of runs for a property of one's own, say that an implementation follows the model. A run is cut where it
 * breaks one of `properties`, and shrinks to a trace that a person could have written; without a violation it shrinks by
 * leaving steps out.
 */
export function modelRun<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[] = [],
  options: RunOptions = {},
): fc.Arbitrary<Run> {
  return new RunArbitrary({ ...newRunSetup(model, properties, options), shrinkTo: "thorough" }, silent as Meter<S>)
}

/**
 * Runs a model in a test, and throws when a property breaks, with the shrunk trace and what to give to come to it again.
 * Goals are not judged: a test that wants them asks `explore`. Takes fast-check's parameters beside ours; without `numRuns`
 * it makes 1,000 runs.
 */
export function assertModel<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  parameters: fc.Parameters<[Run]> & RunOptions = {},
): void {
  const { depth, strategy, healEvery, healingStepsMax, shrinkStatesMax, certifyStatesMax, ...others } = parameters
  const options = defined({ depth, strategy, healEvery, healingStepsMax, shrinkStatesMax, certifyStatesMax })
  const property = fc.property(modelRun(model, properties, options), ({ violation }) => violation === undefined)
  fc.assert(property, { reporter: (details) => report(details, properties), numRuns: usualRuns(), ...others })
}

/** More than fast-check's hundred: what breaks a protocol is rare. What is configured for all of fast-check is honoured. */
const usualRuns = (): number => fc.readConfigureGlobal().numRuns ?? 1_000

function report<S>(details: fc.RunDetails<[Run]>, properties: readonly Property<S>[]): void {
  if (!details.failed) return
  const violation = details.counterexample?.[0].violation
  if (violation === undefined) throw new Error(fc.defaultReportMessage(details))
  const says = properties.find(({ name }) => name === violation.property)?.says ?? ""
  const replay = JSON.stringify({ seed: details.seed, path: details.counterexamplePath, endOnFailure: true })
  const verbose = details.verbose === fc.VerbosityLevel.None ? [] : [fc.defaultReportMessage(details)]
  throw new Error([...linesOf(violation, says), `To see it again: ${replay}`, ...verbose].join("\n"))
}

function linesOf({ property, where, steps, healing, unsettledAfter }: Violation, says: string): readonly string[] {
  const settled =
    unsettledAfter === undefined ? "until nothing is left to do" : `and not settled after ${unsettledAfter} steps`
  return [
    `Property ${property} is violated: ${says}`,
    `Where: ${JSON.stringify(where)}`,
    `After ${steps.length} steps:`,
    ...steps.map(line),
    ...(healing === undefined
      ? []
      : [`Then faults and workload stop, and the rest runs, ${settled}:`, ...healing.slice(0, 20).map(line)]),
  ]
}

function line({ action, choice }: Step, index: number): string {
  return `  ${index + 1}. ${action} ${JSON.stringify(choice)}`
}

function defined(options: { readonly [K in keyof RunOptions]: RunOptions[K] | undefined }): RunOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
