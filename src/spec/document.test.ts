import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { fileIn } from "../../test/toy-io.ts"
import { QuorateError } from "../errors.ts"
import { parseText, readDocument } from "./document.ts"

const folder = mkdtempSync(join(tmpdir(), "quorate-document-"))

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(QuorateError)
    return String((error as QuorateError).message)
  }
  throw new Error("it was accepted")
}

const refused = (text: string): string => refusal(() => parseText(text, "f.yaml"))

describe("a text that is YAML", () => {
  test("becomes plain data whose parts know their places", () => {
    const document = parseText("a: 1\nb:\n  - x\n  - { c: no, 3: null }\n", "f.yaml")
    expect(document.data).toEqual({ a: 1, b: ["x", { c: "no", "3": null }] })
    expect(document.place(["b", 1, "c"], "key")).toEqual({ line: 4, column: 7 })
    expect(document.place(["b", 1, "c"])).toEqual({ line: 4, column: 10 })
    expect(document.place(["b", 1, "missing"])).toEqual({ line: 4, column: 5 })
  })

  test("may start with a byte order mark, and hold folded texts and comments", () => {
    const { data } = parseText("\uFEFF# why\na: >-\n  one\n  two\nb: |\n  *three\n  !four\n", "f.yaml")
    expect(data).toEqual({ a: "one two", b: "*three\n!four\n" })
  })

  test("with the words of tags and aliases in quotes is nothing special", () => {
    expect(parseText('a: "*x"\nb: "!y"\nc: x*y', "f.yaml").data).toEqual({ a: "*x", b: "!y", c: "x*y" })
  })
})

describe("a text that is not is refused with its place", () => {
  test.each([
    ["nothing", "", "f.yaml:1:1: expected YAML, found nothing"],
    ["a comment only", "# x\n", "f.yaml:1:1: expected YAML, found nothing"],
    ["brackets that do not close", "a: 1\nb: [1, 2\n", "expected YAML, found something else"],
    ["brackets that close nothing", "a: 1\n] \n", "f.yaml:2:1: expected a value, found ] that closes nothing"],
    ["a tab for indentation", "a:\n\tb: 1\n", "expected YAML"],
    ["a key twice", "a: 1\nb: 2\na: 3\n", "f.yaml:3:1: expected each key once, found a again"],
    ["two documents", "a: 1\n---\nb: 2\n", "expected one YAML document, found another one"],
    ["a tag", "a: 1\nb: !!js/function 'x'\n", "f.yaml:2:4: expected a plain value, found the tag !!js/function"],
    ["an alias", "a: &x 1\nb: *x\n", "f.yaml:2:4: expected a value, found the alias *x; write the value out"],
    ["a list as a key", "? [1]\n: 2\n", "expected a plain name as the key"],
    ["a key that would not be data", "__proto__: 1\n", "f.yaml:1:1: expected a plain name as the key"],
    ["infinity", "a: .inf\n", "f.yaml:1:4: a: expected a finite number, found .inf"],
  ])("%s", (_name, text, says) => {
    expect(refused(text)).toContain(says)
  })
})

describe("a bomb is refused before it goes off", () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`)
  test.each([
    ["lists in lists", "[".repeat(1_000_000), "f.yaml:1:65: expected at most 64 levels of nesting"],
    ["maps in maps", "{a: ".repeat(250_000), "levels of nesting"],
    ["dashes after dashes", "- ".repeat(500_000), "levels of nesting"],
    ["questions after questions", "? ".repeat(500_000), "levels of nesting"],
    [
      "steps of indentation",
      Array.from({ length: 1400 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      "levels of nesting",
    ],
    ["an alias bomb", ["l0: &l0 lol", ...laughs].join("\n"), "f.yaml:2:10: expected a value, found the alias *l0"],
  ])("%s", (_name, text, says) => {
    expect(refused(text)).toContain(says)
  })

  test("a hundred thousand keys are read in reasonable time", () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join("\n")
    expect(Object.keys(parseText(text, "f.yaml").data as object)).toHaveLength(60_000)
  })
})

describe("a file that cannot be read", () => {
  test.each([
    ["is missing", () => join(folder, "none.yaml"), "none.yaml: there is no such file"],
    ["is a folder", () => folder, "expected a file, found a folder"],
    ["is too big", () => fileIn(folder, "big.yaml", "[".repeat(10 * 1024 * 1024)), "expected at most 1048576 bytes"],
    ["is binary", () => fileIn(folder, "b.yaml", "a: 1\0"), "b.yaml:1:1: expected text in UTF-8, found a binary file"],
    [
      "is not UTF-8",
      () => fileIn(folder, "l.yaml", Uint8Array.of(0x61, 0xe9, 0x20)),
      "l.yaml:1:1: expected text in UTF-8",
    ],
    ["has a name that no file has", () => "a\0b", "must be a string"],
  ])("%s", (_name, path, says) => {
    expect(refusal(() => readDocument(path()))).toContain(says)
  })
})
