import { asking } from "../judge.ts"
import type { Action, EnabledStep, Model, Step } from "../model.ts"
import type { AlwaysNext, Sometimes } from "../property.ts"
import { newViews } from "../view.ts"

/** A property of steps, and what is known of its last answer. */
interface Asked<S> {
  readonly property: AlwaysNext<S> | Sometimes<S>
  /** The keys that it read of either state when it was asked last, by bits. */
  read: number
  /** Whether the next step is to be judged whatever it changes. */
  isStale: boolean
  /** A goal that this run has met. */
  isMet: boolean
}

/** What properties say of one step after another. */
export interface Stepped<S> {
  /** Goals that the last step was the first to meet, by name. */
  readonly met: readonly string[]
  /** Begins another run. */
  begin(): void
  /** Judges a step, and tells whether it breaks a promise. */
  isBroken(before: S, after: S, step: EnabledStep<S>): boolean
}

/** Keys have a bit each; where there are more, some share one, and a property is asked too often. */
const bits = 31

/**
 * Asks properties of steps, each only where it can tell something new. One that said nothing of a step that left alone all
 * that the property looked at, and that did not look at the step itself, saw the same state twice; so it says nothing of the
 * next step either if that leaves those keys alone, being a function of what it looks at. Goals are met once in a run.
 */
export function judgeSteps<S extends object>(
  { components }: Model<S>,
  properties: readonly (AlwaysNext<S> | Sometimes<S>)[],
): Stepped<S> {
  const keys = Object.keys(components) as (keyof S & string)[]
  const all = properties.map((property): Asked<S> => ({ property, read: 0, isStale: true, isMet: false }))
  const met: string[] = []
  let [read, hasReadStep] = [0, false]
  let step = {} as Step

  /** By key: what is there before the step, and after it. */
  const [old, now] = [new Array<unknown>(keys.length), new Array<unknown>(keys.length)]
  const viewOf = newViews((values: readonly unknown[], index) => {
    read |= 1 << (index % bits)
    return values[index]
  })
  const viewing = (values: readonly unknown[]) => viewOf(keys, new Array(keys.length).fill(values)) as S
  const [before, after] = [viewing(old), viewing(now)]
  const stepView: Step = Object.freeze({
    get action() {
      hasReadStep = true
      return step.action
    },
    get choice() {
      hasReadStep = true
      return step.choice
    },
    get definition(): Action<S> {
      hasReadStep = true
      return (step as EnabledStep<S>).definition
    },
  })

  /** Takes two states to look at, and tells which keys differ. */
  function lookAt(from: S, to: S): number {
    let changed = 0
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as keyof S & string
      const [was, is] = [from[key], to[key]]
      old[index] = was
      now[index] = is
      if (was !== is) changed |= 1 << (index % bits)
    }
    return changed
  }

  /** Whether the property has something to say: that it is broken, or met. */
  const speaks = (property: AlwaysNext<S> | Sometimes<S>): boolean =>
    asking(property, () =>
      property.kind === "sometimes"
        ? property.reached(before, after, stepView)
        : property.broken(before, after, stepView) !== null,
    )

  return {
    met,
    begin() {
      met.length = 0
      for (const asked of all) {
        asked.isStale = true
        asked.isMet = false
      }
    },
    isBroken(from, to, taken) {
      step = taken
      met.length = 0
      let isBroken = false
      const changed = lookAt(from, to)
      for (const asked of all) {
        if (asked.isMet || (!asked.isStale && (asked.read & changed) === 0)) continue
        read = 0
        hasReadStep = false
        const hasSpoken = speaks(asked.property)
        asked.read = read
        asked.isStale = hasSpoken || hasReadStep || (read & changed) !== 0
        if (!hasSpoken) continue
        if (asked.property.kind === "sometimes") {
          asked.isMet = true
          met.push(asked.property.name)
        } else isBroken = true
      }
      return isBroken
    },
  }
}
