import { describe, expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const profile = (version: string, choices: string): string =>
  `name: kafka-${version}\nsystem: lamp\nversion: ${version}.0\nabout: A lamp.\nchoices: ${choices}\n`

/** A bug of the lamp: nobody mends it. */
const entry = (
  id: string,
  more: string,
  { config = "{}", says = "before 3.0.0", fixed = "3.0.0" } = {},
): string => `id: ${id}
system: kafka
says: It stays dark.
choice: { repair: off }
rules: [lamp.mend]
model: lamp
config: ${config}
property: it-shines-again
length: 1
affected: ${says}
fixed: ${fixed}
${more}fix: Somebody mends it.
story: [It breaks.]
source: { document: Lamps }
sure: high
`

const outside = `id: LAMP-9
system: kafka
says: It is dark in the box.
also: [LAMP-10]
outOfScope: There is no box.
source: { document: Lamps }
`

const figures = {
  id: "LAMP-1",
  system: "kafka",
  property: "it-shines-again",
  before: { verdict: "violated", length: 1, shortest: true },
  after: { verdict: "holds", depth: 3, distinct: 3 },
  random: { medianRuns: 1 },
}

/** Versions 1 and 2 mend nothing; 2 and 3 have another bulb, of which the lamp knows nothing. */
function rootWith(bugs: Readonly<Record<string, string>>): string {
  const root = toyRoot()
  fileIn(root, "spec/profiles/kafka-1.0.yaml", profile("1.0", "{ repair: { is: off, until: 3.0.0, see: LAMP-1 } }"))
  fileIn(
    root,
    "spec/profiles/kafka-2.0.yaml",
    profile("2.0", "{ repair: { is: off, until: 3.0.0, see: LAMP-1 }, bulb: { is: plastic, see: LAMP-2 } }"),
  )
  fileIn(root, "spec/profiles/kafka-3.0.yaml", profile("3.0", "{ bulb: { is: plastic, see: LAMP-2 } }"))
  for (const [id, text] of Object.entries(bugs)) fileIn(root, `spec/bugs/${id}.yaml`, text)
  fileIn(root, "spec/bugs/recorded.json", JSON.stringify([figures]))
  return root
}

const run = (bugs: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  quorate(rootWith(bugs), ["bugs", ...argv])

describe("bugs", () => {
  const corpus = { "LAMP-1": entry("LAMP-1", ""), "LAMP-9": outside }

  test("lists those that are out of scope in a section of their own", () => {
    const { code, out } = run(corpus)
    expect(code).toBe(0)
    expect(out).toContain("1 bugs. One of them, found again: quorate bugs ID")
    expect(out).toMatch(/Out of scope: 1\nLAMP-9\n {2}It is dark in the box\.\n {2}There is no box\.$/)
    expect(JSON.parse(run(corpus, "--json").out)).toMatchObject({
      bugs: [figures],
      outOfScope: [{ id: "LAMP-9", outOfScope: "There is no box." }],
    })
  })

  test("examines one, and tells why another is out of scope", () => {
    const { code, out } = run(corpus, "lamp-1", "LAMP-10")
    expect(code).toBe(0)
    expect(out).toContain("✓ with repair=off: violated, it-shines-again")
    expect(out).toContain("There is no box.")
    expect(JSON.parse(run(corpus, "LAMP-9", "--json").out)).toMatchObject({ bugs: [], outOfScope: [{ id: "LAMP-9" }] })
  })

  test("knows what is of no use to it", () => {
    expect(run(corpus, "LAMP-2")).toMatchObject({ code: 64, err: expect.stringContaining("did you mean LAMP-1?") })
    expect(run(corpus, "--max-states", "5")).toMatchObject({
      code: 64,
      err: expect.stringContaining("--max-states is for --matrix"),
    })
    expect(run({ "LAMP-9": `${outside}length: 3\n` }).err).toContain("length: expected a known key, found length")
  })
})

describe("bugs --matrix", () => {
  const line = (out: string, id: string): string | undefined => out.split("\n").find((one) => one.startsWith(id))

  test("shows which version has which bug, and searches versions once that are alike to the scenario", () => {
    const { code, out } = run({ "LAMP-1": entry("LAMP-1", "") }, "--matrix")
    expect([code, ...out.split("\n").slice(0, 2)]).toEqual([0, "        1.0   2.0   3.0", "LAMP-1  ●     ●     ·"])
    expect(out).toContain("1 bug in 3 versions, by 2 searches: 0 unexplained differences, 0 undecided")
  })

  test("with --json prints one document", () => {
    const { code, out } = run({ "LAMP-1": entry("LAMP-1", "") }, "--matrix", "--json")
    const cell = { affected: true, because: null, agreement: "agrees" }
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        profiles: [1, 2, 3].map((one) => ({ name: `kafka-${one}.0`, version: `${one}.0.0` })),
        bugs: [
          {
            id: "LAMP-1",
            property: "it-shines-again",
            affected: "before 3.0.0",
            fixed: "3.0.0",
            cells: [
              { ...cell, profile: "kafka-1.0", verdict: "found", length: 1, states: 2, depth: 1, sameAs: null },
              { ...cell, profile: "kafka-2.0", verdict: "found", length: 1, states: 2, depth: 1, sameAs: "kafka-1.0" },
              {
                ...cell,
                profile: "kafka-3.0",
                verdict: "holds",
                length: null,
                states: 3,
                depth: 3,
                sameAs: null,
                affected: false,
              },
            ],
          },
        ],
        leftOut: [],
      },
    ])
  })

  const first = { says: "before 2.0.0", fixed: "2.0.0" }

  test.each([
    [
      "a difference",
      "",
      first,
      1,
      "LAMP-1  ●     ●!    ·",
      "LAMP-1 in kafka-2.0: found in 1 step, though this version is said not to have it, and the entry does not explain that",
    ],
    [
      "a difference that is explained",
      "matrix: [{ profiles: [kafka-2.0], because: Nobody came. }]\n",
      first,
      0,
      "LAMP-1  ●     ●*    ·",
      "though this version is said not to have it. Nobody came.",
    ],
    [
      "an explanation of nothing",
      "matrix: [{ profiles: [kafka-3.0], because: Nobody came. }]\n",
      {},
      1,
      "LAMP-1  ●     ●     ·!",
      "so that there is nothing to explain",
    ],
    [
      "a bug that is not found",
      "",
      { says: "before 4.0.0", fixed: "4.0.0" },
      1,
      "LAMP-1  ●     ●     ·!",
      "not found in up to 2 steps (3 states), though this version is said to have it",
    ],
    [
      "versions in other words",
      "",
      { says: "some of them", fixed: "later" },
      1,
      "LAMP-1  ●!    ●!    ·!",
      "LAMP-1: `affected` and `fixed` do not tell releases by number; add `versions`",
    ],
    [
      "versions by number",
      "versions: { fixed: 3.0.0 }\n",
      { says: "some of them", fixed: "later" },
      0,
      "LAMP-1  ●     ●     ·",
      "0 unexplained",
    ],
  ])("tells %s", (_name, more, words, exitCode, row, says) => {
    const { code, out } = run({ "LAMP-1": entry("LAMP-1", more, words) }, "--matrix")
    expect([code, line(out, "LAMP-1")]).toEqual([exitCode, row])
    expect(out.replaceAll(/\n {4}/g, " ")).toContain(says)
  })

  test("does not take a search for whole that was not", () => {
    const { code, out } = run({ "LAMP-1": entry("LAMP-1", "") }, "--matrix", "--max-states", "1")
    expect([code, line(out, "LAMP-1")]).toEqual([2, "LAMP-1  ~     ~     ~"])
    expect(out).toContain("where the limit of 1 states came first: undecided")
  })

  test("a scenario that gives the rule itself is as it says in every version", () => {
    const { code, out } = run(
      { "LAMP-1": entry("LAMP-1", "", { config: "{ repair: on }", ...{ says: "no release" } }) },
      "--matrix",
    )
    expect([code, line(out, "LAMP-1")]).toEqual([0, "LAMP-1  ·     ·     ·"])
  })

  test("leaves out what has no versions", () => {
    const jug = entry("LAMP-1", "").replace("model: lamp", "model: jugs").replace("repair: off", "pouring: forbidden")
    expect(run({ "LAMP-1": jug }, "--matrix").out).toContain("LAMP-1: there are no versions of the model jugs")
    expect(run({ "LAMP-9": outside }, "--matrix", "LAMP-9").out).toContain("LAMP-9: out of scope: There is no box.")
  })

  test("interrupted, it exits 130 with what is known", () => {
    const { code, out } = quorate(rootWith({ "LAMP-1": entry("LAMP-1", "") }), ["bugs", "--matrix"], {
      isInterrupted: () => true,
    })
    expect([code, line(out, "LAMP-1")]).toEqual([130, "LAMP-1  ?     ?     ?"])
  })

  test("shows on a terminal what it is at", () => {
    const shown: string[] = []
    quorate(rootWith({ "LAMP-1": entry("LAMP-1", "") }), ["bugs", "--matrix"], {
      isTerminal: true,
      status: (text) => shown.push(text),
    })
    expect(shown[0]).toBe("… LAMP-1 under kafka-1.0: 0 states")
    expect(shown.at(-1)).toBe("")
  })
})
