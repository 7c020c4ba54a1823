import { describe, expect, test } from "vitest"
import type { EpochEnd } from "../messages.ts"
import type { EpochStart } from "../state.ts"
import { endOffsetForEpoch, epochsBefore, epochsFrom, epochsWith, truncationPoint } from "./epochs.ts"

type Pair = readonly [epoch: number, startOffset: number]

const starts = (...pairs: readonly Pair[]): EpochStart[] =>
  pairs.map(([epoch, startOffset]) => ({ epoch, startOffset }))

describe("where an epoch ends in a log", () => {
  const epochs = starts([1, 0], [3, 4], [5, 6])

  test("the latest epoch ends where the log does", () => {
    expect(endOffsetForEpoch(epochs, 9, 5)).toEqual({ epoch: 5, endOffset: 9 })
  })

  test("an earlier epoch ends where the next one starts", () => {
    expect(endOffsetForEpoch(epochs, 9, 3)).toEqual({ epoch: 3, endOffset: 6 })
    expect(endOffsetForEpoch(epochs, 9, 1)).toEqual({ epoch: 1, endOffset: 4 })
  })

  test("of an epoch that is not there, the largest one below it is told", () => {
    expect(endOffsetForEpoch(epochs, 9, 4)).toEqual({ epoch: 3, endOffset: 6 })
    expect(endOffsetForEpoch(epochs, 9, 2)).toEqual({ epoch: 1, endOffset: 4 })
  })

  test("of an epoch below all, the epoch itself is told, and the start of the first", () => {
    expect(endOffsetForEpoch(epochs, 9, 0)).toEqual({ epoch: 0, endOffset: 0 })
    expect(endOffsetForEpoch(starts([5, 6]), 9, 2)).toEqual({ epoch: 2, endOffset: 6 })
  })

  test("of an epoch above all, and of a log without epochs, nothing is known", () => {
    expect(endOffsetForEpoch(epochs, 9, 6)).toBeNull()
    expect(endOffsetForEpoch([], 0, 0)).toBeNull()
  })
})

describe("the epochs of a log", () => {
  test("a cut takes away those that began at the cut or after it", () => {
    expect(epochsBefore(starts([1, 0], [3, 4], [5, 6]), 6)).toEqual(starts([1, 0], [3, 4]))
    expect(epochsBefore(starts([1, 0], [3, 4]), 0)).toEqual([])
  })

  test("an epoch that goes on is listed once", () => {
    expect(epochsWith(starts([1, 0]), 1, 5)).toEqual(starts([1, 0]))
  })

  test("an epoch without a record gives way to the one that begins at its offset", () => {
    expect(epochsWith(starts([1, 0], [2, 3]), 4, 3)).toEqual(starts([1, 0], [4, 3]))
  })

  test("an epoch that is older than those listed replaces them", () => {
    expect(epochsWith(starts([1, 0], [5, 3]), 4, 4)).toEqual(starts([1, 0], [4, 4]))
  })
})

describe("where a follower truncates", () => {
  const follower = (logEnd: number, ...pairs: readonly Pair[]) => ({ epochs: starts(...pairs), logEnd })
  const truncation = ({ epochs, logEnd }: ReturnType<typeof follower>, leader: EpochEnd) =>
    truncationPoint({ end: endOffsetForEpoch(epochs, logEnd, leader.epoch), logEnd }, leader)

  test("KIP-101, scenario 1: a follower that is behind in its high watermark keeps what its leader has", () => {
    expect(truncation(follower(2, [0, 0]), { epoch: 0, endOffset: 2 })).toEqual({ offset: 2, complete: true })
  })

  test("KIP-101, scenario 2: of two records at one offset, that of the earlier epoch goes", () => {
    const leader = endOffsetForEpoch(starts([0, 0], [1, 1]), 2, 0)
    expect(leader).toEqual({ epoch: 0, endOffset: 1 })
    expect(truncation(follower(2, [0, 0]), leader ?? { epoch: 0, endOffset: 0 })).toEqual({
      offset: 1,
      complete: true,
    })
  })

  test("KIP-279: an epoch that the follower has never seen makes it cut its own later epochs, and ask again", () => {
    const own = follower(30, [1, 0], [3, 20])
    const leader = endOffsetForEpoch(starts([1, 0], [2, 10], [4, 25]), 40, 3)
    expect(leader).toEqual({ epoch: 2, endOffset: 25 })
    const first = truncation(own, leader ?? { epoch: 0, endOffset: 0 })
    expect(first).toEqual({ offset: 20, complete: false })
    const again = endOffsetForEpoch(starts([1, 0], [2, 10], [4, 25]), 40, 1)
    expect(again).toEqual({ epoch: 1, endOffset: 10 })
    expect(truncation(follower(20, [1, 0]), again ?? { epoch: 0, endOffset: 0 })).toEqual({
      offset: 10,
      complete: true,
    })
  })

  test("a leader that has only later epochs leaves the follower nothing below their start", () => {
    const leader = endOffsetForEpoch(starts([5, 0]), 3, 2)
    expect(truncation(follower(4, [2, 0]), leader ?? { epoch: 0, endOffset: 9 })).toEqual({
      offset: 0,
      complete: true,
    })
  })

  test("a follower without any epoch trusts the leader's end, as far as its log goes", () => {
    expect(truncation(follower(0), { epoch: 3, endOffset: 4 })).toEqual({ offset: 0, complete: true })
  })

  test("it never truncates to beyond its own end", () => {
    expect(truncation(follower(3, [1, 0]), { epoch: 1, endOffset: 7 })).toEqual({ offset: 3, complete: true })
  })
})

describe("the epochs of a log that begins later", () => {
  const epochs = starts([1, 0], [3, 4], [5, 6])

  test("begin with the one that its first record is of", () => {
    expect(epochsFrom(epochs, 5)).toEqual(starts([3, 5], [5, 6]))
    expect(epochsFrom(epochs, 4)).toEqual(starts([3, 4], [5, 6]))
  })

  test("are the latest one alone where the log begins beyond it", () => {
    expect(epochsFrom(epochs, 8)).toEqual(starts([5, 8]))
  })

  test("are as they were where nothing began before", () => {
    expect(epochsFrom(epochs, 0)).toEqual(epochs)
    expect(epochsFrom(starts([5, 6]), 4)).toEqual(starts([5, 6]))
    expect(epochsFrom([], 4)).toEqual([])
  })
})
