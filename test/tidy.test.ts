import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { systems } from "../properties/systems.ts"
import { wrongModels } from "../properties/wrong-models/index.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { readRules } from "../src/spec/rules.ts"
import { isTest, projectFiles } from "./project-files.ts"

/** A package in the lock file. */
interface Locked {
  readonly integrity?: string
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const linesMax = 250

const files = projectFiles()
const sources = files.filter((file) => /^(src|properties)\/.*\.ts$/.test(file.path) && !isTest(file))
const pure = sources.filter(({ path }) => /^(src\/(engine|model)|properties)\//.test(path))
const rules = readRules(join(packageRoot, "spec/rules"))
const modelled = rules.filter(({ status }) => status === "modelled").map(({ id }) => id)

/** What changes which actions there are; a system that has no such thing refuses it. */
const grains = [{}, ...["zab", "server"].map((grain) => ({ zookeeper: { grain } }))]

const variants = systems.flatMap((system) =>
  grains.flatMap((grain) => {
    const chosen = system.config.safeParse(grain)
    return chosen.success ? [{ ...system, chosen: chosen.data, grain: JSON.stringify(grain) }] : []
  }),
)

const cited = new Set(
  variants.flatMap(({ chosen, model, properties }) =>
    [...model(chosen).actions, ...properties(chosen)].flatMap(({ cites = [] }) => cites),
  ),
)

/** The places where a pattern is found, as `file: what`. */
const places = (among: typeof files, pattern: RegExp): readonly string[] =>
  among.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found.trim()}`))

test("there is something to look at", () => {
  expect(sources.length).toBeGreaterThan(120)
  expect(pure.length).toBeGreaterThan(80)
  expect(modelled.length).toBeGreaterThan(80)
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["package-lock.json", ".ci/run", "LICENSE"]))
})

describe("rules", () => {
  test("what actions and properties cite is modelled", () => {
    const written = pure.flatMap(({ path, text }) =>
      [...text.matchAll(/\bcites: \[([^\]]*)\]/g)]
        .flatMap(([, list = ""]) => [...list.matchAll(/"([^"]+)"/g)].map(([, id = ""]) => id))
        .filter((id) => !modelled.includes(id))
        .map((id) => `${path}: ${id}`),
    )
    expect(written).toEqual([])
    expect([...cited].filter((id) => !modelled.includes(id))).toEqual([])
  })

  test("what is modelled is cited by an action or a property", () => {
    expect(modelled.filter((id) => !cited.has(id))).toEqual([])
  })
})

describe("actions", () => {
  test.each(variants)("of one model have names of their own: $name $grain", ({ chosen, model }) => {
    const names = model(chosen).actions.map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

describe("properties", () => {
  const properties = systems.flatMap(({ config, properties }) => properties(config.parse({})))
  const names = [...new Set(properties.map(({ name }) => name))]

  test.each(names.filter((name) => properties.find((one) => one.name === name)?.kind !== "sometimes"))(
    "%s has a wrong model on which it fails",
    (name) => {
      expect(wrongModels.map(({ property }) => property)).toContain(name)
    },
  )

  test("wrong models are about properties that there are", () => {
    expect(wrongModels.map(({ property }) => property).filter((property) => !names.includes(property))).toEqual([])
  })
})

describe("files", () => {
  test("engine, models and properties know no chance, no clock and no console", () => {
    expect(places(pure, /\bMath\.random\b|\bnew Date\b|\bDate\.\w+|\bconsole\.\w+|\bperformance\.\w+/g)).toEqual([])
  })

  test("nothing is left for later, and no test is left out", () => {
    expect(places(files, /\b(?:TO[D]O|FIX[M]E|X{3})\b/g)).toEqual([])
    expect(places(files, /\b(?:test|it|describe)\.(?:only|skip|todo)\b/g)).toEqual([])
  })

  test("nothing depends on where it was written", () => {
    expect(
      places(files, /\bregistry\.[\w-]+\.\w+|\bnpmjs\.\w+|\byarnp[k]g\b|\bnpmm[i]rror\b|\bartifa[c]tory\b/g),
    ).toEqual([])
    expect(places(files, /(?<![\w.*)}\]-])\/(?:home|root|Users|work|mnt|opt|tmp)\/\w+/g)).toEqual([])
  })

  describe("the lock file", () => {
    const lock = files.find(({ path }) => path === "package-lock.json")?.text ?? "{}"
    const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Locked>> }

    test("names no download addresses", () => {
      expect(Object.keys(packages).length).toBeGreaterThan(100)
      expect(lock).not.toContain('"resolved"')
      expect(lock).not.toContain("://registry")
    })

    test("has every package for every platform, since npm ci refuses one that has not", () => {
      const asked = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
        Object.keys(optionalDependencies),
      )
      expect(
        asked.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))),
      ).toEqual([])
    })

    test("knows what is in every package, but for those of platforms that were out of reach", () => {
      const unknown = Object.entries(packages).filter(([path, { integrity }]) => path !== "" && integrity === undefined)
      expect(unknown.filter(([, { optional }]) => optional !== true).map(([path]) => path)).toEqual([])
    })
  })

  test(`no source file is longer than ${linesMax} lines`, () => {
    const lines = (text: string) => text.split("\n").length - 1
    expect(sources.filter(({ text }) => lines(text) > linesMax).map(({ path }) => path)).toEqual([])
  })
})
