import { isPlainRecord } from "../intern.ts"
import { type Hash, hashAt, type newHasher } from "../learned/hash.ts"
import { absent, splitUp } from "../learned/place.ts"
import { newViews } from "../view.ts"
import type { Readers } from "./readers.ts"

type Hasher = ReturnType<typeof newHasher>
type Listed = Record<string, unknown>

const none: Hash = { low: 0, high: 0 }
/** Stands for what nobody has looked at since it changed. */
const unseen: unique symbol = Symbol("unseen")

/** What the parts of one state share. */
export interface Whole {
  readonly readers: Readers
  readonly hashOf: Hasher
  /** The number of the next part. */
  next: number
  /** Two hashes of the state, which are 0 in the initial one. */
  low: number
  high: number
}

/**
 * A part of a state: one component, or a record that splits into parts by name, as far as `levels` says. It follows the
 * state from step to step, tells those who have read it when it changes, and keeps the hash of the state.
 */
export class Part {
  readonly #whole: Whole
  readonly #name: string
  readonly #number: number
  readonly #levels: number
  /** The record that it is a part of; null for a key of the state, which if it splits is always there and has no value of its own. */
  readonly #parent: Part | null
  readonly #parts = new Map<string, Part>()
  /** The names of the parts, and the parts, in the order in which they were met, which is that of most records. */
  readonly #names: string[] = []
  readonly #list: Part[] = []
  readonly #initially: Hash
  #hash: Hash = none
  #kept: unknown
  #value: unknown
  /** How many of the parts are there. */
  #count = 0
  /** What readers see, once one has looked. */
  #shown: unknown = unseen
  /** Who read it last, and so need not be noted again. */
  #reader: number | null = null

  constructor(whole: Whole, name: string, levels: number, parent: Part | null, initial: unknown) {
    this.#whole = whole
    this.#name = name
    this.#levels = levels
    this.#parent = parent
    this.#number = whole.next
    whole.next += 1
    this.#value = absent
    this.#kept = this.#keptOf(initial)
    this.#initially = whole.hashOf(this.#kept)
    this.#follow(absent, initial, initial)
    this.#value = initial
  }

  /** The value as a reader sees it: parts below are read one by one. */
  read(): unknown {
    const { readers } = this.#whole
    if (this.#reader !== readers.current) {
      this.#reader = readers.current
      readers.note(this.#number)
    }
    return this.#shown === unseen ? this.#show() : this.#shown
  }

  /** The part is this now. */
  become(value: unknown): void {
    const before = this.#value
    if (before === value) return
    this.#value = value
    const kept = this.#keptOf(value)
    if (kept !== this.#kept) {
      this.#kept = kept
      this.#renew()
      if (this.#parent !== null || this.#levels === 0) this.#swapHash()
    }
    this.#follow(before, value, absent)
  }

  /** What a reader sees. */
  #show(): unknown {
    if (this.#kept === splitUp) this.#shown = this.#newView()
    else this.#shown = this.#value === absent ? undefined : this.#value
    return this.#shown
  }

  /** What stands for a value here: itself, or a sign that it splits. */
  #keptOf(value: unknown): unknown {
    return this.#levels > 0 && isPlainRecord(value) ? splitUp : value
  }

  /** Lets the parts below become what they are in another value. */
  #follow(before: unknown, value: unknown, initial: unknown): void {
    if (this.#levels === 0) return
    const parts = isPlainRecord(value) ? value : {}
    let [count, added] = [0, 0]
    for (const name in parts) {
      const part = this.#names[count] === name ? this.#list[count] : this.#parts.get(name)
      count += 1
      if (part !== undefined && part.#value === parts[name]) continue
      if (part === undefined || part.#value === absent) added += 1
      if (part === undefined) this.#add(name, parts[name], isPlainRecord(initial) ? parts[name] : absent)
      else part.become(parts[name])
    }
    const left = this.#count - (count - added)
    this.#count = count
    if (left > 0)
      for (const name in before as Listed) if (!Object.hasOwn(parts, name)) this.#parts.get(name)?.become(absent)
    if (added > 0 || left > 0) this.#renew()
  }

  #add(name: string, value: unknown, initial: unknown): void {
    const part = new Part(this.#whole, `${this.#name}.${name}`, this.#levels - 1, this, initial)
    this.#parts.set(name, part)
    this.#names.push(name)
    this.#list.push(part)
    part.become(value)
  }

  /**
   * Another value, or other names, are there now: whoever has looked may have looked for them. What splits is handed out with
   * the record that it is a part of, without being asked for, so it counts as read by all who have read that.
   */
  #renew(): void {
    this.#shown = unseen
    this.#whole.readers.changed(this.#number)
    if (this.#levels > 0 && this.#parent !== null) this.#parent.#renew()
  }

  #swapHash(): void {
    const { low, high } = this.#whole.hashOf(this.#kept)
    const now = low === this.#initially.low && high === this.#initially.high ? none : hashAt(this.#name, { low, high })
    this.#whole.low ^= this.#hash.low ^ now.low
    this.#whole.high ^= this.#hash.high ^ now.high
    this.#hash = now
  }

  #newView(): Readonly<Listed> {
    const names = Object.keys(this.#value as Listed)
    const parts = names.map((name) => this.#parts.get(name) as Part)
    if (this.#levels === 1) return viewOf(names, parts)
    const view: Listed = {}
    for (const [index, name] of names.entries()) view[name] = (parts[index] as Part).#show()
    return Object.freeze(view)
  }
}

/** A record whose parts are read one by one. */
export const viewOf = newViews((part: Part) => part.read())
