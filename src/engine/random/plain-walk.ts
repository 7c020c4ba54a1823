import { sameData } from "../data.ts"
import { asking } from "../judge.ts"
import { newSteps, type Steps } from "../learned/moves.ts"
import type { Action, EnabledStep, Model } from "../model.ts"
import { type Followed, follow } from "../plain/followed.ts"
import { type Offered, offersOf, readersOf } from "../plain/offered.ts"
import { Readers } from "../plain/readers.ts"
import { judgeSteps, type Stepped } from "../plain/stepped.ts"
import type { Always, Property } from "../property.ts"
import { initialState, take } from "../walk.ts"
import type { Walk } from "./walk.ts"

/**
 * A walk over plain states, by the model's own code: the same steps, hashes and judgements as a walk over rows, for models
 * whose states are so rich that most of what a run meets is new, and nothing is worth learning. What is remembered is the
 * last answer of each guard and invariant: it stands until a component changes that it has read.
 */
export class PlainWalk<S extends object> implements Walk<S> {
  isBroken = false
  readonly #model: Model<S>
  readonly #initial: S
  readonly #readers: Readers
  readonly #followed: Followed<S>
  readonly #steps: Steps<S>
  readonly #offers: readonly Offered<S>[]
  readonly #invariants: readonly Always<S>[]
  readonly #stepped: Stepped<S>
  /** By invariant, which are the first readers: whether it was broken when it looked last. */
  readonly #wasBroken: boolean[] = []
  #state: S
  /** The step that was worked out last. */
  #ahead: { readonly from: S; readonly by: number; readonly to: S }

  constructor(model: Model<S>, properties: readonly Property<S>[]) {
    this.#model = model
    this.#initial = initialState(model)
    this.#state = this.#initial
    this.#ahead = { from: this.#initial, by: -1, to: this.#initial }
    this.#steps = newSteps(model.actions)
    this.#invariants = properties.filter((property) => property.kind === "always")
    this.#stepped = judgeSteps(
      model,
      properties.filter((property) => property.kind === "alwaysNext" || property.kind === "sometimes"),
    )
    const first = this.#invariants.length
    this.#readers = new Readers(model.actions.reduce((count, action) => count + readersOf(action), first))
    this.#followed = follow({ ...model, initial: this.#initial }, this.#readers)
    this.#offers = offersOf(model, this.#followed.view, this.#readers, first)
  }

  get low(): number {
    return this.#followed.low
  }

  get high(): number {
    return this.#followed.high
  }

  get met(): readonly string[] {
    return this.#stepped.met
  }

  begin(): void {
    this.#state = this.#initial
    this.#followed.become(this.#state)
    this.#stepped.begin()
    this.isBroken = this.#isStateBroken()
  }

  many(action: number): number {
    return this.#offeredBy(action).length
  }

  one(action: number, index: number): number {
    return this.#steps.numberOf(this.#offeredBy(action)[index] as EnabledStep<S>)
  }

  *all(isWanted: (definition: Action<S>) => boolean): Iterable<number> {
    for (const [action, definition] of this.#model.actions.entries())
      if (isWanted(definition)) for (const step of this.#offeredBy(action)) yield this.#steps.numberOf(step)
  }

  stepOf(step: number): EnabledStep<S> {
    return this.#steps.list[step] as EnabledStep<S>
  }

  changes(step: number): boolean {
    return !sameData(this.#after(step), this.#state)
  }

  take(step: number): void {
    const before = this.#state
    this.pass(step)
    const isStepBroken = this.#stepped.isBroken(before, this.#state, this.stepOf(step))
    this.isBroken = this.#isStateBroken() || isStepBroken
  }

  pass(step: number): void {
    this.#state = this.#after(step)
    this.#followed.become(this.#state)
  }

  state(): S {
    return this.#state
  }

  /** The state after a step, which is worked out once if it is asked for twice. */
  #after(step: number): S {
    const { from, by, to } = this.#ahead
    if (from === this.#state && by === step) return to
    const after = take(this.#state, this.stepOf(step))
    this.#ahead = { from: this.#state, by: step, to: after }
    return after
  }

  #offeredBy(action: number): readonly EnabledStep<S>[] {
    return (this.#offers[action] as Offered<S>).now()
  }

  #isStateBroken(): boolean {
    let isBroken = false
    for (const [reader, property] of this.#invariants.entries()) {
      if (this.#readers.isStale[reader] === 1)
        this.#wasBroken[reader] = asking(property, () =>
          this.#readers.look(reader, () => property.broken(this.#followed.view) !== null),
        )
      isBroken ||= this.#wasBroken[reader] === true
    }
    return isBroken
  }
}
