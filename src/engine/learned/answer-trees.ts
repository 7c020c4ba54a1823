import { NotDeterministic } from "./asking.ts"

/** The position that is read next, and what follows from each number there: another node, or an answer. */
export interface Node {
  readonly position: number
  readonly next: Map<number, Node | number>
}

/**
 * What was learned of questions: for each a tree that begins with the position that is read first, branches by the number
 * found there to the one that is read next, and so on down to the answer.
 */
export interface AnswerTrees {
  /** By question. */
  readonly roots: ReadonlyMap<number, Node | number>
  /** How much is remembered. */
  readonly size: number
  /** Fails with NotDeterministic where the same numbers led to another answer before, or to another position. */
  insert(
    question: number,
    read: readonly number[],
    numberAt: (position: number, index: number) => number,
    answer: number,
  ): void
  forget(question: number): void
}

export function newAnswerTrees(): AnswerTrees {
  const roots = new Map<number, Node | number>()
  let size = 0
  return {
    roots,
    get size() {
      return size
    },
    insert(question, read, numberAt, answer) {
      let branches = roots
      let at = question
      for (const [index, position] of read.entries()) {
        const known = branches.get(at)
        if (typeof known === "number" || (known !== undefined && known.position !== position))
          throw new NotDeterministic(question)
        const node = known ?? { position, next: new Map<number, Node | number>() }
        if (known === undefined) {
          branches.set(at, node)
          size += 1
        }
        branches = node.next
        at = numberAt(position, index)
      }
      const known = branches.get(at)
      if (known !== undefined && known !== answer) throw new NotDeterministic(question)
      if (known === undefined) size += 1
      branches.set(at, answer)
    },
    forget: (question) => roots.delete(question),
  }
}
