import { isObject } from "../data.ts"
import type { Catalogue } from "./catalogue.ts"
import { absent, type Place, partsOf, splitUp } from "./place.ts"
import type { Recorder } from "./reading.ts"

type Parts = Record<string, unknown>

/** A component that an effect has changed in place. */
interface Changed {
  readonly slot: number
  readonly value: unknown
}

/** One run of an effect: which components it was handed, and which parts it was that it overwrote. */
export interface Edit {
  readonly catalogue: Pick<Catalogue<object>, "child">
  readonly recorder: Recorder
  /** Begins, with the record into which the components go that are asked for; `open` gets the draft of that. */
  begin(): Parts
  open(draft: Parts): void
  /** Puts what was overwritten into the draft, so that what is in it is finished too; `end` gets the finished record. */
  close(): void
  end(after: Parts): void
  /** The value of a component of the row, which is noted as read. */
  look(place: Place): unknown
  /** The same, handed out as a draft. */
  read(place: Place): unknown
  /** Gives a part a new value as a whole, or `absent`. */
  overwrite(place: Place, value: unknown): void
  /** Whether a part was overwritten, by itself or as a part of something larger. */
  isOverwritten(place: Place): boolean
  /** The present value of a part that was overwritten, or `absent`. */
  now(place: Place): unknown
  overwritten(): Iterable<Place>
  changed(): Iterable<Changed>
  /** The record that stands for a part of the state which splits; another one once that part was overwritten. */
  partAt(place: Place): Parts
  /** What was there before the effect, which is noted as read. */
  base(place: Place): unknown
  /** What a record stands for in the end, where it was put into something new. */
  standsFor(part: Parts, place: Place): unknown
  /** What a record stands for whose part was overwritten after the effect had been given it: what was there before. */
  before(part: Parts): Parts | undefined
}

/** What an overwritten part is called in the draft, where components are called by their names. */
const givenName = ({ name }: Place): string => `= ${name}`

export function newEdit<S extends object>(
  catalogue: Catalogue<S>,
  recorder: Recorder,
  newPart: (edit: Edit, place: Place) => Parts,
): Edit {
  const behind = new WeakMap<object, Place>()
  const parts = new Map<Place, Parts>()
  /** The parts that this effect was given. */
  const handed = new Set<Place>()
  /** What was there, by the record that stood for it. */
  const replaced = new Map<Parts, Parts>()
  /** The values of parts that were overwritten as a whole; of several on one path, that of the outermost. */
  const given = new Map<Place, unknown>()
  const overwritten = new Set<Place>()
  let components: Parts = {}
  let draft: Parts = {}

  function look({ slot }: Place): unknown {
    recorder.note(slot)
    return catalogue.valueOf(slot, recorder.row[slot] ?? 0)
  }

  function read(place: Place): unknown {
    const { name } = place
    const value = look(place)
    if (!isObject(value)) return value
    if (!(name in components)) {
      components[name] = value
      if (!(name in draft)) draft[name] = value
    }
    return draft[name]
  }

  /** Notes that a part has a new value, together with everything below it. */
  function mark(place: Place, value: unknown): void {
    overwritten.add(place)
    if (place.levels === 0) return
    const parts = partsOf(place, value)
    recorder.listed.add(place)
    for (const name of Object.keys(parts ?? {})) catalogue.child(place, name)
    for (const [name, child] of place.children) {
      given.delete(child)
      mark(child, parts?.[name])
    }
  }

  /** A part that nobody knew when the whole was overwritten was overwritten with it. */
  function isOverwritten(place: Place): boolean {
    if (overwritten.has(place)) return true
    if (overwritten.size === 0 || place.parent === null || !isOverwritten(place.parent)) return false
    mark(place, now(place))
    return true
  }

  function now(place: Place): unknown {
    const { parent, path } = place
    if (given.has(place) || parent === null) return given.get(place)
    return partIn(now(parent), path.at(-1) as string)
  }

  function partAt(place: Place): Parts {
    handed.add(place)
    const known = parts.get(place)
    if (known !== undefined) return known
    const part = newPart(edit, place)
    parts.set(place, part)
    behind.set(part, place)
    return part
  }

  /** Whoever was given a part, or one below it, keeps what is there now when that is overwritten. */
  function letGo(place: Place): void {
    if (place.levels === 0 || handed.size === 0 || !isHanded(place)) return
    const record = isOverwritten(place) ? now(place) : gathered(place)
    if (isObject(record)) keep(place, record as Parts)
  }

  const isHanded = (place: Place): boolean => handed.has(place) || [...place.children.values()].some(isHanded)

  function keep(place: Place, record: Parts): void {
    const part = parts.get(place)
    if (part !== undefined && handed.delete(place)) {
      replaced.set(part, record)
      parts.delete(place)
    }
    for (const [name, child] of place.children) if (isHanded(child)) keep(child, (record[name] ?? {}) as Parts)
  }

  function overwrite(place: Place, value: unknown): void {
    const { parent, path } = place
    const kept = whole(value)
    letGo(place)
    if (parent === null || !isOverwritten(parent)) given.set(place, kept)
    else if (kept === absent) delete (now(parent) as Parts)[path.at(-1) as string]
    else (now(parent) as Parts)[path.at(-1) as string] = kept
    mark(place, kept === absent ? undefined : kept)
  }

  /** A record of ours that is put somewhere else: from then on both places have the same record, which is all read by that. */
  function whole(value: unknown): unknown {
    const place = isObject(value) ? behind.get(value) : undefined
    if (place === undefined) return value
    const old = replaced.get(value as Parts)
    if (old !== undefined) return old
    if (isOverwritten(place)) return now(place)
    const record = gathered(place)
    given.set(place, record)
    mark(place, record)
    return record
  }

  function gathered(place: Place): Parts {
    const record: Parts = {}
    recorder.listed.add(place)
    for (const name of place.names) {
      const child = place.children.get(name) as Place
      const value = isOverwritten(child) ? now(child) : read(child)
      if (value !== absent) record[name] = value === splitUp ? gathered(child) : value
    }
    return record
  }

  function base(place: Place): unknown {
    const value = place.slot < 0 ? splitUp : look(place)
    if (value !== splitUp) return value === absent ? undefined : value
    recorder.listed.add(place)
    const parts = place.names.map((name) => [name, base(place.children.get(name) as Place)] as const)
    return Object.freeze(Object.fromEntries(parts.filter(([, part]) => part !== undefined)))
  }

  const edit: Edit = {
    catalogue,
    recorder,
    begin() {
      given.clear()
      handed.clear()
      replaced.clear()
      overwritten.clear()
      components = {}
      return components
    },
    open(opened) {
      draft = opened
    },
    close() {
      for (const [place, value] of given) if (isObject(value)) draft[givenName(place)] = value
    },
    end(after) {
      draft = after
      for (const [place, value] of [...given]) {
        if (!isObject(value)) continue
        given.set(place, after[givenName(place)])
        mark(place, after[givenName(place)])
      }
    },
    look,
    base,
    read,
    overwrite,
    isOverwritten,
    now,
    overwritten: () => overwritten,
    *changed() {
      for (const slot of recorder.read) {
        const { place } = catalogue.slots[slot] as { readonly place: Place }
        const value = draft[place.name]
        if (place.name in components && value !== components[place.name] && !overwritten.has(place))
          yield { slot, value }
      }
    },
    partAt,
    standsFor: (part, place) => replaced.get(part) ?? (isOverwritten(place) ? now(place) : gathered(place)),
    before: (part) => replaced.get(part),
  }
  return edit
}

function partIn(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? (value as Parts)[name] : absent
}
