import { invariant } from "../../errors.ts"
import { type Layout, pack, unpack } from "./layout.ts"

/** States in a piece of memory. */
const chunkBits = 14
const chunkStates = 2 ** chunkBits
const chunkMask = chunkStates - 1
/** The table is made larger when more than this part of it is in use. */
const fullAt = 0.7

/** How a store tells whether it has seen a state: by its row, or by 64 bits of its hash. */
export type Identity = "rows" | "fingerprints"

/** Words of the table in which a state is looked up, two an entry. */
const entryWords = 2

/**
 * The states that one thread of a search owns, in the order in which they were found. They are looked up in a table of
 * open addresses, by 32 bits of hash; where those are equal the rows are compared, so that no two states are ever taken for
 * one. When memory ends, `forgetRows` keeps only 64 bits of hash of each state, and the rows of those that still wait.
 */
export class Store {
  layout: Layout
  count = 0
  identity: Identity = "rows"
  #rows: (Int32Array | null)[] = []
  #parents: Int32Array[] = []
  #ordinals: Uint16Array[] = []
  #table = new Int32Array(1_024 * entryWords)
  #firstRow = 0

  constructor(layout: Layout) {
    this.layout = layout
  }

  /** Adds a state whose packed row begins at `at`, unless it is known; says whether it was new. */
  add(words: Int32Array, at: number, low: number, high: number, parent: number, ordinal: number): boolean {
    const found = this.#find(words, at, low, high)
    if (found >= 0) return false
    const entry = ~found
    const index = this.count
    this.#table[entry] = low
    this.#table[entry + 1] = this.identity === "rows" ? index + 1 : high || 1
    const chunk = index >> chunkBits
    if (chunk === this.#parents.length) this.#newChunk()
    const offset = index & chunkMask
    const width = this.layout.words
    const rows = this.#rows[chunk] as Int32Array
    for (let word = 0, to = offset * width; word < width; word += 1) rows[to + word] = words[at + word] as number
    ;(this.#parents[chunk] as Int32Array)[offset] = parent
    ;(this.#ordinals[chunk] as Uint16Array)[offset] = ordinal
    this.count = index + 1
    if (this.count > (this.#table.length / entryWords) * fullAt) this.#grow()
    return true
  }

  /** The number of a known state in this store, or -1. */
  indexOf(words: Int32Array, at: number, low: number): number {
    invariant(this.identity === "rows", "only rows can be looked up")
    const found = this.#find(words, at, low, 0)
    return found < 0 ? -1 : (this.#table[found + 1] as number) - 1
  }

  /** The entry of a state, or the complement of the empty one where it belongs. */
  #find(words: Int32Array, at: number, low: number, high: number): number {
    const table = this.#table
    const mask = table.length - 1
    const isExact = this.identity === "rows"
    let entry = (low * entryWords) & mask
    for (;;) {
      const second = table[entry + 1] as number
      if (second === 0) return ~entry
      if (table[entry] === low && (isExact ? this.#isAt(second - 1, words, at) : second === (high || 1))) return entry
      entry = (entry + entryWords) & mask
    }
  }

  #isAt(index: number, words: Int32Array, at: number): boolean {
    const rows = this.#rows[index >> chunkBits] as Int32Array
    const width = this.layout.words
    const from = (index & chunkMask) * width
    for (let word = 0; word < width; word += 1) if (rows[from + word] !== words[at + word]) return false
    return true
  }

  #newChunk(): void {
    this.#rows.push(new Int32Array(chunkStates * this.layout.words))
    this.#parents.push(new Int32Array(chunkStates))
    this.#ordinals.push(new Uint16Array(chunkStates))
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Int32Array(old.length * 2)
    for (let entry = 0; entry < old.length; entry += entryWords)
      if (old[entry + 1] !== 0) this.#put(old[entry] as number, old[entry + 1] as number)
  }

  #put(low: number, second: number): void {
    const table = this.#table
    const mask = table.length - 1
    let entry = (low * entryWords) & mask
    while (table[entry + 1] !== 0) entry = (entry + entryWords) & mask
    table[entry] = low
    table[entry + 1] = second
  }

  /** Whether the row of a state is still kept. */
  hasRow(index: number): boolean {
    return index >= this.#firstRow
  }

  unpack(index: number, row: Int32Array): void {
    const rows = this.#rows[index >> chunkBits]
    invariant(rows, `the row of state ${index} is gone`)
    unpack(this.layout, rows, (index & chunkMask) * this.layout.words, row)
  }

  /** Copies a packed row. */
  copyRow(index: number, words: Int32Array, at: number): void {
    const rows = this.#rows[index >> chunkBits] as Int32Array
    const width = this.layout.words
    const from = (index & chunkMask) * width
    for (let word = 0; word < width; word += 1) words[at + word] = rows[from + word] as number
  }

  parentOf(index: number): number {
    return (this.#parents[index >> chunkBits] as Int32Array)[index & chunkMask] as number
  }

  /** Which of its parent's moves led to a state. */
  ordinalOf(index: number): number {
    return (this.#ordinals[index >> chunkBits] as Uint16Array)[index & chunkMask] as number
  }

  /** Packs every row anew. */
  relayout(layout: Layout): void {
    const row = new Int32Array(layout.word.length)
    const old = this.layout
    for (const [chunk, rows] of this.#rows.entries()) {
      if (rows === null) continue
      const states = Math.min(chunkStates, this.count - chunk * chunkStates)
      const packed = new Int32Array(chunkStates * layout.words)
      for (let i = 0; i < states; i += 1) {
        unpack(old, rows, i * old.words, row)
        pack(layout, row, packed, i * layout.words)
      }
      this.#rows[chunk] = packed
    }
    this.layout = layout
  }

  /** From here on a state is known by 64 bits of hash; `hashesOf` gives them for a row. Rows before `first` are dropped. */
  forgetRows(first: number, slots: number, hashesOf: (row: Int32Array) => readonly [low: number, high: number]): void {
    if (this.identity === "rows") {
      const row = new Int32Array(slots)
      this.#table.fill(0)
      this.identity = "fingerprints"
      for (let index = 0; index < this.count; index += 1) {
        this.unpack(index, row)
        const [low, high] = hashesOf(row)
        this.#put(low, high || 1)
      }
    }
    this.dropRows(first)
  }

  /** Frees the memory of rows that nobody needs any more. */
  dropRows(first: number): void {
    const chunks = first >> chunkBits
    for (let chunk = this.#firstRow >> chunkBits; chunk < chunks; chunk += 1) this.#rows[chunk] = null
    this.#firstRow = Math.max(this.#firstRow, chunks << chunkBits)
  }

  /** Bytes in use, and how many more the next growth takes at once. */
  bytes(): number {
    const rows = this.#rows.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0)
    return rows + this.#parents.length * chunkStates * 6 + this.#table.byteLength
  }

  bytesToGrow(more: number): number {
    const chunks = Math.ceil(more / chunkStates) * chunkStates * (this.layout.words * 4 + 6)
    const isFull = this.count + more > (this.#table.length / entryWords) * fullAt
    return chunks + (isFull ? this.#table.byteLength * 2 : 0)
  }
}
