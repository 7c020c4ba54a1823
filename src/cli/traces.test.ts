import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { wrongModels } from "../../properties/wrong-models/index.ts"
import { readBugs } from "../spec/bugs.ts"
import { packageRoot } from "../spec/package-root.ts"
import { judgeTrace } from "../trace/judge.ts"
import { readTrace } from "../trace/read.ts"

const folder = join(packageRoot, "traces")
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"))

const ofBugs = files.filter((file) => file.startsWith("bugs/"))

test("there is a trace for every wrong model, and for every bug", () => {
  expect(files.length - ofBugs.length).toBe(wrongModels.length)
  const bugs = readBugs(join(packageRoot, "spec/bugs"))
  expect(ofBugs.toSorted()).toEqual(bugs.map(({ id }) => `bugs/${id}.yaml`).toSorted())
})

test("every trace in traces/ still tells its story", () => {
  for (const file of files) {
    const trace = readTrace(join(folder, file), systems)
    const told = trace.property.kind === "sometimes" ? "reached" : "violated"
    expect([file, judgeTrace(trace).kind]).toEqual([file, told])
  }
})
