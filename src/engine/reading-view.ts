import { newViews } from "./view.ts"

/** What was read of a state, key by key, and what was read. */
export type Read = readonly (readonly [key: PropertyKey, value: unknown])[]

/** A state that takes down which of its keys are read. */
export interface ReadingView<S extends object> {
  /** Calls a function with the state, and says what it read. The function must not keep the state it is given. */
  reading<T>(state: S, ask: (state: S) => T): { readonly answer: T; readonly read: Read }
}

/** Makes a view for states that have the keys of this one, as all states of a model have. */
export function newReadingView<S extends object>(keys: readonly (keyof S & string)[]): ReadingView<S> {
  let current: S | undefined
  let read: [PropertyKey, unknown][] = []
  const viewOf = newViews((key: keyof S & string) => {
    const value = (current as S)[key]
    read.push([key, value])
    return value
  })
  const view = viewOf(keys, keys) as S
  return {
    reading(state, ask) {
      current = state
      read = []
      return { answer: ask(view), read }
    },
  }
}

/** Whether a state has what was read of another, so that a pure function of it gives the same answer. */
export function readsTheSame<S extends object>(state: S, read: Read): boolean {
  for (const [key, value] of read) if (state[key as keyof S] !== value) return false
  return true
}
