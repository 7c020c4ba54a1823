import { spawnSync } from "node:child_process"
import { copyFileSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { packageRoot } from "../src/spec/package-root.ts"
import { fileIn } from "./toy-io.ts"

interface Diagnostic {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string; readonly start: { readonly line: number } }
}

interface Lint {
  readonly diagnostics: readonly Diagnostic[]
  readonly summary: { readonly changed: number; readonly unchanged: number }
}

function lint(folder: string): Lint {
  const biome = join(packageRoot, "node_modules/.bin/biome")
  const args = ["lint", "--reporter=json", "--max-diagnostics=none", "."]
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as Lint
}

/** A folder, something that must not be imported from there, and what is said of it. */
const imports: readonly (readonly [file: string, from: string, says: string])[] = [
  ["src/errors.ts", "./engine/index.ts", "Errors import nothing"],
  ["src/engine/planted.ts", "../model/quorum/index.ts", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "../spec/system.ts", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "../index.ts", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "../../properties/systems.ts", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "fast-check", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "immer", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "yaml", "The engine imports errors and itself"],
  ["src/engine/planted.ts", "node:fs", "The engine imports errors and itself"],
  ["src/engine/toys/planted.ts", "fast-check", "The engine imports errors and itself"],
  ["src/engine/random/explore.ts", "immer", "The engine imports errors and itself"],
  ["src/engine/walk.ts", "fast-check", "The engine imports errors and itself"],
  ["src/model/quorum/planted.ts", "../../engine/index.ts", "Quorums are arithmetic"],
  ["src/model/network/planted.ts", "../zookeeper/index.ts", "The network knows no system"],
  ["src/model/zookeeper/planted.ts", "../kafka/index.ts", "ZooKeeper knows no Kafka"],
  ["src/model/zookeeper/actions/planted.ts", "node:fs", "Models are pure"],
  ["src/model/kafka/planted.ts", "../zookeeper/tree.ts", "Kafka sees ZooKeeper through its index"],
  ["src/model/kafka/actions/planted.ts", "../../zookeeper/tree.ts", "Kafka sees ZooKeeper through its index"],
  ["src/model/kafka/planted.ts", "../cluster/index.ts", "Models import the engine"],
  ["src/model/cluster/planted.ts", "../../spec/system.ts", "Models import the engine"],
  ["src/model/cluster/planted.ts", "../../trace/read.ts", "Models import the engine"],
  ["src/model/cluster/planted.ts", "../../../properties/systems.ts", "Models import the engine"],
  ["src/model/cluster/planted.ts", "fast-check", "Models are pure"],
  ["src/model/planted.ts", "yaml", "Models are pure"],
  ["properties/kafka/planted.ts", "../../src/trace/read.ts", "Properties import"],
  ["properties/kafka/planted.ts", "../../src/spec/system.ts", "Properties import"],
  ["properties/kafka/planted.ts", "../../src/cli/main.ts", "Properties import"],
  ["properties/kafka/planted.ts", "../../src/index.ts", "Properties import"],
  ["properties/kafka/planted.ts", "node:fs", "Properties import"],
  ["properties/systems.ts", "../src/spec/scenario.ts", "Systems import"],
  ["src/spec/planted.ts", "../model/cluster/index.ts", "Reading scenarios"],
  ["src/spec/planted.ts", "../trace/read.ts", "Reading scenarios"],
  ["src/spec/planted.ts", "../engine/walk.ts", "Reading scenarios"],
  ["src/trace/planted.ts", "../model/cluster/index.ts", "Traces know the engine"],
  ["src/trace/planted.ts", "../cli/main.ts", "Traces know the engine"],
  ["src/index.ts", "./cli/main.ts", "Nobody imports the command line"],
  ["src/trace/planted.test.ts", "../cli/main.ts", "Nobody imports the command line"],
  ["src/cli/planted.ts", "../index.ts", "The command line imports modules"],
  ["examples/planted/planted.ts", "../../src/engine/index.ts", "An example imports what a user can"],
]

/** What may be imported, so that a rule that forbids everything is found out too. */
const allowed: readonly (readonly [file: string, from: string])[] = [
  ["src/engine/fine.ts", "./model.ts"],
  ["src/engine/fine.ts", "../errors.ts"],
  ["src/engine/toys/fine.ts", "../model.ts"],
  ["src/engine/random/explore.ts", "fast-check"],
  ["src/engine/walk.ts", "immer"],
  ["src/model/quorum/fine.ts", "../../errors.ts"],
  ["src/model/zookeeper/actions/fine.ts", "../../quorum/index.ts"],
  ["src/model/kafka/actions/fine.ts", "../../zookeeper/index.ts"],
  ["src/model/kafka/actions/fine.ts", "./zookeeper.ts"],
  ["src/model/cluster/fine.ts", "zod"],
  ["properties/kafka/fine.ts", "../../src/model/cluster/index.ts"],
  ["properties/systems.ts", "../src/spec/system.ts"],
  ["src/trace/fine.ts", "../spec/scenario.ts"],
  ["src/cli/fine.ts", "../../properties/systems.ts"],
  ["examples/fine/fine.ts", "quorate"],
]

/** Something else that must not be written in a file. */
const words: readonly (readonly [file: string, code: string, rule: string])[] = [
  ["src/engine/clock.ts", "export const now = Date.now()", "noRestrictedGlobals"],
  ["src/engine/timer.ts", "setTimeout(() => {}, 1)", "noRestrictedGlobals"],
  ["src/model/kafka/clock.ts", "export const now = performance.now()", "noRestrictedGlobals"],
  ["src/model/kafka/outside.ts", "export const home = process.env.HOME", "noRestrictedGlobals"],
  ["properties/kafka/clock.ts", "export const now = new Date()", "noRestrictedGlobals"],
  ["src/trace/clock.ts", "export const now = Date.now()", "noRestrictedGlobals"],
  ["src/engine/chat.ts", 'console.log("here")', "noConsole"],
  ["src/cli/chat.ts", 'console.log("here")', "noConsole"],
  ["src/model/kafka/chicken.ts", 'export { egg as chicken } from "./egg.ts"', "noImportCycles"],
  ["src/model/kafka/egg.ts", 'export { chicken as egg } from "./chicken.ts"', "noImportCycles"],
]

/** Lints a folder with our configuration and these lines of code in these files, and gives what is said of each line. */
function lintPlanted(lines: readonly { readonly file: string; readonly code: string }[]): readonly Diagnostic[][] {
  const folder = mkdtempSync(join(tmpdir(), "quorate-lint-"))
  copyFileSync(join(packageRoot, "biome.json"), join(folder, "biome.json"))
  const inFile = (file: string) => lines.filter((line) => line.file === file)
  for (const { file } of lines)
    fileIn(
      folder,
      file,
      inFile(file)
        .map(({ code }) => `${code}\n`)
        .join(""),
    )
  const { diagnostics } = lint(folder)
  return lines.map((line) =>
    diagnostics.filter(
      ({ location }) => location.path === line.file && location.start.line === inFile(line.file).indexOf(line) + 1,
    ),
  )
}

const importing = (file: string, from: string, index: number) => ({
  file,
  code: `export { it as it${index} } from ${JSON.stringify(from)}`,
})

describe("the directions of imports", () => {
  const told = lintPlanted(imports.map(([file, from], index) => importing(file, from, index)))

  test.each(imports.map((one, index) => [...one, index] as const))(
    "%s cannot import %s",
    (_file, _from, says, index) => {
      expect(told[index]?.map(({ message }) => message)).toEqual([expect.stringContaining(says)])
      expect(told[index]?.[0]?.category).toBe("lint/style/noRestrictedImports")
    },
  )

  test("what is allowed passes", () => {
    const fine = lintPlanted(allowed.map(([file, from], index) => importing(file, from, index)))
    expect(fine.flat().map(({ message, location }) => [location.path, message])).toEqual([])
  })
})

describe("what belongs to the command line, and cycles", () => {
  const told = lintPlanted(words.map(([file, code]) => ({ file, code })))

  test.each(words.map((one, index) => [...one, index] as const))("%s cannot say %s", (_file, _code, rule, index) => {
    expect(told[index]?.map(({ category }) => category.split("/").at(-1))).toEqual([rule])
  })
})

test("the linter looks at the whole project", () => {
  const { changed, unchanged } = lint(packageRoot).summary
  expect(changed + unchanged).toBeGreaterThan(200)
})
