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
  /** Remembers that a record which an effect can put elsewhere stands for a part of the state. */
  standsFor(record: object, place: Place): void
}

/** What an overwritten part is called in the draft, where components are called by their names. */
const givenName = ({ name }: Place): string => `= ${name}`

export function newEdit<S extends object>(catalogue: Catalogue<S>, recorder: Recorder): Edit {
  const behind = new WeakMap<object, Place>()
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
    if (typeof value !== "object" || value === null) return value
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

  function overwrite(place: Place, value: unknown): void {
    const { parent, path } = place
    const kept = whole(value)
    if (parent === null || !isOverwritten(parent)) given.set(place, kept)
    else if (kept === absent) delete (now(parent) as Parts)[path.at(-1) as string]
    else (now(parent) as Parts)[path.at(-1) as string] = kept
    mark(place, kept === absent ? undefined : kept)
  }

  /** A record of ours that is put somewhere else: from then on both places have the same record, which is all read by that. */
  function whole(value: unknown): unknown {
    const place = typeof value === "object" && value !== null ? behind.get(value) : undefined
    if (place === undefined) return value
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

  return {
    catalogue,
    recorder,
    begin() {
      given.clear()
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
    standsFor: (record, place) => behind.set(record, place),
  }
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

function partIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Parts)[name] : absent
}
