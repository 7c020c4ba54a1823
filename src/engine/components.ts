import { QuorateError } from "../errors.ts"
import { isPlainRecord, newIntern, notPlain } from "./intern.ts"
import type { Model } from "./model.ts"

/** The ids of a state's components, one per slot; 0, or nothing at the end, where the state has no such component. */
export type Row = readonly number[]

/** Tells states apart by the values of their components. Two rows of one interner are equal when the states are. */
export interface Interner<S> {
  row(state: S): Row
  /** The name of each slot (`brokers.1`), in the order in which components were first seen. */
  readonly slots: readonly string[]
}

interface Entry {
  readonly slot: number
  readonly id: number
}

/** A key of the state: the slots of its components, and the entries of the records met so far. */
interface Column {
  readonly key: string
  readonly split: "one" | "each" | "eachField"
  readonly slotOf: Map<string, number>
  readonly known: WeakMap<object, readonly Entry[]>
}

/**
 * Interns states of one model. A slot is given to a component when it is first seen, so entries of an `each` record may
 * come and go. Fails with BAD_MODEL, naming the component, on data that is not plain JSON.
 */
export function newInterner<S extends object>({
  name,
  components,
}: Pick<Model<S>, "name" | "components">): Interner<S> {
  const columns = (Object.keys(components) as (keyof S & string)[]).map((key): Column & { key: keyof S } => ({
    key,
    split: components[key],
    slotOf: new Map(),
    known: new WeakMap(),
  }))
  const { idOf } = newIntern()
  const slots: string[] = []

  function entry({ key, slotOf }: Column, part: string, value: unknown): Entry {
    const component = part === "" ? key : `${key}.${part}`
    const id = idOf(value)
    if (id === 0) throw bad(name, `${notPlain(value, component)}, and a state is plain JSON data`)
    const slot = slotOf.get(part) ?? slots.push(component) - 1
    slotOf.set(part, slot)
    return { slot, id }
  }

  function entries(column: Column, value: unknown): readonly Entry[] {
    if (column.split === "one") return [entry(column, "", value)]
    if (!isPlainRecord(value)) throw bad(name, `${column.key} is split by "${column.split}", so it must be a record`)
    return Object.keys(value).map((part) => entry(column, part, value[part]))
  }

  function remembered(column: Column, value: unknown): readonly Entry[] {
    const isShared = typeof value === "object" && value !== null && Object.isFrozen(value)
    if (!isShared) return entries(column, value)
    const known = column.known.get(value) ?? entries(column, value)
    column.known.set(value, known)
    return known
  }

  function row(state: S): Row {
    if (Object.keys(state).length !== columns.length) throw bad(name, keysDiffer(columns, state))
    const ids: number[] = new Array(slots.length).fill(0)
    for (const column of columns) for (const found of remembered(column, state[column.key])) put(ids, found)
    return ids
  }

  return { row, slots }
}

/** A row may grow by slots that were given out while it was made. */
function put(ids: number[], { slot, id }: Entry): void {
  while (ids.length <= slot) ids.push(0)
  ids[slot] = id
}

/** A text that is equal for two rows exactly when the rows are; slots that came later do not change it. */
export function rowKey(row: Row): string {
  let key = ""
  for (let slot = 0, length = used(row); slot < length; slot += 1) {
    const id = row[slot] as number
    key += String.fromCharCode(id & 0xffff, id >>> 16)
  }
  return key
}

/** A 53-bit hash, for counting states in little memory. Unequal rows may share it, so nothing is judged by it. */
export function rowHash(row: Row): number {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (let slot = 0, length = used(row); slot < length; slot += 1) {
    const id = row[slot] as number
    low = Math.imul(low ^ id, 0x9e3779b1)
    high = Math.imul(high ^ id, 0x5f356495)
    low ^= low >>> 15
    high ^= high >>> 13
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0)
}

function used(row: Row): number {
  let length = row.length
  while (length > 0 && row[length - 1] === 0) length -= 1
  return length
}

function keysDiffer(columns: readonly Column[], state: object): string {
  const keys = columns.map(({ key }) => key)
  const extra = Object.keys(state).filter((key) => !keys.includes(key))
  const missing = keys.filter((key) => !(key in state))
  const parts = [
    ...extra.map((key) => `${key} is in the state only`),
    ...missing.map((key) => `${key} is in components only`),
  ]
  return `a state has the keys that components names: ${parts.join(", ")}`
}

function bad(model: string, message: string): QuorateError {
  return new QuorateError("BAD_MODEL", `model ${model}: ${message}`)
}
