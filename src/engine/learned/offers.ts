import type { Action, EnabledStep, Visible } from "../model.ts"
import { brokenAction, frozen, inOrder, staticStepsOf } from "../walk.ts"
import type { Catalogue } from "./catalogue.ts"
import { type Steps, sorted } from "./moves.ts"
import { type Numbers, newNumbers } from "./numbers.ts"
import { newQuestions } from "./questions.ts"
import { newReader, type Recorder } from "./reading.ts"
import { newWriter } from "./writing.ts"

/** The steps of one action that can be taken in a row; what they write is not asked for. */
export interface Offers {
  /** Finds them, in the order of choices, puts their numbers into `found`, and says how many there are. */
  of(row: Int32Array): number
  readonly found: Numbers
  weight(): number
  /** How often the model's own code ran. */
  asked(): number
}

/** What steps write, asked for one at a time. */
export interface Effects {
  /** Finds what a step writes in a row in which it can be taken: pairs of a component and its new number, in `written`. */
  of(row: Int32Array, step: number): void
  from: number
  to: number
  readonly written: Numbers
  weight(): number
  asked(): number
}

/** For walks that try one action after another, and take one step: the rest of what could happen is not looked at. */
export function newOffers<S extends object>(
  definition: Action<S>,
  catalogue: Catalogue<S>,
  recorder: Recorder,
  steps: Steps<S>,
): Offers {
  const { state } = newReader(catalogue, recorder, { times: 1, plus: 0 })
  const { choices } = definition
  const fixed = typeof choices === "function" ? null : staticStepsOf(definition, choices)
  /** By answer: the numbers of the steps that can be taken. */
  const lists: (readonly number[])[] = fixed === null ? [[]] : [[], ...fixed.map((step) => [steps.numberOf(step)])]
  const known = new Map<string, number>()
  const found = newNumbers()

  function isOffered(choice: unknown): boolean {
    try {
      return definition.guard(state as Visible<S>, choice)
    } catch (cause) {
      throw brokenAction(definition, "guard", choice, cause)
    }
  }

  function listOf(all: (seen: Visible<S>) => Iterable<unknown>): number {
    const numbers: number[] = []
    try {
      for (const choice of inOrder(all(state as Visible<S>)))
        if (isOffered(choice))
          numbers.push(steps.numberOf({ action: definition.name, choice: frozen(choice), definition }))
    } catch (cause) {
      throw brokenAction(definition, "choices", undefined, cause)
    }
    if (numbers.length === 0) return 0
    const text = numbers.join()
    const list = known.get(text) ?? lists.push(numbers) - 1
    known.set(text, list)
    return list
  }

  const forest = newQuestions(catalogue, recorder, {
    count: fixed?.length ?? 1,
    nameOf: () => `action ${definition.name}`,
    answer: (question) => {
      if (typeof choices === "function") return listOf(choices)
      return isOffered(choices[question]) ? question + 1 : 0
    },
    slotOf: (position) => position,
    common: null,
  })

  return {
    of(row) {
      const count = forest.visit(row)
      found.length = 0
      if (count === 0) return 0
      if (count > 1) sorted(forest.answers, count, (answer) => answer)
      for (let i = 0; i < count; i += 1)
        for (const number of lists[forest.answers[i] as number] as readonly number[]) found.add(number)
      return found.length
    },
    found,
    weight: () => forest.counts.nodes,
    asked: () => forest.counts.asked,
  }
}

export function newEffects<S extends object>(catalogue: Catalogue<S>, recorder: Recorder, { list }: Steps<S>): Effects {
  const writer = newWriter(catalogue, recorder)
  const written = newNumbers()
  const begins = newNumbers()
  const known = new Map<string, number>()
  const forests: (ReturnType<typeof newQuestions> | undefined)[] = []
  begins.push(0, 0)

  function answer({ definition, choice }: EnabledStep<S>): number {
    let writes: readonly number[]
    try {
      writes = writer.write((draft) => definition.effect(draft, choice))
    } catch (cause) {
      throw brokenAction(definition, "effect", choice, cause)
    }
    const text = writes.join()
    const same = known.get(text)
    if (same !== undefined) return same
    written.push(...writes)
    const number = begins.length - 1
    begins.add(written.length)
    known.set(text, number)
    return number
  }

  function forestOf(step: number) {
    const made = newQuestions(catalogue, recorder, {
      count: 1,
      nameOf: () => `action ${list[step]?.action}`,
      answer: () => answer(list[step] as EnabledStep<S>),
      slotOf: (position) => position,
      common: null,
    })
    forests[step] = made
    return made
  }

  const effects: Effects = {
    from: 0,
    to: 0,
    written,
    of(row, step) {
      const forest = forests[step] ?? forestOf(step)
      forest.visit(row)
      const number = forest.answers[0] as number
      effects.from = begins.all[number] as number
      effects.to = begins.all[number + 1] as number
    },
    weight: () => forests.reduce((sum, forest) => sum + (forest?.counts.nodes ?? 0), written.length),
    asked: () => forests.reduce((sum, forest) => sum + (forest?.counts.asked ?? 0), 0),
  }
  return effects
}
