import type { CheckedForest, Fact, Share } from "../learned/questions.ts"
import type { AgreedNumbers } from "./agreed-numbers.ts"
import { type SharedLog, sharedLog } from "./shared-log.ts"

/** Lets the forests of a thread hear of what other threads learned, each of which writes into a log of its own. */
export function shareFacts(
  forests: readonly CheckedForest[],
  logs: readonly Int32Array[],
  me: number,
  numbers: AgreedNumbers,
): { hear(): void } {
  const all = logs.map((memory) => sharedLog(memory))
  const read = all.map(() => 0)
  const ours = all[me] as SharedLog
  let isFull = false

  function hear(): void {
    const ends = all.map((log) => log.length())
    numbers.catchUp()
    for (const [thread, log] of all.entries()) {
      if (thread === me) continue
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
  return { hear }
}

function wordsOf(forest: number, { question, read, numbers, words }: Fact): number[] {
  return [forest, question, read.length, ...read, ...numbers, words.length, ...words]
}

function factAt(log: SharedLog, index: number): { readonly forest: number; readonly fact: Fact; readonly end: number } {
  const list = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => log.at(from + at))
  const count = log.at(index + 2)
  const wordsAt = index + 3 + 2 * count
  const size = log.at(wordsAt)
  return {
    forest: log.at(index),
    fact: {
      question: log.at(index + 1),
      read: list(index + 3, count),
      numbers: list(index + 3 + count, count),
      words: list(wordsAt + 1, size),
    },
    end: wordsAt + 1 + size,
  }
}
