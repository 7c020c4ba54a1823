import fc from "fast-check"
import { expect, test } from "vitest"
import { sharedLog, textAt, textWords } from "./shared-log.ts"

const logOf = (words: number) => sharedLog(new Int32Array(new SharedArrayBuffer(words * 4)))

test("what is written is read by all, in the order in which it was written", () => {
  const memory = new Int32Array(new SharedArrayBuffer(400))
  const [writer, reader] = [sharedLog(memory), sharedLog(memory)]
  expect(writer.append([1, -2, 2 ** 31 - 1])).toBe(true)
  expect(writer.append([])).toBe(true)
  expect(writer.append([-(2 ** 31)])).toBe(true)
  expect(Array.from({ length: reader.length() }, (_, index) => reader.at(index))).toEqual([
    1,
    -2,
    2 ** 31 - 1,
    -(2 ** 31),
  ])
})

test("what does not fit is not written at all", () => {
  const log = logOf(2 + 4)
  expect([log.append([1, 2, 3]), log.append([4, 5]), log.length()]).toEqual([true, false, 3])
  expect([log.append([4]), log.append([5]), log.length()]).toEqual([true, false, 4])
})

test("a lock is given back, also where the work fails", () => {
  const log = logOf(10)
  expect(log.locked(() => 1)).toBe(1)
  expect(() =>
    log.locked(() => {
      throw new Error("stop")
    }),
  ).toThrow("stop")
  expect(log.locked(() => 2)).toBe(2)
})

test("a text that is written is the text that is read, and what follows comes after it", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant("\u{1f600}\ud800\uffff\u0000"))
  const check = fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
    const log = logOf(2_000)
    for (const one of texts) expect(log.append(textWords(one))).toBe(true)
    let at = 0
    for (const one of texts) {
      const read = textAt(log, at)
      expect(read.text).toBe(one)
      at = read.end
    }
    expect(at).toBe(log.length())
  })
  fc.assert(check, { seed: 1, numRuns: 200 })
})
