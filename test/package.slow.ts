import { execFileSync, spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { packageRoot } from "../src/spec/package-root.ts"
import { fencedBlocks } from "./markdown.ts"

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

const folder = mkdtempSync(join(tmpdir(), "quorate-package-"))
const app = join(folder, "app")
let packed: Packed

const scenario = `model: cluster
about: One server, two brokers, a topic and a few faults
config:
  zookeeper: { servers: 1 }
  kafka: { brokers: 2, topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1 } } }
run: { runs: 20, depth: 60, seed: 1 }
`

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })
}

function npx(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  return spawnSync("npx", ["--no-install", ...args], { cwd: app, encoding: "utf8" })
}

/** Packs this package, and installs it where there is nothing else. */
beforeAll(() => {
  mkdirSync(app)
  packed = JSON.parse(npm(packageRoot, "pack", "--json", "--silent", "--pack-destination", folder))[0]
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }')
  writeFileSync(join(app, "small.yaml"), scenario)
  npm(app, "install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, packed.filename))
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the package has what it needs, and nothing else", () => {
  const paths = packed.files.map(({ path }) => path)
  const needed = ["dist/src/index.js", "dist/src/index.d.ts", "dist/src/cli/bin.js", "dist/src/cli/worker.js"]
  const data = ["spec/scenarios/default.yaml", "spec/rules/quorum.yaml", "LICENSE", "README.md", "package.json"]
  expect(paths).toEqual(expect.arrayContaining([...needed, ...data]))
  expect(paths.filter((path) => /\.(test|slow|bench)\.|toys|^(src|test|scripts|examples)\//.test(path))).toEqual([])
})

test("the installed command answers", () => {
  const { status, stdout } = npx("quorate", "quorum", "3", "4", "5")
  expect([status, stdout]).toEqual([0, expect.stringMatching(/servers.*quorum/i)])
})

test("the installed command checks a scenario of the user's", () => {
  const { status, stdout } = npx("quorate", "check", "small.yaml", "--property", "one-leader-per-epoch", "--json")
  expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ verdict: "passed", runs: 20 })])
})

test("the library is typed: a consumer, the example and the README's snippets compile against it, and run", () => {
  const sources = ["test/consumer/use.ts", "examples/two-phase-commit/two-phase-commit.ts"]
  for (const source of sources) copyFileSync(join(packageRoot, source), join(app, basename(source)))
  const snippets = fencedBlocks(readFileSync(join(packageRoot, "README.md"), "utf8"), "ts")
  for (const [index, { text }] of snippets.entries()) writeFileSync(join(app, `snippet${index + 1}.ts`), text)
  const compilerOptions = { strict: true, module: "nodenext", target: "es2023", types: [], outDir: "out" }
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }))
  const tsc = spawnSync(join(packageRoot, "node_modules/.bin/tsc"), ["-p", "."], { cwd: app, encoding: "utf8" })
  expect([tsc.stdout, tsc.status]).toEqual(["", 0])
  const tell = 'import("./out/use.js").then(({ told }) => console.log(JSON.stringify(told)))'
  expect(JSON.parse(execFileSync(process.execPath, ["-e", tell], { cwd: app, encoding: "utf8" }))).toEqual({
    verdict: "passed",
    runs: 2,
    quorum: 3,
    systems: 9,
    arbitrary: "object",
  })
  for (const index of snippets.keys()) execFileSync(process.execPath, [`out/snippet${index + 1}.js`], { cwd: app })
})
