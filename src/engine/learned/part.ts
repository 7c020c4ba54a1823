import type { Edit } from "./edit.ts"
import { absent, type Place, partsOf, splitUp } from "./place.ts"
import { type Changing, newRecord } from "./record.ts"

type Parts = Record<string, unknown>

/** A record that splits into components, as an effect sees it. */
export function newPart(edit: Edit, place: Place): Parts {
  const { catalogue, recorder } = edit

  function isThere(name: string): boolean {
    const before = edit.before(part)
    if (before !== undefined) return Object.hasOwn(before, name)
    const child = catalogue.child(place, name)
    return (edit.isOverwritten(child) ? edit.now(child) : edit.look(child)) !== absent
  }

  function partOf(name: string): unknown {
    const before = edit.before(part)
    if (before !== undefined) return before[name]
    const child = catalogue.child(place, name)
    const value = edit.isOverwritten(child) ? edit.now(child) : edit.read(child)
    if (value === absent) return undefined
    return value !== splitUp && partsOf(child, value) === undefined ? value : edit.partAt(child)
  }

  function overwrite(name: string | symbol, value: unknown): boolean {
    if (typeof name === "symbol") return false
    const before = edit.before(part)
    if (before === undefined) edit.overwrite(catalogue.child(place, name), value)
    else if (value === absent) delete before[name]
    else before[name] = value
    return true
  }

  const changing: Changing = {
    set: (_target, name, value) => overwrite(name, value),
    deleteProperty: (_target, name) => overwrite(name, absent),
  }
  const standIn = { base: (): unknown => edit.base(place), whole: (): unknown => edit.standsFor(part, place) }
  const part = newRecord(place, recorder, { isThere, partOf }, changing, standIn)
  return part
}
