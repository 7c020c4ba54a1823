import { dataText } from "../data.ts"
import type { Action, EnabledStep, Model, Visible } from "../model.ts"
import { brokenAction, frozen, inOrder, staticStepsOf } from "../walk.ts"
import type { Catalogue } from "./catalogue.ts"
import { type Numbers, newNumbers } from "./numbers.ts"
import { type CheckedForest, newQuestions } from "./questions.ts"
import { newReader, type Recorder } from "./reading.ts"
import { newWriter, type Writes } from "./writing.ts"

/** What can happen in a state, as rows see it. A move is a step together with what it writes. */
export interface Moves<S> {
  /** Finds the moves of a row, in the order of actions and choices, puts them into `found`, and says how many there are. */
  of(row: Int32Array): number
  readonly found: Numbers
  /** The step of a move. */
  stepOf(move: number): EnabledStep<S>
  /** By move: the number of its step, and that of its action in the model. */
  readonly stepNumbers: Numbers
  readonly actionNumbers: Numbers
  /** Where what a move writes begins in `written`, and where it ends: pairs of a component and its new number. */
  readonly from: Numbers
  readonly written: Numbers
  readonly steps: Steps<S>
  /** How many questions are asked of each state. */
  readonly questions: number
  readonly forest: CheckedForest
}

/** Steps by number. */
export interface Steps<S> {
  readonly list: readonly EnabledStep<S>[]
  /** Numbers below this one are those of static choices, and the same in every thread. */
  readonly fixed: number
  /** The number of a step, a new one where it is not known; steps of static choices are known by the object they are. */
  numberOf(step: EnabledStep<S>): number
}

export function newSteps<S>(actions: readonly Action<S>[]): Steps<S> {
  const list = actions.flatMap((one): readonly EnabledStep<S>[] =>
    typeof one.choices === "function" ? [] : staticStepsOf(one, one.choices),
  )
  const known = new Map<EnabledStep<S> | string, number>(list.map((step, number) => [step, number]))
  return {
    list,
    fixed: list.length,
    numberOf(step) {
      const { action, choice, definition } = step
      const key = typeof definition.choices === "function" ? `${action} ${dataText(choice)}` : step
      const number = known.get(key) ?? list.push(step) - 1
      known.set(key, number)
      return number
    },
  }
}

/** What one question is about: an action with one of its choices, or with all where they depend on the state. */
interface Ask<S> {
  readonly definition: Action<S>
  /** The number of the step, where the choice is static. */
  readonly step?: number
}

/** The moves by some of a model's actions. */
export function newMoves<S extends object>(
  { actions }: Pick<Model<S>, "actions">,
  catalogue: Catalogue<S>,
  recorder: Recorder,
  steps: Steps<S>,
): Moves<S> {
  const { state } = newReader(catalogue, recorder, { times: 1, plus: 0 })
  const writer = newWriter(catalogue, recorder)
  const { list } = steps
  const asks = actions.flatMap((definition): Ask<S>[] =>
    typeof definition.choices === "function"
      ? [{ definition }]
      : staticStepsOf(definition, definition.choices).map((step) => ({ definition, step: steps.numberOf(step) })),
  )

  /** By answer: the question, and the moves. */
  const questionOf = newNumbers()
  const firstMove = newNumbers()
  const stepNumbers = newNumbers()
  const actionNumbers = newNumbers()
  const from = newNumbers()
  const written = newNumbers()
  const answers = new Map<string, number>()
  const found = newNumbers()
  from.add(0)
  questionOf.add(-1)
  firstMove.push(0, 0)

  /** The step in the row at hand, or null where the guard refuses it. */
  function taken(definition: Action<S>, choice: unknown): Writes | null {
    let part = "guard"
    try {
      if (!definition.guard(state as Visible<S>, choice)) return null
      part = "effect"
      return writer.write((draft) => definition.effect(draft, choice))
    } catch (cause) {
      throw brokenAction(definition, part, choice, cause)
    }
  }

  function movesOf(definition: Action<S>): { step: number; writes: Writes }[] {
    const moves: { step: number; writes: Writes }[] = []
    let choices: readonly unknown[] = []
    try {
      choices = inOrder((definition.choices as (seen: Visible<S>) => Iterable<unknown>)(state as Visible<S>))
    } catch (cause) {
      throw brokenAction(definition, "choices", undefined, cause)
    }
    for (const choice of choices) {
      const writes = taken(definition, choice)
      if (writes !== null)
        moves.push({ step: steps.numberOf({ action: definition.name, choice: frozen(choice), definition }), writes })
    }
    return moves
  }

  function answer(question: number): number {
    const { definition, step } = asks[question] as Ask<S>
    if (step === undefined) return answerOf(question, movesOf(definition))
    const writes = taken(definition, (list[step] as EnabledStep<S>).choice)
    return writes === null ? 0 : answerOf(question, [{ step, writes }])
  }

  function answerOf(question: number, moves: readonly { readonly step: number; readonly writes: Writes }[]): number {
    if (moves.length === 0) return 0
    const text = `${question}|${moves.map(({ step, writes }) => `${step}:${writes.join()}`).join(";")}`
    const known = answers.get(text)
    if (known !== undefined) return known
    const number = questionOf.length
    questionOf.add(question)
    for (const { step, writes } of moves) {
      stepNumbers.add(step)
      actionNumbers.add(actions.indexOf((list[step] as EnabledStep<S>).definition))
      written.push(...writes)
      from.add(written.length)
    }
    firstMove.add(stepNumbers.length)
    answers.set(text, number)
    return number
  }

  function words(number: number): readonly number[] | null {
    if (number === 0) return []
    const move = firstMove.all[number] as number
    const isStatic = asks[questionOf.all[number] as number]?.step !== undefined
    return isStatic ? [...written.all.subarray(from.all[move], from.all[move + 1]), -1] : null
  }

  function fromWords(question: number, told: readonly number[]): number {
    const { step } = asks[question] as Ask<S>
    return told.length === 0 || step === undefined ? 0 : answerOf(question, [{ step, writes: told.slice(0, -1) }])
  }

  const forest = newQuestions(catalogue, recorder, {
    count: asks.length,
    nameOf: (question) => `action ${(asks[question] as Ask<S>).definition.name}`,
    answer,
    slotOf: (position) => position,
    common: { words, fromWords, isCommon: () => true, isOver: () => false },
  })

  return {
    of(row) {
      const count = forest.visit(row)
      sorted(forest.answers, count, (answer) => questionOf.all[answer] as number)
      found.length = 0
      for (let i = 0; i < count; i += 1) {
        const one = forest.answers[i] as number
        const end = firstMove.all[one + 1] as number
        for (let move = firstMove.all[one] as number; move < end; move += 1) found.add(move)
      }
      return found.length
    },
    found,
    stepOf: (move) => list[stepNumbers.all[move] as number] as EnabledStep<S>,
    stepNumbers,
    actionNumbers,
    from,
    written,
    steps,
    questions: asks.length,
    forest,
  }
}

/** Sorts the first numbers by rank. They are few, so the simplest way will do. */
export function sorted(all: Int32Array, count: number, rankOf: (number: number) => number): void {
  for (let i = 1; i < count; i += 1) {
    const one = all[i] as number
    const rank = rankOf(one)
    let at = i - 1
    while (at >= 0 && rankOf(all[at] as number) > rank) {
      all[at + 1] = all[at] as number
      at -= 1
    }
    all[at + 1] = one
  }
}
