import { describe, expect, test } from "vitest"
import type { EpochStart } from "../index.ts"
import { endOffsetForEpoch, epochsWith } from "../rules/epochs.ts"
import type { LogEntry } from "./state.ts"
import { endOfAgreement, epochEnd } from "./truncation.ts"

const epochs = [0, 1, 2, 3]

/** A log whose records have these epochs, and ids of their own. */
const logOf = (...given: readonly number[]): LogEntry[] => given.map((epoch, id) => ({ id, epoch }))

/** Every log of up to four records. */
const logs = [0, 1, 2, 3].reduce<LogEntry[][]>(
  (shorter) => [[], ...shorter.flatMap((log) => epochs.map((epoch) => [...log, { id: log.length, epoch }]))],
  [[]],
)

const isRising = (log: readonly LogEntry[]): boolean =>
  log.every(({ epoch }, offset) => epoch >= (log[offset - 1]?.epoch ?? 0))

const startsOf = (log: readonly LogEntry[]): EpochStart[] =>
  log.reduce<EpochStart[]>((starts, { epoch }, offset) => epochsWith(starts, epoch, offset), [])

describe("where an epoch ends in a log", () => {
  test("is what the cluster's rule says, as long as epochs do not fall", () => {
    const rising = logs.filter(isRising)
    expect(rising.length).toBeGreaterThan(50)
    for (const log of rising) {
      for (const epoch of epochs) {
        const theirs = endOffsetForEpoch(startsOf(log), log.length, epoch)
        expect([log, epoch, epochEnd(log, epoch)]).toEqual([log, epoch, theirs?.endOffset ?? null])
      }
    }
  })

  test("is looked for in the whole log where they do", () => {
    expect(epochEnd(logOf(3, 1), 2)).toBe(0)
    expect(endOffsetForEpoch(startsOf(logOf(3, 1)), 2, 2)).toBeNull()
  })
})

describe("what two logs have in common", () => {
  test("ends after the last record that both have at one offset", () => {
    expect(endOfAgreement(logOf(0, 1, 2), logOf(0, 1))).toBe(2)
    expect(endOfAgreement(logOf(0, 1), logOf(0, 2))).toBe(1)
    expect(endOfAgreement(logOf(0), [])).toBe(0)
    expect(endOfAgreement([], logOf(0))).toBe(0)
  })

  test("may have records before that in which they differ", () => {
    expect(endOfAgreement(logOf(0, 2), logOf(1, 2))).toBe(2)
  })

  test("is a matter of ids too", () => {
    expect(endOfAgreement([{ id: 4, epoch: 0 }], [{ id: 5, epoch: 0 }])).toBe(0)
  })
})
