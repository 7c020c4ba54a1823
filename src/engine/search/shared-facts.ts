import type { CheckedForest, Fact, Share } from "../learned/questions.ts"
import type { AgreedNumbers } from "./agreed-numbers.ts"
import { type SharedLog, sharedLog } from "./shared-log.ts"

/** Lets the forests of a thread hear of what other threads learned, each of which writes into a log of its own. */
export function shareFacts(
  forests: readonly CheckedForest[],
  logs: readonly Int32Array[],
  me: number,
  numbers: AgreedNumbers,
): { readonly catchUp: () => void } {
  const all = logs.map((memory) => sharedLog(memory))
  const read = all.map(() => 0)
  const ends = all.map(() => 0)
  const ours = all[me] as SharedLog
  let isFull = false

  /** What was told refers to numbers that were made before, so those are taken over first. */
  function hear(): void {
    let isNews = false
    for (let thread = 0; thread < all.length; thread += 1) {
      ends[thread] = thread === me ? 0 : (all[thread] as SharedLog).length()
      if ((ends[thread] as number) > (read[thread] as number)) isNews = true
    }
    if (!isNews) return
    numbers.catchUp()
    for (const [thread, log] of all.entries()) {
      while ((read[thread] as number) < (ends[thread] as number)) {
        const { forest, fact, end } = factAt(log, read[thread] as number)
        read[thread] = end
        forests[forest]?.learn(fact)
      }
    }
  }

  for (const [index, forest] of forests.entries()) {
    const share: Share = {
      tell: (fact) => {
        if (!isFull) isFull = !ours.append(wordsOf(index, fact))
      },
      hear,
    }
    forest.share = share
  }
  return {
    catchUp() {
      numbers.catchUp()
      hear()
    },
  }
}

function wordsOf(forest: number, { question, read, numbers, words }: Fact): number[] {
  return [forest, question, read.length, ...read, ...numbers, words.length, ...words]
}

function factAt(log: SharedLog, index: number): { readonly forest: number; readonly fact: Fact; readonly end: number } {
  const count = log.at(index + 2)
  const wordsAt = index + 3 + 2 * count
  const size = log.at(wordsAt)
  return {
    forest: log.at(index),
    fact: {
      question: log.at(index + 1),
      read: log.list(index + 3, count),
      numbers: log.list(index + 3 + count, count),
      words: log.list(wordsAt + 1, size),
    },
    end: wordsAt + 1 + size,
  }
}
