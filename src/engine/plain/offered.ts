import type { Action, EnabledStep, Model } from "../model.ts"
import { brokenAction, enabledOf, staticStepsOf } from "../walk.ts"
import type { Readers } from "./readers.ts"

/** What an action offers: its steps that can be taken, looked for again only where something that their guards read has changed. */
export interface Offered<S> {
  /** The steps that can be taken now, in the order of choices. */
  now(): readonly EnabledStep<S>[]
}

/** How many readers an action needs: one for each choice, or one for all where they depend on the state. */
export const readersOf = <S>({ choices }: Action<S>): number => (typeof choices === "function" ? 1 : choices.length)

/** The offers of an action whose readers are those from `first` on. */
function offeredBy<S extends object>(action: Action<S>, view: S, readers: Readers, first: number): Offered<S> {
  const { choices } = action
  return typeof choices === "function"
    ? together(action, view, readers, first)
    : oneByOne(action, staticStepsOf(action, choices), view, readers, first)
}

function together<S extends object>(action: Action<S>, view: S, readers: Readers, reader: number): Offered<S> {
  let steps: readonly EnabledStep<S>[] = []
  return {
    now() {
      if (readers.isStale[reader] === 1) steps = readers.look(reader, () => enabledOf([action], view))
      return steps
    },
  }
}

function oneByOne<S extends object>(
  action: Action<S>,
  all: readonly EnabledStep<S>[],
  view: S,
  readers: Readers,
  first: number,
): Offered<S> {
  const isEnabled = new Uint8Array(all.length)
  let steps: readonly EnabledStep<S>[] = []

  function look(index: number): number {
    const { choice } = all[index] as EnabledStep<S>
    try {
      return readers.look(first + index, () => action.guard(view, choice)) ? 1 : 0
    } catch (cause) {
      throw brokenAction(action, "guard", choice, cause)
    }
  }

  return {
    now() {
      let isSame = true
      for (let index = 0; index < all.length; index += 1) {
        if (readers.isStale[first + index] === 0) continue
        const now = look(index)
        if (now === isEnabled[index]) continue
        isEnabled[index] = now
        isSame = false
      }
      if (!isSame) steps = all.filter((_, index) => isEnabled[index] === 1)
      return steps
    },
  }
}

/** The offers of all actions of a model; `first` is the reader to begin with. */
export function offersOf<S extends object>(
  { actions }: Model<S>,
  view: S,
  readers: Readers,
  first: number,
): readonly Offered<S>[] {
  let next = first
  return actions.map((action) => {
    const offered = offeredBy(action, view, readers, next)
    next += readersOf(action)
    return offered
  })
}
