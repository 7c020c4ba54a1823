import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const mend = (unnoticed = ""): string =>
  `- id: lamp.bulb\n  says: A bulb is of glass.\n  source: { document: Lamps }\n  choice: bulb\n  status: modelled\n${unnoticed}`

/** Lamps that are run in every state: one that breaks once, and one that never does. */
function lamps(): string {
  const root = toyRoot()
  fileIn(root, "one.yaml", "model: lamp\nabout: A lamp.\nrun: { engine: exhaustive }\n")
  fileIn(root, "random.yaml", "model: lamp\nabout: A lamp.\nrun: { runs: 20 }\n")
  fileIn(root, "firm.yaml", "model: lamp\nabout: A lamp.\nconfig: { breaks: 0 }\nrun: { engine: exhaustive }\n")
  return root
}

const knockout = (root: string, name: string, ...more: readonly string[]) =>
  quorate(root, ["knockout", join(root, name), ...more])

/** Keeps a trace of a lamp that was found with these rules. */
function keep(root: string, ...sets: readonly string[]): void {
  const all = sets.flatMap((set) => ["--set", set])
  expect(quorate(root, ["check", join(root, "random.yaml"), ...all, "--trace-dir", join(root, "traces")]).code).toBe(1)
}

interface Told {
  readonly standing: { readonly breaks: readonly object[] }
  readonly losses: readonly { readonly rule: string; readonly value: string; readonly noticed: readonly object[] }[]
  readonly gaps: object
}

const told = ({ out }: { readonly out: string }): Told => JSON.parse(out) as Told
const noticed = (json: Told, rule: string) => json.losses.find((loss) => loss.rule === rule)?.noticed

describe("knockout", () => {
  test("tells which promise the loss of a rule breaks, and what nothing notices", () => {
    const root = lamps()
    const { code, out } = knockout(root, "one.yaml")
    expect(code).toBe(0)
    expect(out).toMatch(/\n {24}1\nrepair, here on\n {2}off {19}1\nbulb, here glass\n {2}plastic {15}·\n/)
    expect(out).toContain("  1 it-shines-again: repair")
    expect(out).toContain("Not noticed\n  bulb=plastic: a gap: nothing that was tried is broken by it\n")
    expect(out).toContain("1 of 2 losses noticed; gaps: 1 loss, 0 promises.")
  })

  test("is certain of the length only where every state was searched", () => {
    const root = lamps()
    const jugs = "model: jugs\nabout: Jugs.\nconfig: { pouring: forbidden, target: 4 }\n"
    fileIn(root, "every.yaml", `${jugs}run: { engine: exhaustive }\n`)
    fileIn(root, "random.yaml", `${jugs}run: { runs: 2000 }\n`)
    const here = { property: "never-the-target", length: 6, by: "here", file: null }
    const exhaustive = told(knockout(root, "every.yaml", "--json"))
    expect(noticed(exhaustive, "pouring")).toEqual([{ ...here, shortest: true }])
    expect(exhaustive.gaps).toEqual({ losses: [], promises: [] })
    expect(knockout(root, "every.yaml").out).toMatch(/pouring, here forbidden\n {2}allowed {15}6!\n/)
    const random = told(knockout(root, "random.yaml", "--json"))
    expect(noticed(random, "pouring")).toEqual([{ ...here, shortest: expect.any(Boolean) }])
  })

  test("a reason in the rule's entry closes a gap", () => {
    const root = lamps()
    fileIn(root, "spec/rules/lamp.yaml", mend("  unnoticed: { plastic: It shines as well. }\n"))
    const { out } = knockout(root, "one.yaml")
    expect(out).toContain("  bulb=plastic: It shines as well.")
    expect(out).toContain("gaps: 0 losses, 0 promises.")
    expect(quorate(root, ["rules", "lamp.bulb"]).out).toContain("unnoticed as plastic: It shines as well.")
    fileIn(
      root,
      "spec/rules/lamp.yaml",
      mend("  unnoticed: { plastic: It shines as well. }\n").replace("  choice: bulb\n", ""),
    )
    expect(knockout(root, "one.yaml").err).toContain("expected a `choice` whose values are not noticed")
  })

  test("what the scenario does not come across is taken from the traces that are kept, and they are named", () => {
    const root = lamps()
    const before = knockout(root, "firm.yaml")
    expect(before.out).toContain("  repair=off: a gap: nothing that was tried is broken by it\n")
    expect(before.out).toContain(
      "Promises that no rule protects\n  it-shines-again: a gap: no rule that can be otherwise breaks it\n",
    )
    keep(root, "repair=off")
    const after = knockout(root, "firm.yaml")
    expect(after.out).toMatch(/\n {2}off {19}1!?a\n/)
    expect(after.out).toContain("Smaller scenarios\n  a  traces/it-shines-again.yaml\n")
  })

  test("a trace in which two rules are lost is no witness for either, but its scenario is run", () => {
    const root = lamps()
    keep(root, "repair=off", "bulb=plastic")
    const json = told(knockout(root, "firm.yaml", "--json"))
    const file = "traces/it-shines-again.yaml"
    expect(noticed(json, "repair")).toEqual([
      { property: "it-shines-again", length: 1, shortest: expect.any(Boolean), by: "runs", file },
    ])
    expect(noticed(json, "bulb")).toEqual([])
    const { out } = knockout(root, "firm.yaml")
    expect(out).toContain("  a  runs in the scenario of traces/it-shines-again.yaml")
    expect(out).toContain(
      "alone it breaks nothing; it-shines-again in 1 step together with repair=off\n    (traces/it-shines-again.yaml)",
    )
  })

  test("what is broken as it is counts for no rule", () => {
    const root = lamps()
    const { code, out } = knockout(root, "one.yaml", "--set", "repair=off")
    expect(code).toBe(1)
    expect(out).toContain("Broken as it is, and left out of the rest\n  it-shines-again, in 1 step\n")
    expect(out).toContain("repair=on: a gap")
  })

  test("without time or interrupted it says what it did not do", () => {
    const root = lamps()
    expect(knockout(root, "random.yaml", "--budget", "1ms").out).toContain(
      "were cut short by the time that there was; --budget gives more.",
    )
    keep(root, "repair=off")
    expect(knockout(root, "one.yaml", "--budget", "1ms").out).toMatch(
      /\n {2}off {19}1!?a\n[^\n]*\n {2}plastic {15}\?\n/,
    )
    const { code, out } = quorate(root, ["knockout", join(root, "one.yaml")], { isInterrupted: () => true })
    expect(code).toBe(130)
    expect(out).toContain("this scenario was not tried")
  })

  test("tells of each loss as it becomes known", () => {
    expect(knockout(lamps(), "one.yaml").err).toBe("… repair=off: it-shines-again 1\n… bulb=plastic: nothing so far")
  })

  test("takes one scenario", () => {
    expect(quorate(lamps(), ["knockout", "default", "more/dark"])).toMatchObject({
      code: 64,
      err: expect.stringContaining("expected one scenario"),
    })
    expect(quorate(lamps(), ["knockout", "--help"]).out).toContain("quorate knockout [SCENARIO]")
  })
})
