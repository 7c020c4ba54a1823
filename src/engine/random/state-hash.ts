import { isPlainRecord } from "../intern.ts"
import { type Hash, hashAt, newHasher } from "../learned/hash.ts"
import { absent, levelsFor, splitUp } from "../learned/place.ts"
import type { Model } from "../model.ts"

/** Two hashes of a state that changes: those which its row has, without making the row. */
export interface StateHash<S> {
  low: number
  high: number
  /** Goes back to the initial state. */
  begin(): void
  change(before: S, after: S): void
}

const none: Hash = { low: 0, high: 0 }

export function newStateHash<S extends object>({ initial, components }: Model<S>): StateHash<S> {
  const hashOf = newHasher()
  const initially = new Map<string, Hash>()
  const hash: StateHash<S> = { low: 0, high: 0, begin, change }

  function begin(): void {
    hash.low = 0
    hash.high = 0
  }

  function change(before: S, after: S): void {
    for (const key of Object.keys(components) as (keyof S & string)[])
      changeAt(key, levelsFor(components[key]), true, before[key], after[key])
  }

  /** The hash of a component's value, which is 0 for the one it has at the start. */
  function componentHash(name: string, value: unknown): Hash {
    const { low, high } = hashOf(value)
    const start = initially.get(name) ?? hashOf(initialAt(name))
    initially.set(name, start)
    return start.low === low && start.high === high ? none : hashAt(name, { low, high })
  }

  function initialAt(name: string): unknown {
    const place = paths.get(name) ?? []
    let part: unknown = initial
    for (const [index, step] of place.entries()) {
      if (!isPlainRecord(part) || !Object.hasOwn(part, step)) return absent
      part = part[step]
      if (index === place.length - 1 && isSplit(place, part)) return splitUp
    }
    return part
  }

  const paths = new Map<string, readonly string[]>()

  function isSplit(place: readonly string[], value: unknown): boolean {
    const levels = levelsFor(components[place[0] as keyof S]) - (place.length - 1)
    return levels > 0 && isPlainRecord(value)
  }

  function changeAt(name: string, levels: number, isKey: boolean, old: unknown, value: unknown): void {
    if (old === value) return
    const [oldParts, parts] = [
      levels > 0 && isPlainRecord(old) ? old : null,
      levels > 0 && isPlainRecord(value) ? value : null,
    ]
    if (!isKey || levels === 0) {
      swap(name, oldParts === null ? old : splitUp, parts === null ? value : splitUp)
    }
    if (levels === 0) return
    const names = new Set([...Object.keys(oldParts ?? {}), ...Object.keys(parts ?? {})])
    for (const part of names) {
      const below = `${name}.${part}`
      if (!paths.has(below)) paths.set(below, [...(paths.get(name) ?? [name]), part])
      changeAt(below, levels - 1, false, partOf(oldParts, part), partOf(parts, part))
    }
  }

  function swap(name: string, old: unknown, value: unknown): void {
    if (old === value) return
    const [from, to] = [componentHash(name, old), componentHash(name, value)]
    hash.low ^= from.low ^ to.low
    hash.high ^= from.high ^ to.high
  }

  for (const key of Object.keys(components)) paths.set(key, [key])
  return hash
}

const partOf = (parts: Readonly<Record<string, unknown>> | null, name: string): unknown =>
  parts !== null && Object.hasOwn(parts, name) ? parts[name] : absent
