/** Words at the beginning of a log: how many are written, and who may write. */
const lengthAt = 0
const lockAt = 1
const firstAt = 2

/** A list of numbers in shared memory: some threads write, all read, and what was written never changes. */
export interface SharedLog {
  /** Runs some work while no other thread writes. */
  locked<T>(work: () => T): T
  /** Adds words; false where there is no room for them. To be called by one thread at a time. */
  append(words: readonly number[]): boolean
  /** Words written so far. */
  length(): number
  at(index: number): number
  list(from: number, count: number): number[]
}

export function sharedLog(memory: Int32Array): SharedLog {
  return {
    locked(work) {
      while (Atomics.compareExchange(memory, lockAt, 0, 1) !== 0) Atomics.wait(memory, lockAt, 1, 1)
      try {
        return work()
      } finally {
        Atomics.store(memory, lockAt, 0)
        Atomics.notify(memory, lockAt, 1)
      }
    },
    append(words) {
      const length = Atomics.load(memory, lengthAt)
      if (firstAt + length + words.length > memory.length) return false
      memory.set(words, firstAt + length)
      Atomics.store(memory, lengthAt, length + words.length)
      return true
    },
    length: () => Atomics.load(memory, lengthAt),
    at: (index) => memory[firstAt + index] as number,
    list: (from, count) => [...memory.subarray(firstAt + from, firstAt + from + count)],
  }
}

/** A text as words: how long it is, then two units a word. */
export function textWords(text: string): number[] {
  const words = [text.length]
  for (let at = 0; at < text.length; at += 2)
    words.push(text.charCodeAt(at) | ((at + 1 < text.length ? text.charCodeAt(at + 1) : 0) << 16))
  return words
}

/** The text whose words begin at an index, and the index behind it. */
export function textAt(log: Pick<SharedLog, "at">, index: number): { readonly text: string; readonly end: number } {
  const length = log.at(index)
  let text = ""
  for (let at = 0; at < length; at += 1) {
    const word = log.at(index + 1 + (at >> 1))
    text += String.fromCharCode((at & 1 ? word >>> 16 : word) & 0xffff)
  }
  return { text, end: index + 1 + Math.ceil(length / 2) }
}
