import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { Demonstration } from "../src/cli/context.ts"
import type { Io } from "../src/cli/io.ts"
import { main } from "../src/cli/main.ts"
import { toySystems } from "./toy-systems.ts"

/** What a command printed, and its exit code. */
export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder with a scenario for each toy, as a package has them. */
export function toyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "quorate-"))
  const files = {
    "package.json": '{ "version": "9.9.9" }',
    "spec/scenarios/default.yaml":
      "model: jugs\nabout: Two jugs.\nconfig: { target: 9 }\nrun: { runs: 300, depth: 30 }\n",
    "spec/scenarios/more/dark.yaml":
      "model: lamp\nabout: A lamp nobody mends.\nconfig:\n  repair: off\nrun: { runs: 20 }\n",
    "spec/rules/jugs.yaml":
      "- id: jugs.pour\n  says: Pouring stops when one jug is empty or the other one full.\n  source: { document: Die Hard, section: '3' }\n  status: modelled\n",
  }
  for (const [name, text] of Object.entries(files)) fileIn(root, name, text)
  return root
}

/** Writes a file, with the folders above it, and gives its path. */
export function fileIn(root: string, name: string, text: string | Uint8Array): string {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const demonstration: Demonstration = {
  sound: "default",
  broken: "default",
  set: "target=2",
  title: "A target within reach",
  story: "Two gallons can be measured with jugs of three and five.",
}

/** Runs a command line in this process, with the toys, a clock that ticks, and lines kept instead of printed. */
export function quorate(root: string, argv: readonly string[], changes: Partial<Io> = {}): Result {
  const out: string[] = []
  const err: string[] = []
  let time = 0
  const io: Io = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    status: () => undefined,
    now: () => {
      time += 0.001
      return time
    },
    isInterrupted: () => false,
    memory: () => ({ used: 0, limit: Number.POSITIVE_INFINITY }),
    isTerminal: false,
    hasColour: false,
    width: 100,
    program: "quorate",
    isVerbose: false,
    ...changes,
  }
  const code = main(argv, io, { systems: toySystems, root, demonstration })
  return { code, out: out.join("\n"), err: err.join("\n") }
}
