import { sameData } from "../data.ts"
import { type Judge, newJudge, reaches } from "../judge.ts"
import { newSteps, type Steps } from "../learned/moves.ts"
import type { Action, EnabledStep, Model } from "../model.ts"
import type { Property } from "../property.ts"
import { enabledOf, initialState, take } from "../walk.ts"
import { newStateHash, type StateHash } from "./state-hash.ts"
import type { Walk } from "./walk.ts"

/**
 * A walk over plain states, by the model's own code and without any memory: the same steps, hashes and judgements as a walk
 * over rows, for models whose states are so rich that most of what a run meets is new, and nothing is worth learning.
 */
export class PlainWalk<S extends object> implements Walk<S> {
  isBroken = false
  readonly met: string[] = []
  readonly #model: Model<S>
  readonly #judge: Judge<S>
  readonly #hash: StateHash<S>
  readonly #steps: Steps<S>
  #state: S
  /** Goals that need not be asked about any more in this run. */
  readonly #metInRun = new Set<string>()
  /** By action: what can be taken in this state, where somebody asked. */
  #offered: (readonly EnabledStep<S>[] | undefined)[] = []

  constructor(model: Model<S>, properties: readonly Property<S>[]) {
    this.#model = model
    this.#steps = newSteps(model.actions)
    this.#judge = newJudge(properties)
    this.#state = initialState(model)
    this.#hash = newStateHash(model)
  }

  get low(): number {
    return this.#hash.low
  }

  get high(): number {
    return this.#hash.high
  }

  begin(): void {
    this.#state = initialState(this.#model)
    this.#offered = []
    this.#hash.begin()
    this.#metInRun.clear()
    this.met.length = 0
    this.isBroken = this.#judge.ofState(this.#state) !== null
  }

  #offeredBy(action: number): readonly EnabledStep<S>[] {
    const known = this.#offered[action]
    if (known !== undefined) return known
    const steps = enabledOf(this.#model.actions.slice(action, action + 1), this.#state)
    this.#offered[action] = steps
    return steps
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
    return !sameData(take(this.#state, this.stepOf(step)), this.#state)
  }

  take(number: number): void {
    const step = this.stepOf(number)
    const before = this.#state
    const after = take(before, step)
    this.#state = after
    this.#offered = []
    this.#hash.change(before, after)
    this.met.length = 0
    for (const goal of this.#judge.goals)
      if (!this.#metInRun.has(goal.name) && reaches(goal, before, after, step)) this.met.push(goal.name)
    for (const name of this.met) this.#metInRun.add(name)
    this.isBroken = this.#judge.ofStep(before, after, step) !== null
  }

  state(): S {
    return this.#state
  }
}
