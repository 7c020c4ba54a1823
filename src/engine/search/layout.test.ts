import fc from "fast-check"
import { expect, test } from "vitest"
import { grownWidths, type Layout, newLayout, pack, repack, unpack } from "./layout.ts"

const widths = fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 40 })

/** Numbers that fit into components of these widths: the largest, the smallest, and some between. */
const rowOf = (sizes: readonly number[]): fc.Arbitrary<Int32Array> =>
  fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: 2 ** size - 1 }))).map((row) => Int32Array.from(row))

const widthsAndRow = widths.chain((sizes) => fc.tuple(fc.constant(sizes), rowOf(sizes)))

const unpacked = (layout: Layout, words: Int32Array, at: number): Int32Array => {
  const row = new Int32Array(layout.word.length)
  unpack(layout, words, at, row)
  return row
}

test("a row that is packed and taken apart is the same", () => {
  const check = fc.property(widthsAndRow, fc.nat(3), ([sizes, row], at) => {
    const layout = newLayout(sizes)
    const words = new Int32Array(layout.words + at + 1).fill(-1)
    pack(layout, row, words, at)
    expect(unpacked(layout, words, at)).toEqual(row)
    expect([...words.subarray(0, at), words[at + layout.words]].every((word) => word === -1)).toBe(true)
  })
  fc.assert(check, { seed: 1, numRuns: 300 })
})

test("components share words, and do not overlap", () => {
  const check = fc.property(widths, (sizes) => {
    const { words, used, word, shift, most } = newLayout(sizes)
    const bits = sizes.flatMap((size, slot) =>
      Array.from({ length: size }, (_, bit) => (word[slot] as number) * 32 + (shift[slot] as number) + bit),
    )
    expect(new Set(bits).size).toBe(bits.length)
    expect(Math.max(-1, ...bits)).toBeLessThan(words * 32)
    expect([...used]).toEqual(sizes.flatMap((size, slot) => (size > 0 ? [slot] : [])))
    expect([...most]).toEqual(sizes.map((size) => 2 ** size - 1))
  })
  fc.assert(check, { seed: 2, numRuns: 200 })
})

test("small components fill words to the last bit", () => {
  expect(newLayout(Array.from({ length: 32 }, () => 1)).words).toBe(1)
  expect(newLayout([31, 1, 16, 8, 8]).words).toBe(2)
  expect(newLayout([0, 0]).words).toBe(0)
  expect(newLayout([]).words).toBe(0)
})

test("rows that are packed anew are the same rows, with what stands before them", () => {
  const check = fc.property(
    widthsAndRow.chain(([sizes, first]) =>
      fc.record({
        sizes: fc.constant(sizes),
        rows: fc.array(rowOf(sizes), { maxLength: 5 }).map((rows) => [first, ...rows]),
        more: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
        head: fc.nat(3),
      }),
    ),
    ({ sizes, rows, more, head }) => {
      const from = newLayout(sizes)
      const to = newLayout([...sizes.map((size, slot) => Math.min(31, size + (more[slot] ?? 0))), ...more])
      const step = { from: head + from.words, to: head + to.words, head }
      const source = new Int32Array(rows.length * step.from)
      for (const [index, row] of rows.entries()) {
        source.fill(index, index * step.from, index * step.from + head)
        pack(from, row, source, index * step.from + head)
      }
      const target = new Int32Array(rows.length * step.to)
      repack(from, to, source, target, rows.length, step)
      for (const [index, row] of rows.entries()) {
        const at = index * step.to
        expect([...target.subarray(at, at + head)]).toEqual(Array.from({ length: head }, () => index))
        expect([...unpacked(to, target, at + head)]).toEqual([...row, ...more.map(() => 0)])
      }
    },
  )
  fc.assert(check, { seed: 3, numRuns: 200 })
})

test("widths grow, never shrink, and leave room for more values", () => {
  expect([...grownWidths([], [1, 2, 3, 4, 5])]).toEqual([0, 1, 2, 3, 3])
  expect([...grownWidths([7], [3, 2])]).toEqual([7, 1])
  const counts = fc.array(fc.integer({ min: 1, max: 2 ** 30 }), { minLength: 1, maxLength: 6 })
  const check = fc.property(counts, counts, (before, after) => {
    const old = grownWidths([], before)
    const grown = grownWidths(old, after)
    for (const [slot, count] of after.entries()) {
      expect(grown[slot]).toBeGreaterThanOrEqual(old[slot] ?? 0)
      expect(2 ** (grown[slot] as number)).toBeGreaterThanOrEqual(count)
      expect(grown[slot]).toBeLessThanOrEqual(31)
    }
  })
  fc.assert(check, { seed: 4, numRuns: 200 })
})
