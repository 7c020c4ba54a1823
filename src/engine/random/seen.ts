/** Counts distinct states by 64 bits of hash, up to a limit. */
export interface Seen {
  add(low: number, high: number): void
  count(): number
  isFull(): boolean
}

/** The table is made larger when more than this part of it is in use. */
const fullAt = 0.6

export function newSeen(most: number): Seen {
  let table = new Int32Array(2 ** 12)
  let count = 0

  function put(low: number, high: number): boolean {
    const mask = table.length - 1
    let at = (low * 2) & mask
    for (;;) {
      const second = table[at + 1] as number
      if (second === 0) {
        table[at] = low
        table[at + 1] = high
        return true
      }
      if (second === high && table[at] === low) return false
      at = (at + 2) & mask
    }
  }

  function grow(): void {
    const old = table
    table = new Int32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) put(old[at] as number, old[at + 1] as number)
  }

  return {
    add(low, high) {
      if (count >= most || !put(low, high || 1)) return
      count += 1
      if (count * 2 > table.length * fullAt) grow()
    },
    count: () => count,
    isFull: () => count >= most,
  }
}
