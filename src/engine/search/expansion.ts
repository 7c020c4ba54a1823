import { afterAt, beforeAt, stepAt } from "../learned/judging.ts"
import { isRoomy, roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import type { Check } from "./check.ts"
import { ordinalBits } from "./exchange.ts"
import { pack } from "./layout.ts"
import type { Outbox } from "./outbox.ts"
import type { Store } from "./store.ts"
import type { Canon } from "./symmetry.ts"
import type { Voice } from "./voice.ts"

/** What expanding states takes. */
export interface ExpansionParts<S extends object> {
  readonly space: Space<S>
  readonly store: Store
  readonly outbox: Outbox
  readonly voice: Voice
  readonly canon: Canon | undefined
  readonly check: Check | undefined
}

/** Takes every move of a state, judges the step, and sends the result to the thread that owns it. */
export class Expansion<S extends object> {
  readonly #parts: ExpansionParts<S>
  #row: Int32Array = new Int32Array(0)
  #after: Int32Array = new Int32Array(0)
  #both: Int32Array = new Int32Array(0)
  readonly #endsOfRound: number[] = []

  constructor(parts: ExpansionParts<S>) {
    this.#parts = parts
    this.#widen()
  }

  /** Begins a round. */
  begin(): void {
    this.#endsOfRound.length = 0
  }

  /** Forgets what was noted in this round of states after this one. */
  cutAfter(parent: number): void {
    for (const global of this.#endsOfRound) if (global > parent) this.#parts.voice.sum("ends", -1)
  }

  /** Whether a state has a move. */
  canMove(index: number): boolean {
    const { store, space } = this.#parts
    store.unpack(index, this.#row)
    const count = space.moves.of(this.#row)
    this.#widen()
    return count > 0
  }

  /** Expands a state; false where there is no room, or where a number does not fit into its bits. */
  expand(index: number, global: number): boolean {
    const { space, store, outbox, voice, canon, check } = this.#parts
    const row = this.#row
    store.unpack(index, row)
    check?.state(row)
    const count = space.moves.of(row)
    this.#widen()
    if (!outbox.hasRoomFor(count, store.layout)) return false
    if (canon === undefined) space.hash(row)
    const { low, high } = space.hashes
    if (count === 0 || this.#staysPut(row, count)) this.#end(row, global)
    const isJudged = space.ofSteps.length > 0
    if (isJudged) this.#showBefore(row)
    for (let ordinal = 0; ordinal < count; ordinal += 1) {
      const move = space.moves.found.all[ordinal] as number
      if (isJudged) this.#judge(move, row, global, ordinal)
      const isSent =
        canon === undefined
          ? this.#send(move, row, index, global, ordinal, low, high)
          : this.#sendStanding(canon, move, row, global, ordinal)
      if (isSent) continue
      outbox.takeBack()
      voice.tell("tight", 1)
      return false
    }
    return true
  }

  /** Makes room for components that were met just now. */
  #widen(): void {
    const slots = this.#parts.space.catalogue.slots.length
    if (isRoomy(this.#row, slots)) return
    this.#row = roomy(this.#row, slots)
    this.#after = roomy(this.#after, slots)
    this.#both = roomy(this.#both, this.#row.length * beforeAt.times + 1)
  }

  /** Sends a state that differs from its parent in what a move writes: so does its packed row, and so do its hashes. */
  #send(
    move: number,
    row: Int32Array,
    index: number,
    global: number,
    ordinal: number,
    rowLow: number,
    rowHigh: number,
  ): boolean {
    const { space, store, outbox } = this.#parts
    const { slots } = space.catalogue
    const { from, written, actionNumbers } = space.moves
    const { words, word, shift, most } = store.layout
    const begin = from.all[move] as number
    const end = from.all[move + 1] as number
    const writes = written.all
    let [low, high] = [rowLow, rowHigh]
    for (let at = begin; at < end; at += 2) {
      const slot = writes[at] as number
      const number = writes[at + 1] as number
      const old = row[slot] as number
      if (number === old) continue
      if (!(number <= (most[slot] as number))) return false
      const values = slots[slot] as (typeof slots)[number]
      low ^= (values.low[old] as number) ^ (values.low[number] as number)
      high ^= (values.high[old] as number) ^ (values.high[number] as number)
    }
    const action = actionNumbers.all[move] as number
    outbox.begin(global, ordinal | (1 << ordinalBits), action, low, high, words)
    const { box, at: packed } = outbox
    store.copyRow(index, box, packed)
    for (let at = begin; at < end; at += 2) {
      const slot = writes[at] as number
      const where = packed + (word[slot] as number)
      const by = shift[slot] as number
      box[where] = ((box[where] as number) & ~((most[slot] as number) << by)) | ((writes[at + 1] as number) << by)
    }
    return true
  }

  /** Sends the row that stands for all which symmetry makes equal to the result of a move. */
  #sendStanding(canon: Canon, move: number, row: Int32Array, global: number, ordinal: number): boolean {
    const { space, store, outbox } = this.#parts
    const { from, written, actionNumbers } = space.moves
    const { layout } = store
    const after = this.#after
    const known = space.catalogue.slots.length
    for (let slot = 0; slot < known; slot += 1) after[slot] = row[slot] as number
    const end = from.all[move + 1] as number
    for (let at = from.all[move] as number; at < end; at += 2)
      after[written.all[at] as number] = written.all[at + 1] as number
    const orbit = canon.canonise(after)
    const slots = space.catalogue.slots.length
    for (let slot = 0; slot < slots; slot += 1) if (!((after[slot] as number) <= (layout.most[slot] ?? 0))) return false
    space.hash(after)
    const { low, high } = space.hashes
    const action = actionNumbers.all[move] as number
    outbox.begin(global, ordinal | (orbit << ordinalBits), action, low, high, layout.words)
    pack(layout, after, outbox.box, outbox.at)
    return true
  }

  /** Whether no move changes anything. */
  #staysPut(row: Int32Array, count: number): boolean {
    const { found, from, written } = this.#parts.space.moves
    for (let i = 0; i < count; i += 1) {
      const move = found.all[i] as number
      for (let at = from.all[move] as number; at < (from.all[move + 1] as number); at += 2)
        if (row[written.all[at] as number] !== written.all[at + 1]) return false
    }
    return true
  }

  /** Notes a state in which nothing can happen. */
  #end(row: Int32Array, global: number): void {
    const { space, voice } = this.#parts
    const { deadlock, invariants, ofSteps } = space
    voice.sum("ends", 1)
    this.#endsOfRound.push(global)
    if (deadlock !== undefined && !deadlock.isEnd(space.stateOf(row)))
      voice.find(invariants.length + ofSteps.length, global, -1)
  }

  #showBefore(row: Int32Array): void {
    const both = this.#both
    const slots = this.#parts.space.catalogue.slots.length
    for (let slot = 0; slot < slots; slot += 1) {
      const at = slot * beforeAt.times
      both[at + beforeAt.plus] = row[slot] as number
      both[at + afterAt.plus] = row[slot] as number
    }
  }

  #judge(move: number, row: Int32Array, global: number, ordinal: number): void {
    const { space, voice } = this.#parts
    const { from, written, stepNumbers } = space.moves
    const { forest } = space.steps
    const both = this.#both
    const [begin, end] = [from.all[move] as number, from.all[move + 1] as number]
    both[stepAt] = stepNumbers.all[move] as number
    for (let at = begin; at < end; at += 2)
      both[(written.all[at] as number) * afterAt.times + afterAt.plus] = written.all[at + 1] as number
    const count = forest.visit(both)
    for (let i = 0; i < count; i += 1)
      voice.find(space.invariants.length + (forest.answers[i] as number) - 1, global, ordinal)
    for (let at = begin; at < end; at += 2) {
      const slot = written.all[at] as number
      both[slot * afterAt.times + afterAt.plus] = row[slot] as number
    }
  }
}
