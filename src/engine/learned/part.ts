import type { Edit } from "./edit.ts"
import { absent, type Place, partsOf, splitUp } from "./place.ts"
import { type Changing, newRecord } from "./record.ts"

type Parts = Record<string, unknown>

/** A record that splits into components, as an effect sees it. */
export function newPart(edit: Edit, place: Place): Parts {
  const { catalogue, recorder } = edit
  const below = new Map<string, Parts>()

  function isThere(name: string): boolean {
    const child = catalogue.child(place, name)
    return (edit.isOverwritten(child) ? edit.now(child) : edit.look(child)) !== absent
  }

  function partOf(name: string): unknown {
    const child = catalogue.child(place, name)
    const value = edit.isOverwritten(child) ? edit.now(child) : edit.read(child)
    if (value === absent) return undefined
    if (value !== splitUp && partsOf(child, value) === undefined) return value
    const known = below.get(name) ?? newPart(edit, child)
    below.set(name, known)
    return known
  }

  function overwrite(name: string | symbol, value: unknown): boolean {
    if (typeof name === "symbol") return false
    edit.overwrite(catalogue.child(place, name), value)
    return true
  }

  const changing: Changing = {
    set: (_target, name, value) => overwrite(name, value),
    deleteProperty: (_target, name) => overwrite(name, absent),
  }
  const part = newRecord(place, recorder, { isThere, partOf }, changing, true)
  edit.standsFor(part, place)
  return part
}
