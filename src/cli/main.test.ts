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

describe("a mistake on the command line exits 64 and says what is near", () => {
  test.each([
    [["chekc"], "expected a command, found chekc; did you mean check?"],
    [["check", "--seeed", "1"], "check: expected a known option, found --seeed; did you mean --seed?"],
    [["check", "--seed"], "'--seed <value>' argument missing"],
    [["check", "--seed", "one"], "--seed: expected a whole number, found one"],
    [["check", "--runs", "0"], "--runs: expected a whole number of at least 1, found 0"],
    [["check", "--runs", "5", "--engine", "exhaustive"], "--runs is for --engine random"],
    [["check", "--max-states", "5"], "--max-states is for --engine exhaustive"],
    [["check", "--engine", "radom"], "expected one of random, exhaustive, found radom; did you mean random?"],
    [["check", "--budget", "soon"], "--budget: expected a time such as 60s, 5m or 1h, found soon"],
    [["check", "--max-memory", "lots"], "--max-memory: expected an amount of memory such as 2g or 512m, found lots"],
    [["check", "--property", "never-the-traget"], "did you mean never-the-target?"],
    [["check", "defualt"], "expected a scenario, found defualt; did you mean default?"],
    [["check", "--set", "target"], "expected path.to.key=value"],
    [["quorum"], "expected a number of servers"],
    [["quorum", "0"], "expected a whole number of servers from 1 to 999999999, found 0"],
    [["quorum", "three"], "found three"],
    [["rules", "jugs.poor"], "did you mean jugs.pour?"],
    [["replay"], "expected a trace file, found none"],
    [["help", "chekc"], "did you mean check?"],
    [["list", "all"], "expected no more words"],
    [["demo", "--json"], "the demo is for people"],
  ])("%s", (argv, says) => {
    const { code, err } = run(...argv)
    expect([code, err]).toEqual([64, expect.stringContaining(says)])
    expect(err.split("\n").at(-1)).toMatch(/quorate (help|list|rules)/)
  })
})

describe("a bad file exits 65 with its place, and with --json still prints one document", () => {
  const bad = (text: string): string => fileIn(root, "bad.yaml", text)
  test.each([
    ["an unknown key", () => ["check", bad("model: jugs\nabout: x\nconfg: 1\n")], "bad.yaml:3:1: confg"],
    [
      "a wrong choice",
      () => ["check", bad("model: jugs\nabout: x\nconfig: { pouring: no }\n")],
      "bad.yaml:3:20: config.pouring",
    ],
    ["not YAML", () => ["check", bad("a: [")], "bad.yaml:1:5: expected YAML"],
    ["not YAML as a trace", () => ["replay", bad("'")], "expected YAML"],
    ["ten megabytes of nesting", () => ["check", bad("[".repeat(10 * 1024 * 1024))], "bad.yaml:1:1: expected at most"],
    [
      "nesting in a smaller file",
      () => ["replay", bad("[".repeat(1_000_000))],
      "bad.yaml:1:65: expected at most 64 levels",
    ],
    ["a missing file", () => ["check", join(root, "none.yaml")], "there is no such file"],
    ["a missing trace", () => ["replay", join(root, "none.yaml")], "there is no such file"],
    ["a folder", () => ["check", root], "expected a file, found a folder"],
    [
      "--set with a wrong value",
      () => ["check", "--set", "target=no"],
      "--set target=no: target: expected a whole number",
    ],
  ])("%s", (_name, argv, says) => {
    const { code, out, err } = run(...argv(), "--json")
    expect([code, err]).toEqual([65, expect.stringContaining(says)])
    expect(JSON.parse(out)).toMatchObject({ error: { message: expect.stringContaining(says) } })
    expect(err).not.toMatch(/^\s+at /m)
  })
})

test("a bug of ours exits 70, says how to report it, and shows where only when asked", () => {
  const broken = {
    now: () => {
      throw new TypeError("no clock")
    },
  }
  const { code, err } = quorate(root, ["check"], broken)
  expect([code, err]).toEqual([
    70,
    expect.stringContaining("quorate has a bug: no clock\nPlease report it with this command line: quorate check"),
  ])
  expect(err).not.toMatch(/^\s+at /m)
  expect(quorate(root, ["check", "--verbose"], broken).err).toMatch(/^\s+at /m)
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
  expect(run("rules", "jugs.pour").out).toContain("source: Die Hard, 3")
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
