import { QuorateError } from "../../errors.ts"
import type { Catalogue } from "./catalogue.ts"
import { absent, type Place, splitUp } from "./place.ts"
import { type Changing, newRecord } from "./record.ts"

/** Takes down what of a state is read, component by component, in the order in which it is first read. */
export interface Recorder {
  /** The row that is read now. */
  row: Int32Array
  /** The components read so far, as positions: see `Reader`. */
  readonly read: number[]
  /** The places whose names were listed, so that a component that comes later would have been read too. */
  readonly listed: Set<Place>
  /** Forgets what was read, and lets a row be read until `end`. */
  begin(row: Int32Array): void
  end(): void
  /** Takes down a position. */
  note(position: number): void
}

/** A state as a model sees it: plain data that takes down what is read. */
export interface Reader<S> {
  readonly state: S
}

/** Where a component stands in a row that is read: a step property reads two states at once. */
export interface Side {
  readonly times: number
  readonly plus: number
}

export function newRecorder(): Recorder {
  const listed = new Set<Place>()
  const read: number[] = []
  /** By position: the last asking in which it was read. */
  const seen: number[] = []
  let asking = 0
  let isOpen = false
  const recorder: Recorder = {
    row: new Int32Array(0),
    read,
    listed,
    begin(row) {
      recorder.row = row
      read.length = 0
      listed.clear()
      asking += 1
      isOpen = true
    },
    end() {
      isOpen = false
    },
    note(position) {
      if (!isOpen)
        throw new QuorateError("BAD_MODEL", "a state was kept and read later; read it only while you are asked")
      if (seen[position] === asking) return
      seen[position] = asking
      read.push(position)
    },
  }
  return recorder
}

/** A state that can only be read; its records are made once and show whatever row the recorder holds. */
export function newReader<S extends object>(catalogue: Catalogue<S>, recorder: Recorder, side: Side): Reader<S> {
  const state = {} as S
  for (const [key, place] of catalogue.top) {
    const record = place.levels > 0 ? newReadable(catalogue, recorder, side, place) : undefined
    const get = (): unknown => record ?? valueAt(catalogue, recorder, side, place)
    Object.defineProperty(state, key, { enumerable: true, get })
  }
  return { state: Object.freeze(state) }
}

function valueAt<S extends object>(catalogue: Catalogue<S>, recorder: Recorder, side: Side, { slot }: Place): unknown {
  const position = slot * side.times + side.plus
  recorder.note(position)
  return catalogue.valueOf(slot, recorder.row[position] ?? 0)
}

/** A record that splits, as it is read. */
function newReadable<S extends object>(
  catalogue: Catalogue<S>,
  recorder: Recorder,
  side: Side,
  place: Place,
): Readonly<Record<string, unknown>> {
  const records = new Map<Place, object>()

  function partOf(name: string): unknown {
    const child = catalogue.child(place, name)
    const value = valueAt(catalogue, recorder, side, child)
    if (value === absent) return undefined
    if (value !== splitUp) return value
    const known = records.get(child) ?? newReadable(catalogue, recorder, side, child)
    records.set(child, known)
    return known
  }

  const isThere = (name: string): boolean => valueAt(catalogue, recorder, side, catalogue.child(place, name)) !== absent

  const changing: Changing = {
    set: (_target, name) => refuse(place, name),
    deleteProperty: (_target, name) => refuse(place, name),
    defineProperty: (_target, name) => refuse(place, name),
  }
  return newRecord(place, recorder, { isThere, partOf }, changing, null)
}

function refuse({ name }: Place, part: string | symbol): never {
  throw new TypeError(`${name}.${String(part)} is changed outside an effect`)
}
