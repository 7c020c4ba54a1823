import { invariant } from "../../errors.ts"
import { type Exchange, head } from "./exchange.ts"
import { type Layout, repack } from "./layout.ts"

/** The boxes into which one thread puts what it has found, one for each thread that may own it. */
export class Outbox {
  /** Where the last state was put: the box, and where its words begin. */
  box: Int32Array
  at = 0
  readonly #exchange: Exchange
  readonly #me: number
  readonly #boxes: readonly Int32Array[]
  /** By receiver: words in the box. */
  readonly #filled: Int32Array
  readonly #marks: Int32Array

  constructor(exchange: Exchange, me: number) {
    const { threads, boxes, filled } = exchange
    this.#exchange = exchange
    this.#me = me
    this.#boxes = boxes.slice(me * threads, (me + 1) * threads)
    this.#filled = filled[me] as Int32Array
    this.#marks = new Int32Array(threads)
    this.box = this.#boxes[0] as Int32Array
  }

  /** Whether every box has room for so many states; and remembers how full the boxes are. */
  hasRoomFor(states: number, { words }: Layout): boolean {
    const more = states * (head.words + words)
    for (let to = 0; to < this.#boxes.length; to += 1) {
      const room = (this.#boxes[to] as Int32Array).length
      const filled = this.#filled[to] as number
      invariant(more <= room, "a state has more moves than a box has room for")
      this.#marks[to] = filled
      if (filled + more > room) return false
    }
    return true
  }

  /** Takes out what was put in since. */
  takeBack(): void {
    this.#filled.set(this.#marks)
  }

  /** Begins a state for the thread that owns states with this hash; its packed row goes where `at` says. */
  begin(parent: number, ordinal: number, action: number, low: number, high: number, words: number): void {
    const owner = ownerOf(high, this.#boxes.length)
    const box = this.#boxes[owner] as Int32Array
    const to = this.#filled[owner] as number
    box[to] = parent
    box[to + 1] = ordinal
    box[to + 2] = action
    box[to + 3] = low
    box[to + 4] = high
    this.box = box
    this.at = to + head.words
    this.#filled[owner] = to + head.words + words
  }

  /** Moves what was left in the boxes to their beginning. */
  compact(): void {
    for (const [to, box] of this.#boxes.entries()) {
      const taken = this.#exchange.taken[to] as Int32Array
      const from = taken[this.#me] as number
      const filled = this.#filled[to] as number
      box.copyWithin(0, from, filled)
      this.#filled[to] = filled - from
      taken[this.#me] = 0
    }
  }

  /** Packs anew what was left. */
  relayout(from: Layout, to: Layout): void {
    this.compact()
    const step = { from: head.words + from.words, to: head.words + to.words, head: head.words }
    for (const [receiver, box] of this.#boxes.entries()) {
      const filled = this.#filled[receiver] as number
      const count = filled / step.from
      invariant(count * step.to <= box.length, "what is left in a box does not fit any more")
      repack(from, to, box.slice(0, filled), box, count, step)
      this.#filled[receiver] = count * step.to
    }
  }
}

/** Whose states have this hash. */
export function ownerOf(high: number, threads: number): number {
  return threads === 1 ? 0 : (high >>> 16) % threads
}
