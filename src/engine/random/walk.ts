import { afterAt, beforeAt, stepAt } from "../learned/judging.ts"
import type { Offers } from "../learned/offers.ts"
import { isRoomy, roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import type { Action, EnabledStep } from "../model.ts"
import type { Offer } from "./strategy.ts"

/** A walk from the initial state on: what can be taken, and what properties say of the last step. */
export interface Walk<S> extends Offer<number> {
  /** Two hashes of the state, which are 0 in the initial one. */
  readonly low: number
  readonly high: number
  /** Of the last step, or of the initial state: whether it broke a promise. */
  readonly isBroken: boolean
  /** Names of the goals that the last step met. */
  readonly met: readonly string[]
  /** Goes back to the initial state. */
  begin(): void
  /** Every step that can be taken, by some actions. */
  all(isWanted: (definition: Action<S>) => boolean): Iterable<number>
  /** Steps by number. */
  stepOf(step: number): EnabledStep<S>
  /** Whether a step changes anything. */
  changes(step: number): boolean
  /** Takes a step, and judges it. */
  take(step: number): void
  /** Takes a step that nobody judges, nor any that comes after it before the next beginning. */
  pass(step: number): void
  /** The plain state. */
  state(): S
}

/**
 * A walk over rows, from the initial state on: what can happen, the steps taken, and what properties say of them. It takes
 * no memory but one row, so that a run costs little more than its look-ups.
 */
export class RowWalk<S extends object> implements Walk<S> {
  low = 0
  high = 0
  isBroken = false
  readonly met: string[] = []
  readonly #space: Space<S>
  #row: Int32Array
  #both: Int32Array
  /** By action: the state for which its steps were looked for last, as somebody asked for them, counting the states of all runs. */
  readonly #askedAt: Float64Array
  #now = 1

  constructor(space: Space<S>) {
    this.#space = space
    this.#row = roomy(new Int32Array(0), space.catalogue.slots.length)
    this.#both = new Int32Array(this.#row.length * beforeAt.times + 1)
    this.#askedAt = new Float64Array(space.offers.length)
  }

  begin(): void {
    this.isBroken = false
    this.met.length = 0
    this.#row.fill(0)
    this.#both.fill(0)
    this.low = 0
    this.high = 0
    this.#judgeState()
    this.#now += 1
  }

  /** How many steps of an action can be taken. */
  many(action: number): number {
    const offers = this.#space.offers[action] as Offers
    if (this.#askedAt[action] !== this.#now) {
      this.#askedAt[action] = this.#now
      offers.of(this.#row)
      this.#widen()
    }
    return offers.found.length
  }

  /** The n-th of them. */
  one(action: number, index: number): number {
    return this.#space.offers[action]?.found.all[index] as number
  }

  *all(isWanted: (definition: Action<S>) => boolean): Iterable<number> {
    for (const [action, definition] of this.#space.model.actions.entries()) {
      if (!isWanted(definition)) continue
      const many = this.many(action)
      for (let index = 0; index < many; index += 1) yield this.one(action, index)
    }
  }

  stepOf(step: number): EnabledStep<S> {
    return this.#space.moves.steps.list[step] as EnabledStep<S>
  }

  changes(step: number): boolean {
    const { effects } = this.#space
    effects.of(this.#row, step)
    const { written, from, to } = effects
    for (let at = from; at < to; at += 2) if (this.#row[written.all[at] as number] !== written.all[at + 1]) return true
    return false
  }

  state(): S {
    return this.#space.stateOf(this.#row)
  }

  take(step: number): void {
    this.isBroken = false
    this.met.length = 0
    this.#write(step, () => this.#judgeStep())
    this.#judgeState()
  }

  pass(step: number): void {
    this.#write(step, () => {})
  }

  /** Makes of the row what a step makes of it; in between, where steps are judged, both rows are there. */
  #write(step: number, judge: () => void): void {
    const { effects } = this.#space
    effects.of(this.#row, step)
    const { written, from: begin, to: end } = effects
    const { slots } = this.#space.catalogue
    const isJudged = this.#space.ofSteps.length > 0
    this.#widen()
    const [row, both] = [this.#row, this.#both]
    for (let at = begin; at < end; at += 2) {
      const slot = written.all[at] as number
      const number = written.all[at + 1] as number
      const old = row[slot] as number
      if (isJudged) both[slot * afterAt.times + afterAt.plus] = number
      if (number === old) continue
      const { low, high } = slots[slot] as (typeof slots)[number]
      this.low ^= (low[old] as number) ^ (low[number] as number)
      this.high ^= (high[old] as number) ^ (high[number] as number)
      row[slot] = number
    }
    if (isJudged) {
      both[stepAt] = step
      judge()
      for (let at = begin; at < end; at += 2)
        both[(written.all[at] as number) * beforeAt.times + beforeAt.plus] = written.all[at + 1] as number
    }
    this.#now += 1
  }

  #judgeState(): void {
    const { states, invariants } = this.#space
    if (invariants.length > 0 && states.visit(this.#row) > 0) this.isBroken = true
  }

  #judgeStep(): void {
    const { steps, ofSteps } = this.#space
    const count = steps.forest.visit(this.#both)
    for (let i = 0; i < count; i += 1) {
      const property = ofSteps[(steps.forest.answers[i] as number) - 1] as (typeof ofSteps)[number]
      if (property.kind === "sometimes") this.met.push(property.name)
      else this.isBroken = true
    }
  }

  #widen(): void {
    const slots = this.#space.catalogue.slots.length
    if (isRoomy(this.#row, slots)) return
    this.#row = roomy(this.#row, slots)
    this.#both = roomy(this.#both, this.#row.length * beforeAt.times + 1)
  }
}
