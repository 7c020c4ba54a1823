import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const root = toyRoot()
const run = (...argv: readonly string[]) => quorate(root, argv)

describe("a mistake on the command line exits 64 and says what is near", () => {
  test.each([
    [["chekc"], "expected a command, found chekc; did you mean check?"],
    [["check", "--seeed", "1"], "check: expected a known option, found --seeed; did you mean --seed?"],
    [["check", "--seed"], "check: expected a value after --seed"],
    [["check", "--seed", "-1"], "one that begins with a dash is written --seed=-1"],
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
