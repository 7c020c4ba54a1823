import { spawn } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"
import { fileIn, type Result, toyRoot } from "../../test/toy-io.ts"
import { packageRoot } from "../spec/package-root.ts"

/** Runs the program as a process of its own, and interrupts it once when it says its first note, if asked to. */
function run(argv: readonly string[], { interrupt = false } = {}): Promise<Result> {
  const bin = join(packageRoot, "src/cli/bin.ts")
  const child = spawn(process.execPath, ["--import", "tsx", bin, ...argv], { cwd: packageRoot })
  let out = ""
  let err = ""
  let isInterrupted = false
  child.stdout.on("data", (data: Buffer) => {
    out += data.toString()
  })
  child.stderr.on("data", (data: Buffer) => {
    err += data.toString()
    if (!interrupt || isInterrupted || !err.includes("note: ")) return
    isInterrupted = child.kill("SIGINT")
  })
  return new Promise((done) => child.on("close", (code) => done({ code: code ?? -1, out, err })))
}

test("the program prints results to stdout, mistakes to stderr, and gives the exit code", async () => {
  expect(await run(["quorum", "3", "--json"])).toMatchObject({
    code: 0,
    out: expect.stringContaining('"quorum": 2'),
    err: "",
  })
  expect(await run(["quorm"])).toMatchObject({
    code: 64,
    out: "",
    err: expect.stringContaining("did you mean quorum?"),
  })
})

test("Ctrl-C while the engine is busy gives the report so far, as one document, and exit code 130", async () => {
  const file = fileIn(toyRoot(), "long.yaml", "model: zookeeper\nabout: Longer than anybody waits.\n")
  // The note about workers is the first that is printed, just before the engine starts.
  const result = await run(["check", file, "--runs", "10000000", "--workers", "2", "--json"], { interrupt: true })
  expect(result.code).toBe(130)
  expect(JSON.parse(result.out)).toMatchObject({ model: "zookeeper", bounds: expect.any(Array) })
})
