import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { atomic, twoPhaseCommit } from "../examples/two-phase-commit/two-phase-commit.ts"
import { assertModel } from "../src/engine/index.ts"
import { packageRoot } from "../src/spec/package-root.ts"

/** What is shown in our pages of a command's output. */
export interface Shown {
  /** Stands between `<!-- generated: NAME -->` and `<!-- end -->`. */
  readonly name: string
  readonly page: "README.md" | "examples/two-phase-commit/README.md"
  readonly text: string
}

const tsx = import.meta.resolve("tsx")
const bin = join(packageRoot, "src/cli/bin.ts")

/** What a person sees who types `npm run -s quorate -- …`; `cwd` stands for the checkout. */
function printed(args: readonly string[], cwd = packageRoot): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, bin, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "" },
  })
  if (stdout === "") throw new Error(`quorate ${args.join(" ")} printed nothing: ${stderr}`)
  return stdout.trimEnd()
}

const shell = (args: readonly string[], output: string): string =>
  ["```console", `$ npm run -s quorate -- ${args.join(" ")}`, output, "```"].join("\n")

/** The beginning and the counterexample; what was kept is left out, and the gap is shown. */
function withoutPromises(output: string): string {
  const lines = output.split("\n")
  const promises = lines.indexOf("Promises")
  const how = lines.findIndex((line) => line.startsWith("How it breaks"))
  if (promises < 0 || how < 0) throw new Error(`this is no counterexample: ${output}`)
  const broken = lines.findIndex((line) => line.startsWith("  ✗"))
  const next = lines.findIndex((line, index) => index > broken && /^$|^ {2}[✓✗]/.test(line))
  return [
    ...lines.slice(0, promises + 1),
    "  […]",
    ...lines.slice(broken, next),
    "  […]",
    "",
    ...lines.slice(how),
  ].join("\n")
}

/** The heading and the verdict of a replay; its steps have been shown before. */
function withoutSteps(output: string): string {
  const lines = output.split("\n")
  return [lines[0], "  […]", ...lines.slice(lines.lastIndexOf(""))].join("\n")
}

/** The quick ones: a table, and the failure of the example's test. */
export function quickBlocks(): readonly Shown[] {
  const quorum = ["quorum", "3", "4", "5"]
  return [
    { name: "quorum", page: "README.md", text: shell(quorum, printed(quorum)) },
    {
      name: "failure",
      page: "examples/two-phase-commit/README.md",
      text: ["```text", failure(), "```"].join("\n"),
    },
  ]
}

function failure(): string {
  try {
    assertModel(twoPhaseCommit("always"), [atomic], { seed: 1 })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error("the planted bug was not found")
}

/** The slow ones: a famous bug from its run to the replay of its trace, broken and mended. */
export function slowBlocks(): readonly Shown[] {
  const cwd = mkdtempSync(join(tmpdir(), "quorate-readme-"))
  try {
    const check = ["check", "--set", "kafka.truncation=highWatermark", "--trace-dir", "found"]
    const found = printed(check, cwd)
    const trace = /replay (found\/\S+)/.exec(found)?.[1]
    if (trace === undefined) throw new Error(`no trace was written: ${found}`)
    const again = ["replay", trace]
    const mended = ["replay", trace, "--set", "kafka.truncation=fetch"]
    const block = (name: string, text: string): Shown => ({ name, page: "README.md", text })
    return [
      block("check", shell(check, withoutPromises(found))),
      block("replay", shell(again, withoutSteps(printed(again, cwd)))),
      block("fixed", shell(mended, withoutSteps(printed(mended, cwd)))),
    ]
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const marked = (name: string): RegExp => new RegExp(`(<!-- generated: ${name} -->\n)(.*?)(<!-- end -->)`, "s")

/** The block of a page, or undefined where there is none of that name. */
export const blockIn = (page: string, name: string): string | undefined => marked(name).exec(page)?.[2]?.trimEnd()

/** The page with the block in its place. */
export function withBlock(page: string, { name, text }: Shown): string {
  if (blockIn(page, name) === undefined) throw new Error(`there is no place for ${name}`)
  return page.replace(marked(name), (_all, start: string, _old, end: string) => `${start}${text}\n${end}`)
}

/** Text without what differs from run to run: how long it took. */
export const timeless = (text: string): string => text.replaceAll(/\b[\d,.]+ (?:s|ms|min)\b/g, "some time")
