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

const seeds = { low: 0x9e3779b9, high: 0x7f4a7c15 } as const

/** Of texts that came before, as most do that name something. */
const texts = new Map<string, Hash>()
const textsMax = 20_000

function ofText(text: string): Hash {
  const known = texts.get(text)
  if (known !== undefined) return known
  const hash = { low: textHash(text, seeds.low), high: textHash(text, seeds.high) }
  if (texts.size < textsMax) texts.set(text, hash)
  return hash
}

/** Of strings that were hashed as values before, which are put down in quotation marks. */
const strings = new Map<string, Hash>()

function ofString(value: string): Hash {
  const known = strings.get(value)
  if (known !== undefined) return known
  const hash = ofText(JSON.stringify(value))
  if (strings.size < textsMax) strings.set(value, hash)
  return hash
}

/** Where one thing comes after another. */
const lowAfter = (before: number, part: number): number => mixed((Math.imul(before, 31) + part) | 0)
const highAfter = (before: number, part: number): number => mixed((Math.imul(before, 37) + part) | 0)

/** Entries from which on hashing a record or an array once more is dearer than remembering it. */
const largeFrom = 6

/**
 * Hashes plain data, the same way in every run and on every machine; the order of a record's keys does not matter. What is
 * large and frozen is hashed once, so of a large value that was made from another one only what is new is looked at.
 */
export function newHasher(): (value: unknown) => Hash {
  const known = new WeakMap<object, Hash>()
  /** The hash of what was looked at last. */
  let [low, high] = [0, 0]

  function look(value: unknown): void {
    if (typeof value === "number" && (value | 0) === value) {
      low = mixed(value ^ seeds.low)
      high = mixed(Math.imul(value, 0x85ebca6b) ^ seeds.high)
    } else if (typeof value !== "object" || value === null) {
      const hash =
        typeof value === "string"
          ? ofString(value)
          : ofText(typeof value === "symbol" ? String(value) : JSON.stringify(value))
      low = hash.low
      high = hash.high
    } else if (isPlainRecord(value)) lookAtRecord(value)
    else lookAtItems(value as readonly unknown[])
  }

  function isKnown(value: object): boolean {
    const hash = known.get(value)
    if (hash === undefined) return false
    low = hash.low
    high = hash.high
    return true
  }

  function remember(value: object): void {
    if (Object.isFrozen(value)) known.set(value, { low, high })
  }

  function lookAtItems(items: readonly unknown[]): void {
    const isLarge = items.length >= largeFrom
    if (isLarge && isKnown(items)) return
    let { low: ofLow, high: ofHigh } = ofText(`[${items.length}]`)
    for (const item of items) {
      look(item)
      ofLow = lowAfter(ofLow, low)
      ofHigh = highAfter(ofHigh, high)
    }
    low = ofLow
    high = ofHigh
    if (isLarge) remember(items)
  }

  function lookAtRecord(record: Readonly<Record<string, unknown>>): void {
    const names = Object.keys(record)
    const isLarge = names.length >= largeFrom
    if (isLarge && isKnown(record)) return
    let [ofLow, ofHigh] = [0, 0]
    for (const name of names) {
      const key = ofText(name)
      look(record[name])
      ofLow = (ofLow + lowAfter(key.low, low)) | 0
      ofHigh = (ofHigh + highAfter(key.high, high)) | 0
    }
    const begin = ofText("{}")
    low = lowAfter(begin.low, ofLow)
    high = highAfter(begin.high, ofHigh)
    if (isLarge) remember(record)
  }

  return (value) => {
    look(value)
    return { low, high }
  }
}

/** The hash of a value at a place. */
export function hashAt(place: string, { low, high }: Hash): Hash {
  const at = ofText(place)
  return { low: lowAfter(at.low, low), high: highAfter(at.high, high) }
}
