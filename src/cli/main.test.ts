import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const root = toyRoot()
const run = (...argv: readonly string[]) => quorate(root, argv)

describe("check", () => {
  test("runs the default scenario, and says what was covered and how to run it again", () => {
    const { code, out, err } = run("check")
    expect([code, err]).toEqual([0, ""])
    expect(out).toContain("✓ passed: spec/scenarios/default.yaml")
    expect(out).toContain("✓ never-the-target: The big jug never holds the target")
    expect(out).toMatch(/✓ both-full: Both jugs are full at once \(in \d+ runs\)/)
    expect(out).toContain("Covered: 3 of 3 actions")
    expect(out).toContain("That is no proof")
    expect(out).toContain("Run again: quorate check spec/scenarios/default.yaml --seed 1")
  })

  test("with --json prints one document, the same for the same seed but for the seconds", () => {
    const [first, second] = [run("check", "--json"), run("check", "--json")]
    expect(JSON.parse(first.out)).toMatchObject({
      verdict: "passed",
      engine: "random",
      model: "jugs",
      scenario: "spec/scenarios/default.yaml",
      states: { distinct: expect.any(Number), generated: expect.any(Number) },
      runs: 300,
      seed: 1,
      workers: 1,
      properties: [
        { name: "never-the-target", verdict: "passed" },
        { name: "both-full", verdict: "reached" },
      ],
      coverage: { neverEnabled: [], goals: { "both-full": expect.any(Number) } },
      violation: null,
    })
    const withoutSeconds = (text: string): string => text.replace(/"seconds": [\d.]+/, "")
    expect(withoutSeconds(first.out)).toBe(withoutSeconds(second.out))
    expect(first.err).toContain("✓ passed")
  })

  test("exits 1 with a trace that replays, and is told fixed where the rule is put right", () => {
    const folder = join(root, "found")
    const { code, out } = run("check", "--set", "target=2", "--trace-dir", folder, "--json")
    expect(code).toBe(1)
    const { violation } = JSON.parse(out) as { violation: { traceFile: string; length: number; steps: unknown[] } }
    expect(violation).toMatchObject({
      property: "never-the-target",
      length: 2,
      traceFile: join(folder, "never-the-target.yaml"),
    })
    const replayed = run("replay", violation.traceFile)
    expect(replayed.code).toBe(1)
    expect(replayed.out).toContain("✗ violated: never-the-target is broken at step 2 of 2")
    const fixed = run("replay", violation.traceFile, "--set", "target=9")
    expect([fixed.code, fixed.out.split("\n").at(-1)]).toEqual([
      0,
      "✓ fixed: 2 steps taken as recorded, and never-the-target is kept",
    ])
    const impossible = run("replay", violation.traceFile, "--set", "pouring=forbidden", "--json")
    expect(impossible.code).toBe(0)
    expect(JSON.parse(impossible.out)).toMatchObject({ verdict: "fixed", leftOut: [{ step: 2, action: "Pour" }] })
  })

  test("exhaustively, holds where every state was visited", () => {
    const { code, out } = run("check", "--engine", "exhaustive", "--json")
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ verdict: "holds", states: { distinct: 16 }, seed: null, runs: 0 })
  })

  test.each([
    [["--engine", "exhaustive", "--depth", "3"], "holds-to-bound", 0],
    [["--engine", "exhaustive", "--max-states", "3"], "undecided", 2],
    [["--runs", "1", "--depth", "2"], "unreached", 3],
    [["--set", "target=5", "--property", "none"], "passed", 0],
    [["--budget", "1ms"], "undecided", 2],
    [["--budget", "1ms", "--engine", "exhaustive"], "undecided", 2],
    [["--set", "target=5", "--property", "both-full"], "passed", 0],
  ])("%s gives %s", (options, verdict, exitCode) => {
    const { code, out } = run("check", ...options, "--json")
    expect([(JSON.parse(out) as { verdict: string }).verdict, code]).toEqual([verdict, exitCode])
  })

  test("several scenarios give one document, and the exit code of what matters most", () => {
    const { code, out } = run("check", "default", "more/dark", "--json")
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ results: [{ verdict: "passed" }, { verdict: "violated" }] })
  })

  test("what comes after healing is told with the healing", () => {
    const { out } = run("check", "more/dark", "--engine", "exhaustive")
    expect(out).toContain("How it breaks, in 1 step")
    expect(out).toContain("where: {lamp: dark}")
  })

  test("healing that is not judged to the end is told as that, and what was proved without it", () => {
    let [isJudging, time] = [false, 0]
    const now = () => {
      time += 11
      return time
    }
    const { code, out, err } = quorate(root, ["check", "more/dark", "--engine", "exhaustive", "--depth", "1"], {
      now,
      isTerminal: true,
      status: (line) => {
        isJudging ||= line.includes("1 state of fair runs")
      },
      isInterrupted: () => isJudging,
    })
    expect([code, err]).toEqual([130, ""])
    const said = out.replaceAll(/\s+/g, " ")
    expect(said).toContain("What comes after healing is open")
    expect(said).toContain("but for what comes after healing")
  })

  test("interrupted, it exits 130 with what is known", () => {
    const { code, out, err } = quorate(root, ["check", "--json"], { isInterrupted: () => true })
    expect(code).toBe(130)
    expect(JSON.parse(out)).toMatchObject({ verdict: "undecided", bounds: [{ bound: "interrupted" }] })
    expect(err).toContain("You stopped it")
  })

  test("out of memory, it is undecided", () => {
    const { code, out } = quorate(root, ["check", "--engine", "exhaustive", "--json"], {
      memory: () => ({ used: 2, limit: 1 }),
    })
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ verdict: "undecided", bounds: [{ bound: "memory" }] })
  })

  test("shows progress on a terminal, and seldom elsewhere", () => {
    let time = 0
    const now = () => (time += 11)
    const shown: string[] = []
    quorate(root, ["check"], { now, isTerminal: true, status: (line) => shown.push(line) })
    expect(shown[0]).toMatch(/^… \d+ s: .* runs?, .* steps?/)
    expect(shown.at(-1)).toBe("")
    expect(quorate(root, ["check"], { now }).err).toMatch(/^… \d+ s: /)
  })

  test("colours are for terminals, and nothing is said by them alone", () => {
    const plain = run("check").out
    const coloured = quorate(root, ["check"], { hasColour: true }).out
    expect(plain).not.toContain("\u001b")
    expect(coloured).toContain("\u001b[")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "").replace(/; [\d.]+ s/, "")).toBe(plain.replace(/; [\d.]+ s/, ""))
  })

  test("says what is not for random runs", () => {
    expect(run("check", "--workers", "4").err).toContain("random runs work on one thread")
    expect(run("check", "--symmetry", "on")).toMatchObject({
      code: 64,
      err: expect.stringContaining("--symmetry is for --engine exhaustive"),
    })
    expect(run("check", "--symmetry", "off").code).toBe(0)
  })

  test("says why there is no symmetry", () => {
    expect(run("check", "--engine", "exhaustive", "--symmetry", "on")).toMatchObject({
      code: 64,
      err: expect.stringContaining("does not say which of its individuals are alike"),
    })
  })
})

test("replay without a change says which step does not apply any more, and what would", () => {
  run("check", "--set", "target=2", "--trace-dir", join(root, "old"))
  const text = readFileSync(join(root, "old/never-the-target.yaml"), "utf8")
  const file = fileIn(root, "edited.yaml", text.replace(/(choice: \{ jug:) big/, "$1 huge"))
  const { code, out } = run("replay", file)
  expect(code).toBe(2)
  expect(out).toMatch(/✗ undecided: step 1, Fill jug huge, does not apply any more: .* not among the choices of Fill/)
  expect(out).toContain("Possible there: Fill jug small; Fill jug big")
})

test("quorum shows why an even number gains nothing", () => {
  const { code, out } = run("quorum", "3", "4", "5")
  expect(code).toBe(0)
  expect(out.split("\n")[2]).toContain("gains nothing over 3: needs 3 instead of 2, tolerates 1 all the same")
  expect(JSON.parse(run("quorum", "4", "--json").out)).toMatchObject({
    ensembles: [{ servers: 4, quorum: 3, failuresTolerated: 1 }],
  })
})

test("rules shows one rule with its source", () => {
  for (const id of ["jugs.pour", "jugs.po", "ju"]) expect(run("rules", id).out).toContain("source: Die Hard, 3")
  expect(JSON.parse(run("rules", "--json").out)).toMatchObject({ rules: [{ id: "jugs.pour", file: "jugs.yaml" }] })
})

test("list shows models, promises and scenarios", () => {
  expect(run("list").out).toMatch(/Model jugs[\s\S]*never-the-target[\s\S]*Scenarios[\s\S]*more\/dark/)
  expect(JSON.parse(run("list", "--json").out)).toMatchObject({
    models: [{ name: "jugs" }, { name: "lamp" }],
    scenarios: [{}, {}],
  })
})

test("the demo passes when the rules of today pass and the old one is caught", () => {
  const { code, out } = run("demo")
  expect(code).toBe(0)
  expect(out).toMatch(/✓ passed[\s\S]*✗ violated[\s\S]*How it breaks, in 2 steps[\s\S]*As it should be/)
})

test("help and version", () => {
  expect(run().out).toContain("quorate check [SCENARIO…]")
  expect(run("help", "check").out).toBe(run("check", "--help").out)
  expect(run("--version").out).toBe("9.9.9")
})
