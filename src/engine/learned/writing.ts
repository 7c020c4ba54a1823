import type { Draft } from "immer"
import { changed } from "../draft/index.ts"
import { immerState, inImmersWords } from "../draft/symbols.ts"
import type { Catalogue } from "./catalogue.ts"
import { newEdit } from "./edit.ts"
import { newPart } from "./part.ts"
import { partsOf, splitUp } from "./place.ts"
import type { Recorder } from "./reading.ts"

/** Pairs of a component and the number of its new value. */
export type Writes = readonly number[]

/** Runs effects on the state that a recorder's row stands for, and tells what they write. */
export interface Writer<S> {
  /** What is read goes to the recorder; a component that is overwritten without being read is no read. */
  write(effect: (draft: Draft<S>) => void): Writes
}

/**
 * An effect sees a draft of our own for the state and its records that split, which takes down what is read and what is
 * overwritten. The components themselves are handed out as plain drafts, all in one flat draft of those that were asked
 * for: so an effect costs what it touches, however large the state is.
 */
export function newWriter<S extends object>(catalogue: Catalogue<S>, recorder: Recorder): Writer<S> {
  const edit = newEdit(catalogue, recorder, newPart)
  const root = {}
  for (const [key, place] of catalogue.top) {
    Object.defineProperty(root, key, {
      enumerable: true,
      get: () => {
        if (place.levels > 0) return edit.partAt(place)
        return edit.isOverwritten(place) ? edit.now(place) : edit.read(place)
      },
      set: (value: unknown) => edit.overwrite(place, value),
    })
  }
  const base = () => Object.fromEntries(Array.from(catalogue.top, ([key, place]) => [key, edit.base(place)]))
  Object.defineProperty(root, immerState, { value: inImmersWords(base, true) })
  Object.seal(root)

  /** What was overwritten, and what was read and is another value now; nothing else can have changed. */
  function writes(): Writes {
    const found: number[] = []
    for (const place of edit.overwritten()) {
      const value = edit.now(place)
      const kept = partsOf(place, value) === undefined ? value : splitUp
      if (place.slot >= 0) found.push(place.slot, catalogue.numberOf(place.slot, kept))
    }
    for (const { slot, value } of edit.changed()) found.push(slot, catalogue.numberOf(slot, value))
    return found
  }

  return {
    write(effect) {
      const components = edit.begin()
      const after = changed(components, (draft) => {
        edit.open(draft)
        effect(root as Draft<S>)
        edit.close()
      })
      edit.end(after)
      return writes()
    },
  }
}
