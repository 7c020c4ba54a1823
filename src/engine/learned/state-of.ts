import type { Catalogue } from "./catalogue.ts"
import { absent, type Place, splitUp } from "./place.ts"

/** What a key that splits was made of when it was made last. */
interface Made {
  /** How many components there were then. */
  readonly components: number
  readonly slots: readonly number[]
  readonly numbers: readonly number[]
  readonly record: Readonly<Record<string, unknown>>
}

/** Makes the plain, frozen value of one key of a row. What is the same as the last time is the same object. */
function newKeyOf<S extends object>(catalogue: Catalogue<S>): (place: Place, row: Int32Array) => unknown {
  const known = new Map<Place, Made>()

  function at({ slot }: Place, row: Int32Array): unknown {
    return catalogue.valueOf(slot, row[slot] ?? 0)
  }

  function keyOf(place: Place, row: Int32Array): unknown {
    if (place.levels === 0) return at(place, row)
    const last = known.get(place)
    const slots = last?.components === catalogue.slots.length ? last.slots : slotsBelow(place)
    if (last?.slots === slots && isSame(last, row)) return last.record
    const made: Made = {
      components: catalogue.slots.length,
      slots,
      numbers: slots.map((slot) => row[slot] ?? 0),
      record: recordOf(place, row),
    }
    known.set(place, made)
    return made.record
  }

  function recordOf(place: Place, row: Int32Array): Readonly<Record<string, unknown>> {
    const record: Record<string, unknown> = {}
    for (const name of place.names) {
      const child = place.children.get(name) as Place
      const value = at(child, row)
      if (value !== absent) record[name] = value === splitUp ? recordOf(child, row) : value
    }
    return Object.freeze(record)
  }

  return keyOf
}

function isSame({ slots, numbers }: Made, row: Int32Array): boolean {
  for (let at = 0; at < slots.length; at += 1) if ((row[slots[at] as number] ?? 0) !== numbers[at]) return false
  return true
}

/** Makes the plain, frozen state that a row stands for. */
export function newStateOf<S extends object>(catalogue: Catalogue<S>): (row: Int32Array) => S {
  const keyOf = newKeyOf(catalogue)
  return (row) => {
    const state: Record<string, unknown> = {}
    for (const [key, place] of catalogue.top) state[key] = keyOf(place, row)
    return Object.freeze(state) as S
  }
}

function slotsBelow(place: Place): number[] {
  return [...place.children.values()].flatMap((child) => [child.slot, ...slotsBelow(child)])
}
