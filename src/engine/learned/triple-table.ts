/** Numbers by two other numbers, in memory that is as large as what is in it. */
export interface TripleTable {
  /** 0 where there is none. */
  get(first: number, second: number): number
  /** The value may not be 0. */
  put(first: number, second: number, value: number): void
  clear(): void
  bytes(): number
}

const fullAt = 0.6
const words = 3

export function newTripleTable(): TripleTable {
  let table = new Int32Array(64 * words)
  let mask = 63
  let count = 0

  const placeOf = (first: number, second: number): number =>
    (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 7

  /** Where a pair stands, or belongs. */
  function find(first: number, second: number): number {
    let place = placeOf(first, second) & mask
    for (;;) {
      const at = place * words
      if (table[at + 2] === 0 || (table[at] === first && table[at + 1] === second)) return at
      place = (place + 1) & mask
    }
  }

  function put(first: number, second: number, value: number): void {
    const at = find(first, second)
    if (table[at + 2] === 0) count += 1
    table[at] = first
    table[at + 1] = second
    table[at + 2] = value
    if (count > (mask + 1) * fullAt) grow()
  }

  function grow(): void {
    const old = table
    table = new Int32Array(old.length * 2)
    mask = mask * 2 + 1
    count = 0
    for (let at = 0; at < old.length; at += words)
      if (old[at + 2] !== 0) put(old[at] as number, old[at + 1] as number, old[at + 2] as number)
  }

  return {
    get: (first, second) => table[find(first, second) + 2] as number,
    put,
    clear() {
      table = new Int32Array(64 * words)
      mask = 63
      count = 0
    },
    bytes: () => table.byteLength,
  }
}
