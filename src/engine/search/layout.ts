/**
 * How the numbers of a row are packed into words of 32 bits: each component has as many bits as its values need, and one
 * that never changed has none.
 */
export interface Layout {
  /** Words of a packed row. */
  readonly words: number
  /** The components that have bits. */
  readonly used: Int32Array
  /** By component: the word, how far its bits are from the word's end, and the largest number that fits. */
  readonly word: Int32Array
  readonly shift: Int32Array
  readonly most: Int32Array
}

/** Lays out components of these widths, in bits; the widest first, each into the first word that has room. */
export function newLayout(widths: ArrayLike<number>): Layout {
  const slots = Array.from({ length: widths.length }, (_, slot) => slot)
  const word = new Int32Array(widths.length)
  const shift = new Int32Array(widths.length)
  const most = new Int32Array(widths.length)
  const filled: number[] = []
  const widthOf = (slot: number) => widths[slot] as number
  const used = slots.filter((slot) => widthOf(slot) > 0)
  for (const slot of used.toSorted((a, b) => widthOf(b) - widthOf(a) || a - b)) {
    const width = widthOf(slot)
    const fits = filled.findIndex((bits) => bits + width <= 32)
    const at = fits === -1 ? filled.push(0) - 1 : fits
    word[slot] = at
    shift[slot] = filled[at] as number
    most[slot] = 2 ** width - 1
    filled[at] = (filled[at] as number) + width
  }
  return { words: filled.length, used: Int32Array.from(used), word, shift, most }
}

/** Bits that a component with so many values gets, and some to grow. */
const widthFor = (values: number): number =>
  values <= 1 ? 0 : Math.min(31, Math.ceil(Math.log2(values + (values >> 2))))

/** Widths under which the present numbers of values fit: what is nearly full gets more room at the same time. */
export function grownWidths(widths: ArrayLike<number>, counts: readonly number[]): Int32Array {
  return Int32Array.from(counts, (count, slot) => Math.max(widths[slot] ?? 0, widthFor(count)))
}

/** Takes a packed row apart; components without bits keep what `row` holds, which is 0. */
export function unpack({ used, word, shift, most }: Layout, words: Int32Array, at: number, row: Int32Array): void {
  for (let i = 0; i < used.length; i += 1) {
    const slot = used[i] as number
    row[slot] = ((words[at + (word[slot] as number)] as number) >>> (shift[slot] as number)) & (most[slot] as number)
  }
}

/** Packs a row. Every number fits: whoever makes rows asks `most` first. */
export function pack(
  { used, words: length, word, shift }: Layout,
  row: Int32Array,
  words: Int32Array,
  at: number,
): void {
  words.fill(0, at, at + length)
  for (let i = 0; i < used.length; i += 1) {
    const slot = used[i] as number
    const to = at + (word[slot] as number)
    words[to] = (words[to] as number) | ((row[slot] as number) << (shift[slot] as number))
  }
}

/** Packs rows anew, from one layout to another; the source and the target may not overlap. */
export function repack(
  from: Layout,
  to: Layout,
  source: Int32Array,
  target: Int32Array,
  count: number,
  step: { readonly from: number; readonly to: number; readonly head: number },
): void {
  const row = new Int32Array(to.word.length)
  for (let i = 0; i < count; i += 1) {
    const [a, b] = [i * step.from, i * step.to]
    for (let word = 0; word < step.head; word += 1) target[b + word] = source[a + word] as number
    unpack(from, source, a + step.head, row)
    pack(to, row, target, b + step.head)
  }
}
