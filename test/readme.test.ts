import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { systems } from "../properties/systems.ts"
import { blockIn, quickBlocks } from "../scripts/readme-blocks.ts"
import { exitCodes } from "../src/cli/exit.ts"
import { helpOf } from "../src/cli/help.ts"
import { strategies } from "../src/engine/index.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { readRules } from "../src/spec/rules.ts"
import { readScenario } from "../src/spec/scenario.ts"
import { fencedBlocks, linksOf, tableRows } from "./markdown.ts"
import { projectFiles } from "./project-files.ts"
import { fileIn, toyRoot } from "./toy-io.ts"

const files = projectFiles()
const pages = files.filter(({ path }) => path.endsWith(".md"))
const readme = readFileSync(join(packageRoot, "README.md"), "utf8")
const commands = [...Object.keys(helpOf), "help"]
const { scripts } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"))

const quoted = (cell = ""): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)

describe.each(pages)("$path", ({ path, text }) => {
  test("its links lead somewhere", () => {
    const local = linksOf(text).filter((link) => !/^(https?:|#)/.test(link))
    const missing = local.filter((link) => !existsSync(join(packageRoot, dirname(path), link.replace(/#.*/, ""))))
    expect(missing).toEqual([])
  })

  test("its commands exist", () => {
    const missing = [
      ...[...text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].filter(([, name = ""]) => !Object.hasOwn(scripts, name)),
      ...[...text.matchAll(/\bnpm (start|test)\b/g)].filter(([, name = ""]) => !Object.hasOwn(scripts, name)),
      ...[...text.matchAll(/(?:quorate --|npx quorate) (\w+)/g)].filter(([, name = ""]) => !commands.includes(name)),
    ]
    expect(missing.map(([found]) => found)).toEqual([])
  })
})

describe("the README", () => {
  test("has its commands", () => {
    expect(readme).toContain("npm ci && npm start")
    expect(readme).toContain("npm test ")
  })

  const rows = tableRows(readme, "What")
  const modelled = readRules(join(packageRoot, "spec/rules")).filter(({ status }) => status === "modelled")
  const promised = files
    .filter(({ path }) => /^properties\/.*(?<!\.test)\.ts$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/\bname: "([\w-]+)"/g)].map(([, name]) => name))

  test("has a table of what is modelled", () => {
    expect(rows.length).toBeGreaterThanOrEqual(14)
  })

  test.each(rows)("%s: its rules are modelled, and its promises exist", (_what, ids, names) => {
    expect(quoted(ids)).not.toEqual([])
    expect(quoted(names)).not.toEqual([])
    expect(quoted(ids).filter((id) => !modelled.some((rule) => rule.id === id))).toEqual([])
    expect(quoted(names).filter((name) => !promised.includes(name))).toEqual([])
  })

  test("names every promise", () => {
    const all = systems.flatMap(({ config, properties }) => properties(config.parse({})))
    const promises = all.filter(({ kind }) => kind !== "sometimes").map(({ name }) => name)
    const told = rows.flatMap(([, , names]) => quoted(names))
    expect([...new Set(promises)].filter((name) => !told.includes(name))).toEqual([])
  })

  test("tells what every strategy is for", () => {
    const told = tableRows(readme, "Strategy").flatMap(([name]) => quoted(name))
    expect(told.toSorted()).toEqual(strategies.toSorted())
  })

  test("tells the exit code of every verdict", () => {
    const told = tableRows(readme, "Code").map(([code, verdict]) => [quoted(verdict)[0], Number(code)])
    expect(Object.fromEntries(told)).toEqual(exitCodes)
  })

  test.each(fencedBlocks(readme, "yaml"))("has a scenario that can be read", ({ text }) => {
    expect(readScenario(fileIn(toyRoot(), "readme.yaml", text), systems).properties.length).toBeGreaterThan(0)
  })
})

test.each(quickBlocks())("$page shows what is printed: $name (npm run readme)", ({ page, name, text }) => {
  expect(blockIn(readFileSync(join(packageRoot, page), "utf8"), name)).toBe(text)
})
