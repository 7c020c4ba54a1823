/** What is asked of rows, question by question. */
export interface Questions {
  /** How many there are; they are known by their indices. */
  readonly count: number
  /**
   * Works out the answer to a question for a row, and what it read on the way: positions of the row, in order. Answer 0 is
   * for nothing, and is what most questions are answered most of the time.
   */
  ask(question: number, row: Int32Array): Asked
  /** What to fail with where a question is not answered the same way twice. */
  conflict(question: number, cause: NotDeterministic): Error
  /** Called before a question is asked: others may have learned the answer, and can be heard of by `teach`. */
  hear?(): void
}

export interface Asked {
  readonly answer: number
  readonly read: readonly number[]
}

/** Answers questions about rows from what was learned of earlier rows, and learns what is new. */
export interface Forest {
  /** Puts the answers other than 0 into `answers`, in no order, and says how many there are. */
  visit(row: Int32Array): number
  answers: Int32Array
  /** Forgets what was learned about a question, since something it rested on is no more. */
  forget(question: number): void
  /** Takes over what somebody else learned. */
  teach(question: number, read: readonly number[], numbers: readonly number[], answer: number): void
  /** How often a question was asked, how many rows were visited, and how much is remembered. */
  readonly counts: { readonly asked: number; readonly visits: number; readonly nodes: number }
  /** Bytes in use, roughly. */
  bytes(): number
}

/** A question that read something else, or was answered otherwise, where it had read the same before. */
export class NotDeterministic extends Error {
  readonly question: number

  constructor(question: number) {
    super(`question ${question} is not answered the same way twice`)
    this.question = question
  }
}
