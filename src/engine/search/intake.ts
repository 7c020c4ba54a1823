import { isRoomy, roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import { type Exchange, head, leastOf, never, ordinalBits, ordinalMask } from "./exchange.ts"
import type { Numbering } from "./numbering.ts"
import type { Store } from "./store.ts"
import type { Canon } from "./symmetry.ts"
import { isBefore, type Voice } from "./voice.ts"

/** Takes in the states that the threads have sent to this one, which owns them, and judges those that are new. */
export class Intake<S extends object> {
  readonly #space: Space<S>
  readonly #exchange: Exchange
  readonly #me: number
  readonly #store: Store
  readonly #voice: Voice
  #row: Int32Array = new Int32Array(0)
  /** Most moves of one state, before the last round. */
  #widestBefore = 0

  constructor(space: Space<S>, exchange: Exchange, me: number, store: Store, voice: Voice) {
    this.#space = space
    this.#exchange = exchange
    this.#me = me
    this.#store = store
    this.#voice = voice
  }

  /**
   * In the order of parents and their moves, up to where every thread is done: so the first of two equal states is the one
   * that one thread alone would have found first.
   */
  takeIn(): void {
    const { boxes, threads, fresh } = this.#exchange
    const taken = this.#exchange.taken[this.#me] as Int32Array
    const size = head.words + this.#store.layout.words
    const limit = leastOf(this.#exchange, "done")
    const keys = fresh[this.#me]
    let freshCount = 0
    let widest = this.#voice.told("widest")
    this.#widestBefore = widest
    for (let sender = this.#next(limit); sender >= 0; sender = this.#next(limit)) {
      const box = boxes[sender * threads + this.#me] as Int32Array
      const at = taken[sender] as number
      taken[sender] = at + size
      const parent = box[at] as number
      const ordinal = (box[at + 1] as number) & ordinalMask
      this.#voice.count(box[at + head.action] as number, 1)
      if (ordinal >= widest) widest = ordinal + 1
      const [low, high] = [box[at + head.low] as number, box[at + head.high] as number]
      if (!this.#store.add(box, at + head.words, low, high, parent, ordinal)) continue
      this.#voice.sum("represented", (box[at + 1] as number) >>> ordinalBits)
      if (keys !== undefined) {
        keys[freshCount * 2] = parent
        keys[freshCount * 2 + 1] = ordinal
      }
      freshCount += 1
      if (this.#space.invariants.length > 0) this.judge(this.#store.count - 1, parent, ordinal)
    }
    this.#voice.tell("fresh", freshCount)
    this.#voice.tell("widest", widest)
    this.#account()
  }

  /** The sender whose next state comes first, or -1 where none is left before the limit. */
  #next(limit: number): number {
    const { threads, boxes, filled } = this.#exchange
    const taken = this.#exchange.taken[this.#me] as Int32Array
    let best = -1
    let [parent, ordinal] = [limit, -1]
    for (let sender = 0; sender < threads; sender += 1) {
      const at = taken[sender] as number
      if (at >= ((filled[sender] as Int32Array)[this.#me] as number)) continue
      const box = boxes[sender * threads + this.#me] as Int32Array
      const [otherParent, otherOrdinal] = [box[at] as number, (box[at + 1] as number) & ordinalMask]
      if (isBefore(parent, ordinal, otherParent, otherOrdinal)) continue
      best = sender
      parent = otherParent
      ordinal = otherOrdinal
    }
    return best
  }

  /** Takes in states of an earlier search, which are known to be different and were judged then. */
  load(numbering: Numbering): void {
    const { boxes, filled, taken } = this.#exchange
    const box = boxes[this.#me] as Int32Array
    const end = (filled[0] as Int32Array)[this.#me] as number
    const size = head.words + this.#store.layout.words
    for (let at = 0; at < end; at += size) {
      const [low, high] = [box[at + head.low] as number, box[at + head.high] as number]
      const [parent, ordinal] = [box[at] as number, box[at + 1] as number]
      if (this.#store.add(box, at + head.words, low, high, parent, ordinal))
        numbering.add(box[at + head.action] as number)
    }
    ;(taken[this.#me] as Int32Array)[0] = end
    this.#account()
  }

  #account(): void {
    this.#voice.tell("asked", this.#space.moves.forest.counts.asked)
    this.#voice.tell("visits", this.#space.moves.forest.counts.visits)
    this.#voice.tell("count", this.#store.count)
    this.#voice.tell("kilobytes", Math.ceil((this.#store.bytes() + this.#space.bytes()) / 1_024))
  }

  /** Judges a state, which is reached by a move of its parent. */
  judge(index: number, parent: number, ordinal: number): void {
    this.#unpack(index)
    const { states } = this.#space
    const count = states.visit(this.#row)
    for (let i = 0; i < count; i += 1) this.#voice.find((states.answers[i] as number) - 1, parent, ordinal)
  }

  #unpack(index: number): void {
    const slots = this.#space.catalogue.slots.length
    if (!isRoomy(this.#row, slots)) this.#row = roomy(this.#row, slots)
    this.#store.unpack(index, this.#row)
  }

  /** Forgets what came after a key in the last round, so that the counts are those of a search that ended there. */
  cutAfter(parent: number, ordinal: number, canon: Canon | undefined): void {
    const { threads, boxes } = this.#exchange
    const taken = this.#exchange.taken[this.#me] as Int32Array
    const size = head.words + this.#store.layout.words
    let widest = this.#widestBefore
    for (let sender = 0; sender < threads; sender += 1) {
      const box = boxes[sender * threads + this.#me] as Int32Array
      for (let at = 0; at < (taken[sender] as number); at += size) {
        const its = (box[at + 1] as number) & ordinalMask
        if (isBefore(parent, ordinal, box[at] as number, its)) this.#voice.count(box[at + head.action] as number, -1)
        else widest = Math.max(widest, its + 1)
      }
    }
    let { count } = this.#store
    for (; count > 0; count -= 1) {
      const from = this.#store.parentOf(count - 1)
      if (from === never || !isBefore(parent, ordinal, from, this.#store.ordinalOf(count - 1))) break
      this.#voice.sum("represented", -this.#orbitOf(count - 1, canon))
    }
    this.#voice.tell("count", count)
    this.#voice.tell("widest", widest)
  }

  /** How many states a row stands for. */
  #orbitOf(index: number, canon: Canon | undefined): number {
    if (canon === undefined) return 1
    this.#unpack(index)
    return canon.canonise(this.#row)
  }
}
