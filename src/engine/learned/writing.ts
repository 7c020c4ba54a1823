import { type Draft, Immer } from "immer"
import { isPlainRecord } from "../intern.ts"
import type { Catalogue } from "./catalogue.ts"
import { absent, type Place, partsOf, splitUp } from "./place.ts"
import type { Recorder } from "./reading.ts"
import { newKeyOf } from "./state-of.ts"

const { produce } = new Immer({ autoFreeze: true })

/** Pairs of a component and the number of its new value. */
export type Writes = readonly number[]

type Parts = Record<string, unknown>

/** Runs effects on the state that a recorder's row stands for, and tells what they write. */
export interface Writer<S> {
  /** What is read goes to the recorder; a component that is overwritten without being read is no read. */
  write(effect: (draft: Draft<S>) => void): Writes
}

/**
 * An effect works on an immer draft of the plain state. Between the two stands a draft of our own for the state and its
 * records that split, which takes down what is read and what is overwritten; components are handed out as immer's drafts.
 */
export function newWriter<S extends object>(catalogue: Catalogue<S>, recorder: Recorder): Writer<S> {
  const keyOf = newKeyOf(catalogue)
  const behind = new WeakMap<object, Place>()
  const overwritten = new Set<Place>()
  /** The state, as far as it was asked for, and immer's draft of that. */
  let before: Parts = {}
  let current: Parts = {}

  /** Immer's draft of a key: it is put into the draft only now, so that nothing is made of keys that nobody wants. */
  function draftOfKey(key: string): unknown {
    if (!(key in before)) {
      before[key] = keyOf(catalogue.top.get(key) as Place, recorder.row)
      if (!(key in current)) current[key] = before[key]
    }
    return current[key]
  }

  /** Immer's draft of the record at a place. */
  function draftOf({ path }: Place): Parts {
    let draft = draftOfKey(path[0] as string) as Parts
    for (let at = 1; at < path.length; at += 1) draft = draft[path[at] as string] as Parts
    return draft
  }

  /** A piece of ours that is put somewhere in the state is the draft behind it, all of which is read by that. */
  function plain(value: unknown): unknown {
    const place = typeof value === "object" && value !== null ? behind.get(value) : undefined
    if (place === undefined) return value
    readAll(place)
    return draftOf(place)
  }

  function read(place: Place): unknown {
    recorder.note(place.slot)
    return catalogue.valueOf(place.slot, recorder.row[place.slot] ?? 0)
  }

  function readAll(place: Place): void {
    recorder.listed.add(place)
    for (const child of place.children.values()) {
      if (!overwritten.has(child)) read(child)
      readAll(child)
    }
  }

  /** Notes that a part is given a value as a whole, together with everything below it. */
  function overwrite(place: Place, value: unknown): void {
    overwritten.add(place)
    if (place.levels === 0) return
    const parts = partsOf(place, value)
    recorder.listed.add(place)
    for (const name of Object.keys(parts ?? {})) catalogue.child(place, name)
    for (const [name, child] of place.children) overwrite(child, parts?.[name])
  }

  /** The value at a place of a state, or `absent`. */
  function valueAt(place: Place, state: Parts): unknown {
    let part: unknown = state
    for (const name of place.path) {
      if (!isPlainRecord(part) || !Object.hasOwn(part, name)) return absent
      part = part[name]
    }
    return partsOf(place, part) === undefined ? part : splitUp
  }

  /** What was overwritten, and what was read and is another value now; nothing else can have changed. */
  function writesOf(after: Parts): Writes {
    const writes: number[] = []
    for (const place of overwritten)
      if (place.slot >= 0) writes.push(place.slot, catalogue.numberOf(place.slot, valueAt(place, after)))
    for (const slot of recorder.read) {
      const { place } = catalogue.slots[slot] as { readonly place: Place }
      const value = (place.path[0] as string) in after ? valueAt(place, after) : undefined
      if (overwritten.has(place) || value === undefined || value === valueAt(place, before)) continue
      writes.push(slot, catalogue.numberOf(slot, value))
    }
    return writes
  }

  const parts: PartContext = { catalogue, recorder, overwritten, read, overwrite, plain, draftOf, behind }
  const root = {}
  for (const [key, place] of catalogue.top) {
    const part = place.levels > 0 ? newPart(parts, place) : undefined
    Object.defineProperty(root, key, {
      enumerable: true,
      get: () => {
        if (part !== undefined) return part
        if (!overwritten.has(place)) read(place)
        return draftOfKey(key)
      },
      set: (value: unknown) => {
        overwrite(place, plain(value))
        draftOfKey(key)
        current[key] = plain(value)
      },
    })
  }
  Object.seal(root)

  return {
    write(effect) {
      overwritten.clear()
      before = {}
      const after = produce(before, (draft) => {
        current = draft
        effect(root as Draft<S>)
      })
      current = {}
      return writesOf(after)
    },
  }
}

/** What the records of our own draft share. */
interface PartContext {
  readonly catalogue: Pick<Catalogue<object>, "child">
  readonly recorder: Recorder
  readonly overwritten: ReadonlySet<Place>
  readonly read: (place: Place) => unknown
  readonly overwrite: (place: Place, value: unknown) => void
  readonly plain: (value: unknown) => unknown
  readonly draftOf: (place: Place) => Parts
  readonly behind: WeakMap<object, Place>
}

/** A record that splits, as an effect sees it. */
function newPart(context: PartContext, place: Place): Parts {
  const { catalogue, recorder, overwritten, read, overwrite, plain, draftOf, behind } = context
  const below = new Map<string, Parts>()

  /** Whether a part was overwritten; one that nobody knew when the whole was overwritten was overwritten with it. */
  function isOverwritten(child: Place, name: string): boolean {
    if (!overwritten.has(child) && overwritten.has(place)) overwrite(child, draftOf(place)[name])
    return overwritten.has(child)
  }

  function isThere(name: string): boolean {
    const child = catalogue.child(place, name)
    return isOverwritten(child, name) ? name in draftOf(place) : read(child) !== absent
  }

  function partOf(name: string): unknown {
    const child = catalogue.child(place, name)
    if (!isOverwritten(child, name)) read(child)
    const value = draftOf(place)[name]
    if (child.levels === 0 || partsOf(child, value) === undefined) return value
    const known = below.get(name) ?? newPart(context, child)
    below.set(name, known)
    return known
  }

  const part = new Proxy<Parts>(
    {},
    {
      get: (target, name) =>
        typeof name === "symbol" || (name in target && !place.children.has(name))
          ? Reflect.get(target, name)
          : partOf(name),
      set: (_target, name, value) => {
        if (typeof name === "symbol") return false
        overwrite(catalogue.child(place, name), plain(value))
        draftOf(place)[name] = plain(value)
        return true
      },
      deleteProperty: (_target, name) => {
        if (typeof name === "symbol") return false
        overwrite(catalogue.child(place, name), undefined)
        delete draftOf(place)[name]
        return true
      },
      has: (_target, name) => typeof name === "string" && isThere(name),
      ownKeys: () => {
        recorder.listed.add(place)
        return place.names.filter(isThere)
      },
      getOwnPropertyDescriptor: (_target, name) =>
        typeof name === "string" && isThere(name)
          ? { configurable: true, enumerable: true, writable: true, value: partOf(name) }
          : undefined,
    },
  )
  behind.set(part, place)
  return part
}
