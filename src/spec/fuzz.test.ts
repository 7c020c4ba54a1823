import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const root = toyRoot()
quorate(root, ["check", "--set", "target=2", "--trace-dir", join(root, "traces")])
const scenario = readFileSync(join(root, "spec/scenarios/default.yaml"), "utf8")
const trace = readFileSync(join(root, "traces", readdirSync(join(root, "traces"))[0] ?? ""), "utf8")

/** One slip of somebody who edits a file. */
type Slip = (text: string) => string

const anywhere = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const piece = fc.oneof(
  fc.constantFrom(
    ..."[]{}:,-?&*!|>'\"%@`#\n\t .0",
    "null",
    "~",
    "<<: ",
    "---\n",
    "- ",
    "? ",
    ": ",
    "*a",
    "&a ",
    "!!map ",
    "0x",
    "1e999",
    "__proto__: ",
    "constructor",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
)

const place = (text: string, at: number): number => Math.floor(at * (text.length + 1))
const lineSlip = (edit: (lines: string[], index: number) => void) =>
  anywhere.map(
    (at): Slip =>
      (text) => {
        const lines = text.split("\n")
        edit(lines, Math.floor(at * lines.length))
        return lines.join("\n")
      },
  )

const slip: fc.Arbitrary<Slip> = fc.oneof(
  fc.tuple(anywhere, piece).map(
    ([at, put]): Slip =>
      (text) =>
        text.slice(0, place(text, at)) + put + text.slice(place(text, at)),
  ),
  fc.tuple(anywhere, piece).map(
    ([at, put]): Slip =>
      (text) =>
        text.slice(0, place(text, at)) + put + text.slice(place(text, at) + 1),
  ),
  fc.tuple(anywhere, fc.nat(9)).map(
    ([at, gone]): Slip =>
      (text) =>
        text.slice(0, place(text, at)) + text.slice(place(text, at) + gone),
  ),
  fc.tuple(anywhere, piece).map(
    ([at, put]): Slip =>
      (text) => {
        const words = text.split(/(?<=: )|\n/)
        const index = Math.floor(at * words.length)
        return text.replace(words[index] ?? "", put)
      },
  ),
  lineSlip((lines, index) => lines.splice(index, 1)),
  lineSlip((lines, index) => lines.splice(index, 0, lines[index] ?? "")),
  lineSlip((lines, index) => lines.splice(index, 1, ` ${lines[index]}`)),
  lineSlip((lines, index) => lines.push(...lines.splice(index, 1))),
)

const bad = fc.array(slip, { minLength: 1, maxLength: 4 })
const mutated = (text: string) => bad.map((slips) => slips.reduce((before, one) => one(before), text))

/** A bug of ours would be exit code 70; a stack trace has lines that begin with "at". */
function expectCivil({ code, out, err }: ReturnType<typeof quorate>, file: string): void {
  expect([0, 1, 2, 3, 65]).toContain(code)
  expect(out + err).not.toMatch(/^\s+at .*:\d+:\d+/m)
  if (code === 65) expect(err.startsWith(file)).toBe(true)
}

test("a scenario with slips of the pen is run, or refused at a place in it", () => {
  fc.assert(
    fc.property(mutated(scenario), (text) => {
      const file = fileIn(root, "slips/scenario.yaml", text)
      const budget = ["--runs", "3", "--depth", "10", "--engine", "random"]
      expectCivil(quorate(root, ["check", file, ...budget]), file)
    }),
    { numRuns: 700 },
  )
})

test("a trace with slips of the pen is replayed, or refused at a place in it", () => {
  fc.assert(
    fc.property(mutated(trace), (text) => {
      const file = fileIn(root, "slips/trace.yaml", text)
      expectCivil(quorate(root, ["replay", file]), file)
    }),
    { numRuns: 700 },
  )
})

test("a catalogue of rules with slips of the pen is shown, or refused at a place in it", () => {
  const rules = readFileSync(join(root, "spec/rules/jugs.yaml"), "utf8")
  const other = toyRoot()
  fc.assert(
    fc.property(mutated(rules), (text) => {
      const file = fileIn(other, "spec/rules/jugs.yaml", text)
      expectCivil(quorate(other, ["rules"]), file)
    }),
    { numRuns: 300 },
  )
})

test("anything after --set is understood or refused", () => {
  const value = fc.tuple(fc.constantFrom("target", "sizes", "sizes.big", "pouring", "x", ""), piece, piece)
  fc.assert(
    fc.property(value, ([key, first, second]) => {
      const { code } = quorate(root, ["check", "--runs", "2", "--depth", "5", `--set=${key}=${first}${second}`])
      expect([0, 1, 3, 64, 65]).toContain(code)
    }),
    { numRuns: 500 },
  )
})

test("bytes that are no text at all are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const file = fileIn(root, "slips/bytes.yaml", bytes)
      expect(quorate(root, ["replay", file]).code).toBe(65)
    }),
    { numRuns: 300 },
  )
})
