import { QuorateError } from "../../errors.ts"
import type { Asked, Forest } from "./asking.ts"
import type { Catalogue } from "./catalogue.ts"
import { newForest } from "./forest.ts"
import type { Place } from "./place.ts"
import type { Recorder } from "./reading.ts"

/** What a forest of questions about the components of one catalogue needs to know of them. */
export interface Subject {
  readonly count: number
  /** How a question is called when it goes wrong: `action Fetch`. */
  readonly nameOf: (question: number) => string
  /** Answers a question; what is read goes to the recorder. */
  readonly answer: (question: number) => number
  /** The component of a position, or -1 where the position is not one. */
  readonly slotOf: (position: number) => number
  /** Null where there are never other threads. */
  readonly common: Common | null
}

/** How threads tell each other what they learned. */
export interface Common {
  /** An answer in words that mean the same to every thread, or null where there are none; and back. */
  readonly words: (answer: number) => readonly number[] | null
  readonly fromWords: (question: number, words: readonly number[]) => number
  /** Whether the number at a position means the same to every thread. */
  readonly isCommon: (position: number, number: number) => boolean
  /** Whether a question is over and done with: its answer is 0 here, whatever it is to others. */
  readonly isOver: (question: number) => boolean
}

/** What one thread learned, for the others: the answer to a question where certain positions hold certain numbers. */
export interface Fact {
  readonly question: number
  readonly read: readonly number[]
  readonly numbers: readonly number[]
  readonly words: readonly number[]
}

/** How a forest hears of what others learn, and tells what it learns itself. */
export interface Share {
  tell(fact: Fact): void
  /** Calls `learn` of the forests for all that was told. */
  hear(): void
}

/** A forest that can be asked to check itself. */
export interface CheckedForest extends Forest {
  /** Whether every question is asked twice, to see that it answers the same. */
  isChecking: boolean
  /** Set where there are other threads. */
  share: Share | undefined
  /** Takes over what another thread learned. */
  learn(fact: Fact): void
}

/**
 * A forest over the components of a catalogue. A component that has had one value only is left out of what was read, as it
 * tells nothing; when it gets a second one, or a record whose names were listed gets a new part, what was learned on that
 * ground is forgotten.
 */
export function newQuestions<S extends object>(
  catalogue: Catalogue<S>,
  recorder: Recorder,
  { count, nameOf, answer, slotOf, common }: Subject,
): CheckedForest {
  const restOn = new Map<Place, Set<number>>()
  /** Whether a record got a new part after its names had been listed for the question at hand. */
  let isOutdated = false

  function rest(question: number, place: Place): void {
    const others = restOn.get(place)
    if (others === undefined) restOn.set(place, new Set([question]))
    else others.add(question)
  }

  catalogue.onChange((place) => {
    isOutdated ||= recorder.listed.has(place)
    for (const question of restOn.get(place) ?? []) forest.forget(question)
    restOn.delete(place)
  })

  /** What is worth remembering of what was read. */
  function telling(question: number, position: number): boolean {
    const slot = slotOf(position)
    const values = slot < 0 ? undefined : catalogue.slots[slot]
    if (values === undefined || values.list.length > 1) return true
    rest(question, values.place)
    return false
  }

  function askOnce(question: number, row: Int32Array): Asked {
    try {
      const given = answered(question, row)
      tell(question, row, given)
      for (const place of recorder.listed) rest(question, place)
      return { answer: given, read: recorder.read.filter((position) => telling(question, position)) }
    } finally {
      recorder.end()
    }
  }

  /** The answer to a question, once all components that it comes across are known. */
  function answered(question: number, row: Int32Array): number {
    for (;;) {
      isOutdated = false
      recorder.begin(row)
      const given = answer(question)
      if (!isOutdated) return given
    }
  }

  /** Which parts a record has is not told, since they may come later to some threads than to others. */
  function tell(question: number, row: Int32Array, given: number): void {
    if (forest.share === undefined || recorder.listed.size > 0 || common === null || common.isOver(question)) return
    const told = common.words(given)
    if (told === null) return
    const read = [...recorder.read]
    const numbers = read.map((position) => row[position] ?? 0)
    if (read.every((position, index) => common.isCommon(position, numbers[index] as number)))
      forest.share.tell({ question, read, numbers, words: told })
  }

  function learn({ question, read, numbers, words: told }: Fact): void {
    if (common === null || common.isOver(question)) return
    const kept = read.map((position) => telling(question, position))
    const isKept = (_: number, index: number) => kept[index] === true
    forest.teach(question, read.filter(isKept), numbers.filter(isKept), common.fromWords(question, told))
  }

  function ask(question: number, row: Int32Array): Asked {
    const first = askOnce(question, row)
    if (!forest.isChecking) return first
    const second = askOnce(question, row)
    if (second.answer !== first.answer || second.read.join() !== first.read.join()) throw notDeterministic(question)
    return second
  }

  const notDeterministic = (question: number, cause?: unknown): QuorateError =>
    new QuorateError(
      "BAD_MODEL",
      `${nameOf(question)} is not deterministic: asked twice about the same components, it gave two answers, or read others; it may depend on nothing but the state and its choice`,
      { cause },
    )

  const inner = newForest({ count, ask, conflict: notDeterministic, hear: () => forest.share?.hear() })
  const forest: CheckedForest = Object.assign(inner, {
    isChecking: false,
    share: undefined,
    learn,
  })

  return forest
}
