import { newInterner, rowKey } from "../components.ts"
import type { EnabledStep, Model } from "../model.ts"
import { enabledSteps, take } from "../walk.ts"

/** The successors of states that are met again and again, each worked out once. */
export interface Successors<S extends object> {
  /** The state after an enabled step; equal states are one object. */
  next(state: S, step: EnabledStep<S>): S
  /** The enabled steps of a state. */
  enabled(state: S): readonly EnabledStep<S>[]
  /** A text that is equal for two states exactly when they are. */
  keyOf(state: S): string
}

/** States to remember; beyond it everything is forgotten, and worked out anew as it is met. */
const rememberedMax = 150_000

/** Remembers what follows what. Shrinking asks this of the same states many times over, whichever trace it is at. */
export function newSuccessors<S extends object>(model: Model<S>): Successors<S> {
  const interner = newInterner(model)
  let known = new Map<string, S>()
  let after = new WeakMap<S, Map<EnabledStep<S>, S>>()
  let enabledIn = new WeakMap<S, readonly EnabledStep<S>[]>()
  const keys = new WeakMap<S, string>()

  function keyOf(state: S): string {
    const key = keys.get(state) ?? rowKey(interner.row(state))
    keys.set(state, key)
    return key
  }

  function canonical(state: S): S {
    const key = keyOf(state)
    const same = known.get(key)
    if (same !== undefined) return same
    if (known.size >= rememberedMax) forget()
    known.set(key, state)
    return state
  }

  function forget(): void {
    known = new Map()
    after = new WeakMap()
    enabledIn = new WeakMap()
  }

  function next(state: S, step: EnabledStep<S>): S {
    const here = after.get(state)
    const remembered = here?.get(step)
    if (remembered !== undefined) return remembered
    const made = canonical(take(state, step))
    if (here === undefined) after.set(state, new Map([[step, made]]))
    else here.set(step, made)
    return made
  }

  function enabled(state: S): readonly EnabledStep<S>[] {
    const steps = enabledIn.get(state) ?? enabledSteps(model, state)
    enabledIn.set(state, steps)
    return steps
  }

  return { next, enabled, keyOf }
}
