import { invariant } from "../../errors.ts"
import { type Exchange, head } from "./exchange.ts"
import { type Layout, repack } from "./layout.ts"

/** The boxes into which one thread puts what it has found, one for each thread that may own it. */
export class Outbox {
  /** Where the last state was put: the box, and where its words begin. */
  box: Int32Array
  at = 0
  readonly #exchange: Exchange
  readonly #first: number
  readonly #marks: Int32Array

  constructor(exchange: Exchange, me: number) {
    this.#exchange = exchange
    this.#first = me * exchange.threads
    this.#marks = new Int32Array(exchange.threads)
    this.box = exchange.boxes[this.#first] as Int32Array
  }

  /** Whether every box has room for so many states; and remembers how full the boxes are. */
  hasRoomFor(states: number, { words }: Layout): boolean {
    const { threads, boxes, filled } = this.#exchange
    const more = states * (head.words + words)
    for (let to = 0; to < threads; to += 1) {
      const room = (boxes[this.#first + to] as Int32Array).length
      invariant(more <= room, "a state has more moves than a box has room for")
      this.#marks[to] = filled[this.#first + to] as number
      if ((this.#marks[to] as number) + more > room) return false
    }
    return true
  }

  /** Takes out what was put in since. */
  takeBack(): void {
    this.#exchange.filled.set(this.#marks, this.#first)
  }

  /** Begins a state for the thread that owns states with this hash; its packed row goes where `at` says. */
  begin(parent: number, ordinal: number, action: number, low: number, high: number, words: number): void {
    const { threads, boxes, filled } = this.#exchange
    const which = this.#first + ownerOf(high, threads)
    const box = boxes[which] as Int32Array
    const to = filled[which] as number
    box[to] = parent
    box[to + 1] = ordinal
    box[to + 2] = action
    box[to + 3] = low
    box[to + 4] = high
    this.box = box
    this.at = to + head.words
    filled[which] = to + head.words + words
  }

  /** Moves what was left in the boxes to their beginning. */
  compact(): void {
    const { threads, boxes, filled, taken } = this.#exchange
    for (let which = this.#first; which < this.#first + threads; which += 1) {
      const from = taken[which] as number
      ;(boxes[which] as Int32Array).copyWithin(0, from, filled[which] as number)
      filled[which] = (filled[which] as number) - from
      taken[which] = 0
    }
  }

  /** Packs anew what was left. */
  relayout(from: Layout, to: Layout): void {
    this.compact()
    const { threads, boxes, filled } = this.#exchange
    const step = { from: head.words + from.words, to: head.words + to.words, head: head.words }
    for (let which = this.#first; which < this.#first + threads; which += 1) {
      const box = boxes[which] as Int32Array
      const count = (filled[which] as number) / step.from
      invariant(count * step.to <= box.length, "what is left in a box does not fit any more")
      repack(from, to, box.slice(0, filled[which]), box, count, step)
      filled[which] = count * step.to
    }
  }
}

/** Whose states have this hash. */
export function ownerOf(high: number, threads: number): number {
  return threads === 1 ? 0 : (high >>> 16) % threads
}
