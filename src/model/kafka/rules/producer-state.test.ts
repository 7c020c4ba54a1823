import { describe, expect, test } from "vitest"
import type { Entry } from "../state.ts"
import { checkSequence } from "./producer-state.ts"

/** A log of records of one producer, by producer epoch and sequence number; null is somebody else's. */
const logOf = (...numbers: readonly (readonly [epoch: number, sequence: number] | null)[]): Entry[] =>
  numbers.map((number, value) =>
    number === null
      ? { epoch: 0, value }
      : { epoch: 0, value, producer: { id: "client1", epoch: number[0], sequence: number[1] } },
  )

const check = (log: readonly Entry[], epoch: number, sequence: number) =>
  checkSequence(log, { id: "client1", epoch, sequence })

describe("a numbered record", () => {
  const log = logOf([0, 0], null, [0, 1])

  test("is appended if it comes next", () => {
    expect(check(log, 0, 2)).toEqual({ append: true })
  })

  test("is appended under any number if the log has nothing of its producer", () => {
    expect(check(logOf(null), 0, 7)).toEqual({ append: true })
  })

  test("is told again by where it is in the log", () => {
    expect(check(log, 0, 0)).toEqual({ duplicateOf: 0 })
    expect(check(log, 0, 1)).toEqual({ duplicateOf: 2 })
  })

  test("is refused if one before it is missing", () => {
    expect(check(log, 0, 3)).toEqual({ error: "OUT_OF_ORDER_SEQUENCE_NUMBER" })
  })

  test("begins at 0 in a new epoch of its producer", () => {
    expect(check(log, 1, 0)).toEqual({ append: true })
    expect(check(log, 1, 2)).toEqual({ error: "OUT_OF_ORDER_SEQUENCE_NUMBER" })
  })

  test("of an earlier epoch of its producer is fenced, though the log has it", () => {
    expect(check(logOf([0, 0], [1, 0]), 0, 0)).toEqual({ error: "INVALID_PRODUCER_EPOCH" })
  })

  test("is told again only among the last five", () => {
    const long = logOf([0, 0], [0, 1], [0, 2], [0, 3], [0, 4], [0, 5])
    expect(check(long, 0, 1)).toEqual({ duplicateOf: 1 })
    expect(check(long, 0, 0)).toEqual({ error: "OUT_OF_ORDER_SEQUENCE_NUMBER" })
  })

  test("that was truncated is appended again", () => {
    expect(check(log.slice(0, 2), 0, 1)).toEqual({ append: true })
  })
})
