import { type Exchange, told } from "./exchange.ts"
import type { Store } from "./store.ts"
import { isBefore } from "./voice.ts"

/** The numbers that the states of one thread have among those of all: the order in which one thread alone would find them. */
export class Numbering {
  readonly #exchange: Exchange
  readonly #me: number
  readonly #store: Store
  /** By state of this thread, rising; null where there is no other thread. */
  readonly #globals: number[] | null

  constructor(exchange: Exchange, me: number, store: Store) {
    this.#exchange = exchange
    this.#me = me
    this.#store = store
    this.#globals = exchange.threads === 1 ? null : []
  }

  globalOf(index: number): number {
    return this.#globals === null ? index : (this.#globals[index] as number)
  }

  /** The state of this thread that has a number among all, or -1. */
  indexOf(global: number): number {
    const index = this.from(global)
    return index < this.#store.count && this.globalOf(index) === global ? index : -1
  }

  /** The first state of this thread that has at least this number among all. */
  from(global: number): number {
    let [from, to] = [0, this.#store.count]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.globalOf(middle) < global) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Gives the newest state a number that is known: the initial one is 0. */
  add(global: number): void {
    this.#globals?.push(global)
  }

  /** Numbers the states that were new in the round; `base` were known to all before. */
  number(base: number): void {
    if (this.#globals === null) return
    const { threads, fresh, tellings } = this.#exchange
    const keys = fresh[this.#me] as Int32Array
    const countOf = (thread: number) => tellings[thread * told.words + told.fresh] as number
    const at = new Int32Array(threads)
    const count = countOf(this.#me)
    for (let i = 0; i < count; i += 1) {
      const [parent, ordinal] = [keys[i * 2] as number, keys[i * 2 + 1] as number]
      let global = base + i
      for (let thread = 0; thread < threads; thread += 1) {
        if (thread === this.#me) continue
        const others = fresh[thread] as Int32Array
        let position = at[thread] as number
        while (
          position < countOf(thread) &&
          isBefore(others[position * 2] as number, others[position * 2 + 1] as number, parent, ordinal)
        )
          position += 1
        at[thread] = position
        global += position
      }
      this.#globals.push(global)
    }
  }
}
