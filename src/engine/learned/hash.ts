import { isPlainRecord } from "../intern.ts"

/** Two 32-bit hashes, which together tell values apart but for chance. */
export interface Hash {
  readonly low: number
  readonly high: number
}

/** A 32-bit hash of a text (MurmurHash3 over its UTF-16 units). */
function textHash(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at += 1) {
    let unit = Math.imul(text.charCodeAt(at), 0xcc9e2d51)
    unit = (unit << 15) | (unit >>> 17)
    hash ^= Math.imul(unit, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  return mixed(hash ^ text.length)
}

/** Spreads the bits of a number, so that near ones end far apart (MurmurHash3's finaliser). */
function mixed(bits: number): number {
  let hash = bits
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const seeds = [0x9e3779b9, 0x7f4a7c15] as const

const ofText = (text: string): Hash => ({ low: textHash(text, seeds[0]), high: textHash(text, seeds[1]) })

const after = ({ low, high }: Hash, part: Hash): Hash => ({
  low: mixed((Math.imul(low, 31) + part.low) | 0),
  high: mixed((Math.imul(high, 37) + part.high) | 0),
})

/**
 * Hashes plain data, the same way in every run and on every machine; the order of a record's keys does not matter. What is
 * frozen is hashed once, so of a value that was made from another one only what is new is looked at.
 */
export function newHasher(): (value: unknown) => Hash {
  const known = new WeakMap<object, Hash>()

  function hashOf(value: unknown): Hash {
    if (typeof value === "symbol") return ofText(String(value))
    if (typeof value !== "object" || value === null) return ofText(JSON.stringify(value))
    const remembered = known.get(value)
    if (remembered !== undefined) return remembered
    const hash = isPlainRecord(value) ? ofRecord(value) : ofArray(value as readonly unknown[])
    if (Object.isFrozen(value)) known.set(value, hash)
    return hash
  }

  const ofArray = (items: readonly unknown[]): Hash =>
    items.reduce<Hash>((hash, item) => after(hash, hashOf(item)), ofText(`[${items.length}]`))

  function ofRecord(record: Readonly<Record<string, unknown>>): Hash {
    let [low, high] = [0, 0]
    for (const key in record) {
      const entry = after(ofText(key), hashOf(record[key]))
      low = (low + entry.low) | 0
      high = (high + entry.high) | 0
    }
    return after(ofText("{}"), { low, high })
  }

  return hashOf
}

/** The hash of a value at a place. */
export const hashAt = (place: string, value: Hash): Hash => after(ofText(place), value)
