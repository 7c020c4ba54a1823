import fc from "fast-check"
import type { EnabledStep } from "../model.ts"
import { violationOf } from "../violation.ts"
import { enabledAmong } from "../walk.ts"
import { type DrawnRun, drawRun, type Meter, type Run } from "./draw-run.ts"
import type { RunSetup } from "./run-setup.ts"
import { isShortest, shrinkQuickly, shrinkThoroughly } from "./shrink.ts"
import { newTrial, type Trace, type Trial } from "./trial.ts"

/** How far a violation has been shrunk; each stage is one value of fast-check's shrinking, so one part of its path. */
type Stage = "drawn" | "quick" | "thorough"

/** Where shrinking ends; `quick` to compare several counterexamples before work is put into one. */
interface ShrinkTo {
  readonly shrinkTo: "quick" | "thorough"
}

/** What fast-check keeps for us beside a run. */
interface Context<S> {
  readonly steps: readonly EnabledStep<S>[]
  readonly stage: Stage
  readonly shrunkFrom: number
}

/**
 * Runs of a model. A run with a violation shrinks, in two values, to a trace that a person could have written; a run without
 * one (somebody else's predicate refused it) shrinks as a list does, by leaving steps out.
 */
export class RunArbitrary<S extends object> extends fc.Arbitrary<Run> {
  readonly #setup: RunSetup<S> & ShrinkTo
  readonly #meter: Meter<S>

  constructor(setup: RunSetup<S> & ShrinkTo, meter: Meter<S>) {
    super()
    this.#setup = setup
    this.#meter = meter
  }

  override generate(random: fc.Random): fc.Value<Run> {
    const drawn = drawRun(this.#setup, random, this.#meter)
    return runValue(drawn, "drawn", drawn.steps.length)
  }

  override canShrinkWithoutContext(value: unknown): value is Run {
    return typeof value === "object" && value !== null && "steps" in value && Array.isArray(value.steps)
  }

  override shrink(run: Run, context?: unknown): fc.Stream<fc.Value<Run>> {
    const { stage, steps, shrunkFrom } = (context as Context<S> | undefined) ?? this.#contextOf(run)
    if (run.violation === undefined)
      return this.#meter.shouldStop() ? fc.Stream.nil() : new fc.Stream(this.#smaller(steps))
    if (stage === "thorough" || stage === this.#setup.shrinkTo || steps.length === 0) return fc.Stream.nil()
    const shrink = stage === "drawn" ? quickly : thoroughly
    return new fc.Stream(this.#lazily(() => shrink(this.#trial(run.violation?.property ?? ""), steps, shrunkFrom)))
  }

  *#lazily(make: () => fc.Value<Run> | null): IterableIterator<fc.Value<Run>> {
    const value = make()
    if (value !== null) yield value
  }

  #trial(target: string): Trial<S> {
    const { shrinkStatesMax: statesMax } = this.#setup
    return newTrial({ ...this.#setup, target, statesMax })
  }

  /** Runs with a half, a quarter, … of the steps left out; what is no longer enabled goes with them. */
  *#smaller(steps: readonly EnabledStep<S>[]): IterableIterator<fc.Value<Run>> {
    for (let size = steps.length; size > 0; size = Math.floor(size / 2)) {
      for (let from = 0; from < steps.length; from += size) {
        const left = enabledAmong(this.#setup.model, [...steps.slice(0, from), ...steps.slice(from + size)])
        yield runValue({ steps: left }, "drawn", steps.length)
      }
    }
  }

  #contextOf({ steps }: Run): Context<S> {
    return { steps: enabledAmong(this.#setup.model, steps), stage: "drawn", shrunkFrom: steps.length }
  }
}

function quickly<S extends object>(trial: Trial<S>, steps: readonly EnabledStep<S>[], shrunkFrom: number) {
  const trace = shrinkQuickly(trial, steps)
  return trace === null ? null : shrunkValue(trace, "quick", shrunkFrom, 0)
}

function thoroughly<S extends object>(trial: Trial<S>, steps: readonly EnabledStep<S>[], shrunkFrom: number) {
  const known = trial.attempt(steps)
  if (known === null) return null
  const { trace, searchedTo } = shrinkThoroughly(trial, known)
  return shrunkValue(trace, "thorough", shrunkFrom, searchedTo)
}

function shrunkValue<S extends object>(
  trace: Trace<S>,
  stage: Stage,
  shrunkFrom: number,
  searchedTo: number,
): fc.Value<Run> {
  const { steps, found } = trace
  const { broken, healed } = found
  const shortest = isShortest(trace, searchedTo) ? true : null
  const violation = violationOf(broken, steps, {
    shortest,
    ...(stage === "thorough" && { searchedTo: Math.min(searchedTo, Math.max(0, steps.length - 1)) }),
    shrunkFrom,
    ...(healed && { healed }),
  })
  return runValue({ steps, violation }, stage, shrunkFrom)
}

function runValue<S>({ steps, violation }: DrawnRun<S>, stage: Stage, shrunkFrom: number): fc.Value<Run> {
  const plain = steps.map(({ action, choice }) => ({ action, choice }))
  const context: Context<S> = { steps, stage, shrunkFrom }
  return new fc.Value(violation === undefined ? { steps: plain } : { steps: plain, violation }, context)
}
