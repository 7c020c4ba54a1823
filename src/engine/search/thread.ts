import type { Space } from "../learned/space.ts"
import type { Check } from "./check.ts"
import { type Exchange, never } from "./exchange.ts"
import { Expansion } from "./expansion.ts"
import { Intake } from "./intake.ts"
import { grownWidths, newLayout, pack, unpack } from "./layout.ts"
import { Numbering } from "./numbering.ts"
import { Outbox, ownerOf } from "./outbox.ts"
import { Store } from "./store.ts"
import type { Canon } from "./symmetry.ts"
import { Voice } from "./voice.ts"

/** What one thread of a search is made of. */
export interface ThreadParts<S extends object> {
  readonly space: Space<S>
  readonly exchange: Exchange
  /** Which of the threads this is. */
  readonly me: number
  readonly canon: Canon | undefined
  /** Compares each state that is expanded with the model's own code; absent unless that is wanted. */
  readonly check?: Check
  /** How it hears of what other threads learn; absent where there are none. */
  readonly share?: { readonly catchUp: () => void }
}

/** One thread of a search: the states it owns, and the phases of a round. */
export class SearchThread<S extends object> {
  readonly store: Store
  readonly numbering: Numbering
  readonly #parts: ThreadParts<S>
  readonly #voice: Voice
  readonly #outbox: Outbox
  readonly #expansion: Expansion<S>
  readonly #intake: Intake<S>
  /** The first of its states that is not expanded. */
  #next = 0

  constructor(parts: ThreadParts<S>) {
    const { space, exchange, me, canon, check } = parts
    this.#parts = parts
    this.store = new Store(newLayout(new Int32Array(space.catalogue.slots.length)))
    this.numbering = new Numbering(exchange, me, this.store)
    this.#voice = new Voice(exchange, me, space.model.actions.length)
    this.#outbox = new Outbox(exchange, me)
    const { store } = this
    this.#expansion = new Expansion({ space, store, outbox: this.#outbox, voice: this.#voice, canon, check })
    this.#intake = new Intake(space, exchange, me, store, this.#voice)
  }

  /** Takes in the initial state, if it is this thread's. */
  begin(): void {
    const { space, canon, exchange, me } = this.#parts
    const row = new Int32Array(space.catalogue.slots.length)
    const orbit = canon?.canonise(row) ?? 1
    space.hash(row)
    const { low, high } = space.hashes
    this.relayout()
    if (ownerOf(high, exchange.threads) !== me) return
    const words = new Int32Array(Math.max(1, this.store.layout.words))
    pack(this.store.layout, row, words, 0)
    this.store.add(words, 0, low, high, never, 0)
    this.numbering.add(0)
    this.#voice.sum("represented", orbit)
    this.#voice.tell("count", 1)
    this.#intake.judge(0, -1, 0)
  }

  /** Takes over what other threads have made since, and which goals they reached. */
  catchUp(): void {
    const { share, space } = this.#parts
    share?.catchUp()
    for (const [index, { kind }] of space.ofSteps.entries())
      if (kind === "sometimes" && this.#voice.isFound(space.invariants.length + index)) space.steps.retire(index)
  }

  /** Expands states up to the one numbered `end`, as far as there is room. */
  expand(end: number): void {
    this.#outbox.compact()
    this.#expansion.begin()
    let done = end
    for (; this.#next < this.store.count; this.#next += 1) {
      const global = this.numbering.globalOf(this.#next)
      if (global >= end) break
      if (this.#expansion.expand(this.#next, global)) continue
      done = global
      break
    }
    this.#voice.tell("done", done)
    if (this.store.identity === "fingerprints") this.store.dropRows(this.#next)
  }

  /** Takes in what was sent. */
  takeIn(): void {
    this.#parts.share?.catchUp()
    this.#intake.takeIn()
  }

  cutAfter(parent: number, ordinal: number): void {
    this.#expansion.cutAfter(parent)
    this.#intake.cutAfter(parent, ordinal, this.#parts.canon)
  }

  /** Says whether a state that is not expanded could go on. */
  probe(): void {
    let goesOn = 0
    for (let index = this.#next; index < this.store.count && goesOn === 0; index += 1)
      if (this.#expansion.canMove(index)) goesOn = 1
    this.#voice.tell("goesOn", goesOn)
  }

  /** Gives components the bits that they need now. */
  relayout(): void {
    const { slots } = this.#parts.space.catalogue
    const old = this.store.layout
    const widths = Int32Array.from(old.most, (most) => 32 - Math.clz32(most))
    const layout = newLayout(
      grownWidths(
        widths,
        slots.map(({ list }) => list.length),
      ),
    )
    this.#outbox.relayout(old, layout)
    this.store.relayout(layout)
    this.#voice.tell("tight", 0)
  }

  /** How many states a box has room for. */
  statesAtOnce(): number {
    return Math.floor((this.#parts.exchange.boxes[0] as Int32Array).length / (sentHead + this.store.layout.words))
  }

  /** Sends the first thread this one's states from one number to another. */
  sendStates(first: number, end: number): void {
    this.#outbox.compact()
    const { exchange, me } = this.#parts
    const box = exchange.boxes[me * exchange.threads] as Int32Array
    let at = 0
    for (let index = this.numbering.from(first); index < this.store.count; index += 1) {
      const global = this.numbering.globalOf(index)
      if (global >= end) break
      box[at] = global
      box[at + 1] = this.store.parentOf(index)
      box[at + 2] = this.store.ordinalOf(index)
      this.store.copyRow(index, box, at + sentHead)
      at += sentHead + this.store.layout.words
    }
    ;(exchange.filled[me] as Int32Array)[0] = at
  }

  /** Takes out what was sent, in the order of numbers. */
  *takeStates(first: number, end: number): Iterable<SentState> {
    const { threads, boxes, filled } = this.#parts.exchange
    const taken = this.#parts.exchange.taken[0] as Int32Array
    const senders = Array.from({ length: threads }, (_, sender) => sender)
    const filledBy = (sender: number) => (filled[sender] as Int32Array)[0] as number
    const isNext = (sender: number, global: number) => {
      const at = taken[sender] as number
      return at < filledBy(sender) && (boxes[sender * threads] as Int32Array)[at] === global
    }
    try {
      for (let global = first; global < end; global += 1) {
        const from = senders.find((sender) => isNext(sender, global)) as number
        const at = taken[from] as number
        const words = boxes[from * threads] as Int32Array
        taken[from] = at + sentHead + this.store.layout.words
        yield { global, parent: words[at + 1] as number, ordinal: words[at + 2] as number, words, at: at + sentHead }
      }
    } finally {
      for (const sender of senders) taken[sender] = filledBy(sender)
    }
  }

  /** The row of a state that was sent. */
  rowOf({ words, at }: SentState): Int32Array {
    const row = new Int32Array(this.#parts.space.catalogue.slots.length)
    unpack(this.store.layout, words, at, row)
    return row
  }

  /** From here on knows states by their hashes, and keeps the rows only of those that are not expanded. */
  forgetRows(): void {
    const { space } = this.#parts
    this.store.forgetRows(this.#next, space.catalogue.slots.length, (row) => {
      space.hash(row)
      return [space.hashes.low, space.hashes.high]
    })
  }

  /** Puts a state of an earlier search into the box of the thread that owns it; false where there is no room. */
  sendLoaded(global: number, parent: number, ordinal: number, row: Int32Array): boolean {
    const { space } = this.#parts
    const { layout } = this.store
    if (!this.#outbox.hasRoomFor(1, layout)) return false
    space.hash(row)
    const { low, high } = space.hashes
    this.#outbox.begin(parent, ordinal, global, low, high, layout.words)
    pack(layout, row, this.#outbox.box, this.#outbox.at)
    return true
  }

  /** Takes in what was sent of an earlier search. */
  load(): void {
    this.#intake.load(this.numbering)
  }

  /** Makes room again in the boxes of this thread for what was taken out of them. */
  makeRoom(): void {
    this.#outbox.compact()
  }

  /** Goes on where an earlier search ended: states before this number are expanded. */
  resumeAt(expanded: number): void {
    this.#outbox.compact()
    this.#next = this.numbering.from(expanded)
  }
}

/** A state that a thread sent to the first one: its packed row begins at `at`. */
export interface SentState {
  readonly global: number
  readonly parent: number
  readonly ordinal: number
  readonly words: Int32Array
  readonly at: number
}

/** What stands before the row of a state that is sent: its number, its parent's, and the place of the move. */
const sentHead = 3
