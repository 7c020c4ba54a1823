import { expect, test } from "vitest"
import { z } from "zod"
import { system } from "../spec/system.ts"
import { isAlike, watched } from "./watched.ts"

const config = z.strictObject({
  size: z.int().default(3),
  brokers: z.strictObject({ count: z.int().default(1), fencing: z.enum(["on", "off"]).default("on") }).prefault({}),
  election: z.enum(["clean", "unclean"]).default("clean"),
})

type Config = z.output<typeof config>

const toy = system({
  name: "toy",
  about: "Something with rules.",
  config,
  rulesAt: [["brokers"], []],
  model: () => {
    throw new Error("nobody builds it")
  },
  properties: () => [],
})

const standard = config.parse({})

test("a configuration notes which of its rules are looked up, and nothing else", () => {
  const { config: copy, seen } = watched(toy, standard)
  const { size, brokers } = copy as Config
  expect([size, brokers.count, [...seen]]).toEqual([3, 1, []])
  expect([brokers.fencing, [...seen]]).toEqual(["on", ["brokers.fencing"]])
  expect([(copy as Config).election, [...seen]]).toEqual(["clean", ["brokers.fencing", "election"]])
})

test.each<[string, (config: Config) => unknown]>([
  ["taken apart", ({ brokers: { fencing } }) => fencing],
  ["copied", ({ brokers }) => ({ ...brokers })],
  ["written out", (all) => JSON.stringify(all)],
  ["gone through", ({ brokers }) => Object.entries(brokers)],
])("a rule in a part that is %s is looked up", (_how, use) => {
  const { config: copy, seen } = watched(toy, standard)
  use(copy as Config)
  expect(seen.has("brokers.fencing")).toBe(true)
})

test("configurations are alike that differ in nothing that was looked up", () => {
  const other = config.parse({ brokers: { fencing: "off" } })
  expect(isAlike(toy, standard, other, new Set(["election"]))).toBe(true)
  expect(isAlike(toy, standard, other, new Set(["election", "brokers.fencing"]))).toBe(false)
})
