import { expect, test } from "vitest"
import { toySystems } from "../../test/toy-systems.ts"
import { QuorateError } from "../errors.ts"
import { parseText } from "./document.ts"
import { parseOverride } from "./overrides.ts"
import { scenarioOf } from "./scenario.ts"

const read = (text: string, ...sets: readonly string[]) =>
  scenarioOf(parseText(text, "s.yaml"), toySystems, sets.map(parseOverride))

function refused(text: string, ...sets: readonly string[]): readonly string[] {
  try {
    read(text, ...sets)
  } catch (error) {
    expect(error).toBeInstanceOf(QuorateError)
    return (error as QuorateError).message.split("\n")
  }
  throw new Error("it was accepted")
}

const head = "model: jugs\nabout: Two jugs.\n"

test("a scenario says only what differs, and its configuration comes out complete", () => {
  const { config, system, properties, run } = read(`${head}config: { target: 7 }\nrun: { runs: 3 }\n`)
  expect(config).toEqual({ sizes: { small: 3, big: 5 }, target: 7, pouring: "allowed" })
  expect(system.name).toBe("jugs")
  expect(properties.map(({ name }) => name)).toEqual(["never-the-target", "both-full"])
  expect(run).toEqual({ runs: 3 })
})

test("a scenario may name the promises it is about", () => {
  expect(read(`${head}properties: [both-full]`).properties.map(({ name }) => name)).toEqual(["both-full"])
})

test.each([
  [
    "an unknown model",
    "model: jug\nabout: x",
    "s.yaml:1:8: model: expected a known model, found jug; did you mean jugs? valid: jugs, lamp",
  ],
  [
    "an unknown key",
    `${head}cofnig: {}`,
    "s.yaml:3:1: cofnig: expected a known key, found cofnig; did you mean config? valid: model, about, config, properties, run",
  ],
  [
    "an unknown key below",
    `${head}config:\n  sizes: { smal: 1 }`,
    "s.yaml:4:12: config.sizes.smal: expected a known key, found smal; did you mean small? valid: small, big",
  ],
  ["a key that is missing", "model: jugs\n", "s.yaml:1:1: about: expected text that is not empty, and it is missing"],
  [
    "a wrong type",
    `${head}config:\n  target: four`,
    's.yaml:4:11: config.target: expected a whole number of at least 1, found "four"',
  ],
  [
    "a number with a fraction",
    `${head}config: { target: 1.5 }`,
    "s.yaml:3:19: config.target: expected a whole number of at least 1, found 1.5",
  ],
  [
    "too small a number",
    `${head}config: { sizes: { small: 0 } }`,
    "s.yaml:3:27: config.sizes.small: expected a whole number from 1 to 9, found 0",
  ],
  [
    "a number that is wrong in two ways, once",
    `${head}config: { sizes: { small: 1.0e+30 } }`,
    "s.yaml:3:27: config.sizes.small: expected a whole number from 1 to 9, found 1e+30",
  ],
  [
    "an unknown choice of a rule",
    `${head}config:\n  pouring: alowed`,
    's.yaml:4:12: config.pouring: expected one of allowed, forbidden, found "alowed"; did you mean allowed?',
  ],
  ["a list for a map", `${head}config: [1]`, "s.yaml:3:9: config: expected a map of names to values, found a list"],
  [
    "sizes that do not fit together",
    `${head}config:\n  sizes: { small: 8 }`,
    "s.yaml:4:19: config.sizes.small: expected at most sizes.big, found more",
  ],
  [
    "an unknown promise",
    `${head}properties: [both-ful]`,
    "s.yaml:3:14: properties.0: expected a known property, found both-ful; did you mean both-full?",
  ],
  [
    "an unknown engine",
    `${head}run: { engine: exhaustiv }`,
    's.yaml:3:16: run.engine: expected one of random, exhaustive, found "exhaustiv"; did you mean exhaustive?',
  ],
  ["text instead of a map", "hello world", 's.yaml:1:1: expected a map of names to values, found "hello world"'],
])("%s is told with its place, what was expected, and what is near", (_name, text, says) => {
  expect(refused(text)[0]).toContain(says)
})

test("all mistakes are told at once, in the order of the file", () => {
  expect(refused(`${head}config:\n  target: x\n  puring: y\n`)).toEqual([
    expect.stringContaining("s.yaml:4:11: config.target"),
    expect.stringContaining("s.yaml:5:3: config.puring"),
  ])
})

test("mistakes without end are cut short", () => {
  const many = Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join("\n")
  expect(refused(many).length).toBeLessThan(25)
})

test("--set changes the configuration, and its value is YAML", () => {
  expect(read(head, "target=7", "sizes={ small: 2, big: 4 }", "sizes.big=6").config).toEqual({
    sizes: { small: 2, big: 6 },
    target: 7,
    pouring: "allowed",
  })
})

test.each([
  ["targt=1", "--set targt=1: expected a known key, found targt; did you mean target? valid: sizes, target, pouring"],
  [
    "sizes.bigg=1",
    "--set sizes.bigg=1: expected a known key in sizes, found bigg; did you mean big? valid: small, big",
  ],
  ["sizes.big.more=1", "--set sizes.big.more=1: expected a known key in sizes.big, found more"],
  [
    "pouring=forbiden",
    '--set pouring=forbiden: pouring: expected one of allowed, forbidden, found "forbiden"; did you mean forbidden?',
  ],
  ["target=", '--set target=: target: expected a whole number of at least 1, found ""'],
  ["target=[", "--set target:1:"],
  ["target=*x", "expected a value, found the alias *x"],
  ["__proto__.x=1", "found __proto__"],
  ["target", "--set target: expected path.to.key=value"],
  ["=1", "expected path.to.key=value"],
  ["sizes.small=9", "--set sizes.small=9: sizes.small: expected at most sizes.big, found more"],
])("--set %s is refused in the same way", (set, says) => {
  expect(refused(head, set).join("\n")).toContain(says)
})
