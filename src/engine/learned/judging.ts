import { asking } from "../judge.ts"
import type { Step } from "../model.ts"
import type { Always, AlwaysNext, Sometimes } from "../property.ts"
import type { Catalogue } from "./catalogue.ts"
import type { Steps } from "./moves.ts"
import { type CheckedForest, newQuestions } from "./questions.ts"
import { newReader, type Recorder } from "./reading.ts"

/** Answers are indices of properties, which are the same everywhere. */
const plainWords = {
  words: (answer: number) => [answer],
  fromWords: (_question: number, words: readonly number[]) => words[0] ?? 0,
} as const

/** Judges rows by properties of states: the answers are indices among the properties, from 1, of those that are broken. */
export function newStateJudge<S extends object>(
  properties: readonly Always<S>[],
  catalogue: Catalogue<S>,
  recorder: Recorder,
): CheckedForest {
  const { state } = newReader(catalogue, recorder, { times: 1, plus: 0 })
  const parts = properties.flatMap((property, index) => {
    const all = property.parts?.(catalogue.model.initial) ?? [(seen: S) => property.broken(seen)]
    return all.map((broken) => ({ property, broken, answer: index + 1 }))
  })
  const partOf = (question: number) => parts[question] as (typeof parts)[number]
  return newQuestions(catalogue, recorder, {
    count: parts.length,
    nameOf: (question) => `property ${partOf(question).property.name}`,
    answer: (question) => {
      const { property, broken, answer } = partOf(question)
      return asking(property, () => broken(state)) === null ? 0 : answer
    },
    slotOf: (position) => position,
    common: { ...plainWords, isCommon: () => true, isOver: () => false },
  })
}

/**
 * Judges steps, by properties of steps and by goals that are not yet reached: the answers are indices from 1. What it is
 * asked about is a row of two states, component by component: the number before at 1 + 2 × slot, the number after behind it,
 * and at 0 the number of the step.
 */
export interface StepJudge {
  readonly forest: CheckedForest
  /** A goal that is reached need not be asked about any more. */
  retire(property: number): void
}

export const stepAt = 0
export const beforeAt = { times: 2, plus: 1 } as const
export const afterAt = { times: 2, plus: 2 } as const

export function newStepJudge<S extends object>(
  properties: readonly (AlwaysNext<S> | Sometimes<S>)[],
  catalogue: Catalogue<S>,
  recorder: Recorder,
  { list, fixed }: Steps<S>,
): StepJudge {
  const before = newReader(catalogue, recorder, beforeAt).state
  const after = newReader(catalogue, recorder, afterAt).state
  const retired = new Set<number>()
  const taken = () => {
    recorder.note(stepAt)
    return list[recorder.row[stepAt] as number] as Step
  }
  const step: Step = {
    get action() {
      return taken().action
    },
    get choice() {
      return taken().choice
    },
  }
  const isMet = (property: AlwaysNext<S> | Sometimes<S>): boolean =>
    asking(property, () =>
      property.kind === "sometimes"
        ? property.reached(before, after, step)
        : property.broken(before, after, step) !== null,
    )
  const forest = newQuestions(catalogue, recorder, {
    count: properties.length,
    nameOf: (question) => `property ${properties[question]?.name}`,
    answer: (question) =>
      !retired.has(question) && isMet(properties[question] as AlwaysNext<S> | Sometimes<S>) ? question + 1 : 0,
    slotOf: (position) => (position === stepAt ? -1 : (position - 1) >> 1),
    common: {
      ...plainWords,
      isCommon: (position, number) => position !== stepAt || number < fixed,
      isOver: (question) => retired.has(question),
    },
  })
  return {
    forest,
    retire(property) {
      if (retired.has(property)) return
      retired.add(property)
      forest.forget(property)
    },
  }
}
