import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { fileIn, toyRoot } from "../../test/toy-io.ts"
import { packageRoot } from "./package-root.ts"
import { readRules } from "./rules.ts"

const rule = (id: string, more = ""): string =>
  `- id: ${id}\n  says: So it is.\n  source: { repo: apache/kafka, commit: 1eb7644349c, path: a.scala, lines: [1, 2] }\n  status: modelled\n${more}`

function folderWith(...texts: readonly string[]): string {
  const root = toyRoot()
  for (const [index, text] of texts.entries()) fileIn(root, `rules/sub/${index}.yaml`, text)
  return join(root, "rules")
}

test("rules are read from a folder and those in it", () => {
  const rules = readRules(folderWith(rule("a.one"), rule("a.two")))
  expect(rules.map(({ id, file }) => [id, file])).toEqual([
    ["a.one", "sub/0.yaml"],
    ["a.two", "sub/1.yaml"],
  ])
})

test.each([
  [
    "an id twice",
    [rule("a.one"), rule("a.one")],
    "1.yaml:1:7: expected each id once, found a.one again (it is in sub/0.yaml too)",
  ],
  [
    "no reason for what is out of scope",
    [rule("a.one").replace("modelled", "out of scope")],
    "expected a `reason` for what is out of scope",
  ],
  [
    "a status that does not exist",
    [rule("a.one").replace("modelled", "modeled")],
    'found "modeled"; did you mean modelled?',
  ],
  [
    "a commit that is none",
    [rule("a.one").replace("1eb7644349c", "trunk")],
    'expected a commit: 7 to 40 hexadecimal digits, found "trunk"',
  ],
  ["an unknown key", [rule("a.one", "  refrence: Z1\n")], "did you mean reference?"],
])("%s is refused", (_name, texts, says) => {
  expect(() => readRules(folderWith(...texts))).toThrow(says)
})

test("the catalogue of this package can be read", () => {
  const folder = join(packageRoot, "spec/rules")
  expect(existsSync(folder)).toBe(true)
  for (const { id, status } of readRules(folder)) expect([id, status]).toEqual([id, expect.any(String)])
})
