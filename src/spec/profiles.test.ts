import { describe, expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { fileIn, toyRoot } from "../../test/toy-io.ts"
import { toySystems } from "../../test/toy-systems.ts"
import { traceFrom } from "../trace/read.ts"
import { ruleChoices } from "./choices.ts"
import { parseText } from "./document.ts"
import { parseOverride } from "./overrides.ts"
import { packageRoot } from "./package-root.ts"
import { readProfiles } from "./profiles.ts"
import { scenarioOf } from "./scenario.ts"
import { compareVersions } from "./versions.ts"

const dim = `name: lamp-1.0
system: lamp
version: 1.0.0
about: Nobody mends it.
choices:
  repair: { is: off, until: 2.0.0, see: LAMP-1 }
  bulb: { is: plastic, see: LAMP-2 }
`

const firm = "name: lamp-2.0\nsystem: lamp\nversion: 2.0.0\nabout: Mended.\nchoices: {}\n"

function rootWith(text = dim): string {
  const root = toyRoot()
  fileIn(root, "spec/profiles/lamp-1.0.yaml", text)
  fileIn(root, "spec/profiles/lamp-2.0.yaml", firm)
  return root
}

describe("a scenario that names a version", () => {
  const root = rootWith()
  const read = (config: string, ...sets: readonly string[]): unknown => {
    const document = parseText(`model: lamp\nabout: x\nconfig: ${config}\n`, "s.yaml")
    return scenarioOf(document, toySystems, sets.map(parseOverride), root).config
  }
  const lamp = { profile: "lamp-1.0", repair: "off", bulb: "plastic", breaks: 1 }

  test.each([
    ["has its rules", "{ profile: lamp-1.0 }", [], lamp],
    ["keeps what it says itself", "{ profile: lamp-1.0, repair: on }", [], { ...lamp, repair: "on" }],
    [
      "keeps what it says itself when the version is set",
      "{ repair: on }",
      ["profile=lamp-1.0"],
      { ...lamp, repair: "on" },
    ],
    [
      "takes what is set, before the version or after",
      "{}",
      ["bulb=glass", "profile=lamp-1.0", "repair=on"],
      { ...lamp, repair: "on", bulb: "glass" },
    ],
    [
      "takes the version that is set instead of its own",
      "{ profile: lamp-1.0 }",
      ["profile=lamp-2.0"],
      { ...lamp, profile: "lamp-2.0", repair: "on", bulb: "glass" },
    ],
    ["takes the version of a map that is set whole", "{}", ["breaks=2", "profile=lamp-1.0"], { ...lamp, breaks: 2 }],
  ])("%s", (_name, config, sets, resolved) => {
    expect(read(config, ...sets)).toEqual(resolved)
  })

  test("is told what there is where it names none of them", () => {
    const says = "expected a known profile, found lamp-1; did you mean lamp-1.0? valid: lamp-1.0, lamp-2.0"
    expect(() => read("{ profile: lamp-1 }")).toThrow(`s.yaml:3:20: config.profile: ${says}`)
    expect(() => read("{}", "profile=lamp-1")).toThrow(`--set profile=lamp-1: profile: ${says}`)
  })
})

test("a trace keeps the rules that it was found with, unless another version is set", () => {
  const trace =
    "model: lamp\nproperty: it-shines-again\nconfig: { profile: lamp-1.0, repair: off, bulb: glass, breaks: 1 }\nsteps: []\n"
  const config = (...sets: readonly string[]): unknown =>
    traceFrom(parseText(trace, "t.yaml"), toySystems, sets.map(parseOverride), rootWith()).config
  const lamp = { profile: "lamp-1.0", repair: "off", bulb: "glass", breaks: 1 }
  expect(config()).toEqual(lamp)
  expect(config("profile=lamp-2.0")).toEqual({ ...lamp, profile: "lamp-2.0", repair: "on" })
  expect(config("profile=lamp-1.0")).toEqual({ ...lamp, bulb: "plastic" })
  expect(config("profile=lamp-1.0", "repair=on")).toEqual({ ...lamp, repair: "on", bulb: "plastic" })
})

test.each([
  [
    "a rule that there is not",
    dim.replace("repair:", "repiar:"),
    "lamp-1.0.yaml:6:3: expected a rule choice of lamp, found repiar; did you mean repair?",
  ],
  [
    "a value that there is not",
    dim.replace("is: plastic", "is: plastik"),
    "lamp-1.0.yaml:7:15: choices.bulb.is: expected one of glass, plastic, found plastik; did you mean plastic?",
  ],
  ["a size", dim.replace("bulb:", "breaks:"), "expected a rule choice of lamp, found breaks; valid: repair, bulb"],
  [
    "a system that there is not",
    dim.replace("system: lamp", "system: lump"),
    "system: expected a known system, found lump; did you mean lamp?",
  ],
  [
    "a system without versions",
    dim.replace("system: lamp", "system: jugs"),
    "expected a rule choice of jugs, found repair",
  ],
  [
    "another name than the file's",
    dim.replace("name: lamp-1.0", "name: lamp-1.1"),
    "name: expected lamp-1.0, as the file is called, found lamp-1.1",
  ],
  [
    "no source",
    dim.replace(", see: LAMP-2", ""),
    "choices.bulb.see: expected text that is not empty, and it is missing",
  ],
  [
    "no number of a release",
    dim.replace("until: 2.0.0", "until: two"),
    'expected the number of a release, such as 2.1.0, found "two"',
  ],
])("%s in a profile is refused", (_name, text, says) => {
  expect(() => readProfiles(rootWith(text), toySystems)).toThrow(says)
})

describe("the profiles of this package", () => {
  const profiles = readProfiles(packageRoot, systems)

  test("are there, from the oldest version on", () => {
    expect(profiles.map(({ name }) => name)).toEqual([
      ...["0.10", "0.11", "1.1", "2.0", "2.1", "2.4", "2.7", "3.0", "3.3", "3.6", "3.9"].map((line) => `kafka-${line}`),
      ...["3.4", "3.5", "3.6", "3.7", "3.8.0", "3.9.3", "3.9.4"].map((line) => `zookeeper-${line}`),
    ])
    for (const of of ["cluster", "zookeeper"]) {
      const versions = profiles.filter(({ system }) => system === of).map(({ version }) => version)
      expect(versions).toEqual(versions.toSorted(compareVersions))
    }
  })

  test.each(profiles)(
    "$name has nothing that had ended by then, nor what is the rule of today",
    ({ name, version, system, choices }) => {
      expect(`${system === "cluster" ? "kafka" : system}-${version}.`).toContain(`${name}.`)
      const rules = ruleChoices(systems.find((one) => one.name === system) as (typeof systems)[number])
      for (const [id, { is, until }] of Object.entries(choices)) {
        if (until !== undefined) expect(compareVersions(version, until), `${id} until ${until}`).toBeLessThan(0)
        expect(rules.find((rule) => rule.id === id)?.values.indexOf(is), id).toBeGreaterThan(0)
      }
    },
  )

  test.each(profiles)("$name has its rules in the order of the configuration", ({ choices, system }) => {
    const order = ruleChoices(systems.find(({ name }) => name === system) as (typeof systems)[number]).map(
      ({ id }) => id,
    )
    const places = Object.keys(choices).map((id) => order.indexOf(id))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test("agree on when a rule was changed: what one has until a release, all before that have, and none after", () => {
    for (const { name, version, choices, system } of profiles)
      for (const [id, { is, until = "999" }] of Object.entries(choices))
        for (const other of profiles.filter((one) => one.system === system)) {
          const theirs = other.choices[id]
          if (compareVersions(other.version, version) > 0 && compareVersions(other.version, until) < 0)
            expect([other.name, id, theirs?.is, theirs?.until ?? "999"]).toEqual([other.name, id, is, until])
          if (compareVersions(other.version, until) >= 0)
            expect([name, other.name, id, theirs?.is]).not.toEqual([name, other.name, id, is])
        }
  })
})
