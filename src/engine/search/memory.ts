import { type ErrorCode, QuorateError } from "../../errors.ts"
import { begun, type Exchange, exchangeOf, type Sizes } from "./exchange.ts"
import { sharedLog, textAt, textWords } from "./shared-log.ts"

/** What the threads of a search share, as it is handed to a thread when it starts. */
export interface SharedMemory {
  readonly sizes: Sizes
  /** In the order in which an exchange asks for room. */
  readonly rooms: readonly SharedArrayBuffer[]
  /** The numbers of components and values. */
  readonly numbers: SharedArrayBuffer
  /** By thread: what it learned. */
  readonly facts: readonly SharedArrayBuffer[]
  /** Where threads meet: who has come, how often they met, and whether one has failed. */
  readonly meeting: SharedArrayBuffer
  /** What went wrong in a thread. */
  readonly failure: SharedArrayBuffer
}

/** Bytes for what is written into a log; memory that is not written to costs nothing. */
const logBytes = 2 ** 27

export function newSharedMemory(sizes: Sizes): SharedMemory {
  const rooms: SharedArrayBuffer[] = []
  const room = (words: number): Int32Array => {
    const buffer = new SharedArrayBuffer(words * 4)
    rooms.push(buffer)
    return new Int32Array(buffer)
  }
  begun(exchangeOf(sizes, room, () => {}))
  return {
    sizes,
    rooms,
    numbers: new SharedArrayBuffer(logBytes),
    facts: Array.from({ length: sizes.threads }, () => new SharedArrayBuffer(logBytes)),
    meeting: new SharedArrayBuffer(16),
    failure: new SharedArrayBuffer(2 ** 16),
  }
}

/** Thrown in the threads that wait when another one has failed. */
export class OtherThreadFailed extends Error {}

const here = { waiting: 0, meetings: 1, failed: 2 } as const
/** Looks for the others before a thread goes to sleep, and how long it sleeps at most before it looks whether one has failed. */
const looks = 2_000
const sleep = 100

/** The exchange in shared memory, as one of the threads sees it. */
export function exchangeIn({ sizes, rooms, meeting }: SharedMemory): Exchange {
  const state = new Int32Array(meeting)
  let next = 0
  const room = (): Int32Array => new Int32Array(rooms[next++] as SharedArrayBuffer)

  function meet(): void {
    const met = Atomics.load(state, here.meetings)
    if (Atomics.add(state, here.waiting, 1) === sizes.threads - 1) {
      Atomics.store(state, here.waiting, 0)
      Atomics.add(state, here.meetings, 1)
      Atomics.notify(state, here.meetings)
      return
    }
    for (let look = 0; look < looks; look += 1) if (Atomics.load(state, here.meetings) !== met) return
    while (Atomics.load(state, here.meetings) === met) {
      if (Atomics.load(state, here.failed) !== 0) throw new OtherThreadFailed()
      Atomics.wait(state, here.meetings, met, sleep)
    }
  }

  return exchangeOf(sizes, room, meet)
}

/** Tells the other threads that this one cannot go on, and why. */
export function fail({ meeting, failure }: SharedMemory, error: unknown): void {
  const code = error instanceof QuorateError ? error.code : ""
  const message = error instanceof Error ? error.message : String(error)
  const log = sharedLog(new Int32Array(failure))
  log.locked(() => log.length() > 0 || log.append([...textWords(code), ...textWords(message.slice(0, 8_000))]))
  Atomics.store(new Int32Array(meeting), here.failed, 1)
}

/** What went wrong in another thread. */
export function failureOf({ failure }: SharedMemory): Error {
  const log = sharedLog(new Int32Array(failure))
  if (log.length() === 0) return new Error("a thread of the search ended before it was done")
  const { text: code, end } = textAt(log, 0)
  const { text: message } = textAt(log, end)
  return code === "" ? new Error(message) : new QuorateError(code as ErrorCode, message)
}
