import { dataText, sameData } from "../data.ts"
import { isPlainRecord } from "../intern.ts"
import type { EnabledStep } from "../model.ts"
import { stepsOf } from "../walk.ts"
import type { Trace, Trial } from "./trial.ts"

/**
 * Makes the steps of a trace as plain as they can be at the same length: first renames entities throughout (broker 3
 * becomes broker 1 everywhere), then gives single steps earlier choices of the same action, and lets the earlier of two
 * steps of one action have the earlier choice.
 */
export function simplifyChoices<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  return sorted(trial, earlierChoices(trial, renamed(trial, trace)))
}

function renamed<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  let best = trace
  const names = namesIn(trial, trace)
  for (const [index, later] of names.entries()) {
    for (const earlier of names.slice(0, index)) {
      if (trial.isSpent()) return best
      best = plainerOf(best, trial.attempt(best.steps.map((step) => swapped(step, earlier, later))))
    }
  }
  return best
}

function earlierChoices<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  let best = trace
  for (let index = 0; index < best.steps.length; index += 1) {
    const { definition, choice } = best.steps[index] as EnabledStep<S>
    for (const earlier of stepsOf(definition, best.states[index] as S)) {
      if (sameData(earlier.choice, choice) || trial.isSpent()) break
      const simpler = plainerOf(best, trial.attempt(best.steps.with(index, earlier)))
      if (simpler === best) continue
      best = simpler
      break
    }
  }
  return best
}

function sorted<S extends object>(trial: Trial<S>, trace: Trace<S>): Trace<S> {
  let best = trace
  for (let first = 0; first < best.steps.length; first += 1) {
    for (let second = first + 1; second < best.steps.length && !trial.isSpent(); second += 1) {
      const [one, other] = [best.steps[first] as EnabledStep<S>, best.steps[second] as EnabledStep<S>]
      if (one.definition !== other.definition) continue
      best = plainerOf(best, trial.attempt(best.steps.with(first, other).with(second, one)))
    }
  }
  return best
}

/** Shorter first, then with fewer faults, then with earlier choices. */
export function plainerOf<S extends object>(best: Trace<S>, other: Trace<S> | null): Trace<S> {
  if (other === null) return best
  const difference =
    other.steps.length - best.steps.length || faultsOf(other) - faultsOf(best) || compare(ranksOf(other), ranksOf(best))
  return difference < 0 ? other : best
}

const faultsOf = <S extends object>({ steps }: Trace<S>) =>
  steps.filter(({ definition }) => definition.kind === "fault").length

function ranksOf<S extends object>({ steps, states }: Trace<S>): readonly number[] {
  const ranks = steps.map(({ definition, choice }, index) => {
    let rank = 0
    for (const other of stepsOf(definition, states[index] as S)) {
      if (sameData(other.choice, choice)) break
      rank += 1
    }
    return rank
  })
  return [ranks.reduce((sum, rank) => sum + rank, 0), ...ranks]
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== b[index])
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number)
}

type Name = string | number

/** The strings and numbers in the choices of the trace's actions, in the order in which the choices bring them. */
function namesIn<S extends object>({ model }: Trial<S>, { steps }: Trace<S>): readonly Name[] {
  const actions = new Set(steps.map(({ definition }) => definition))
  const choices = [...actions].flatMap((definition) =>
    Array.from(stepsOf(definition, model.initial as S), ({ choice }) => choice),
  )
  const names = new Map<string, Name>()
  for (const choice of [...choices, ...steps.map((step) => step.choice)])
    for (const name of namesOf(choice)) names.set(dataText(name), name)
  return [...names.values()]
}

function namesOf(value: unknown): readonly Name[] {
  if (typeof value === "string") return value.match(words) ?? []
  if (typeof value === "number") return [value]
  if (Array.isArray(value)) return value.flatMap(namesOf)
  return isPlainRecord(value) ? Object.values(value).flatMap(namesOf) : []
}

const words = /[\p{L}\p{N}_]+/gu

function swapped<S extends object>(step: EnabledStep<S>, a: Name, b: Name): EnabledStep<S> {
  const choice = swap(step.choice, a, b)
  if (typeof step.definition.choices === "function") return { ...step, choice }
  const known = step.definition.choices.find((other) => sameData(other, choice))
  return known === undefined ? step : { ...step, choice: known }
}

function swap(value: unknown, a: Name, b: Name): unknown {
  if (value === a) return b
  if (value === b) return a
  if (typeof value === "string") return value.replace(words, (word) => `${word === a ? b : word === b ? a : word}`)
  if (Array.isArray(value)) return value.map((part) => swap(part, a, b))
  if (!isPlainRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, swap(part, a, b)]))
}
