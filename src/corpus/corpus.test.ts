import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { affectedIn, hasBug } from "../spec/affected.ts"
import { readBugs } from "../spec/bugs.ts"
import { packageRoot } from "../spec/package-root.ts"
import { readProfiles } from "../spec/profiles.ts"
import { readRules } from "../spec/rules.ts"
import { isAsExpected } from "./examine.ts"
import { comparable } from "./matrix.ts"
import { pairOf } from "./pair.ts"
import { recordedFigures } from "./recorded.ts"

const bugs = readBugs(join(packageRoot, "spec/bugs"))
const rules = readRules(join(packageRoot, "spec/rules"))
const profiles = readProfiles(packageRoot, systems)
const recorded = recordedFigures(packageRoot, bugs)

describe.each(bugs)("$id", (bug) => {
  test("changes a rule, and nothing else", () => {
    const { before, after } = pairOf(bug, systems)
    expect(before.config).not.toEqual(after.config)
    expect(before.property.name).toBe(bug.property)
  })

  test("is about rules of the catalogue", () => {
    const ids = rules.map(({ id }) => id)
    expect(bug.rules.filter((id) => !ids.includes(id))).toEqual([])
  })

  test("tells by number which releases have it, where its system has versions", () => {
    if (comparable([bug], profiles).compared.length > 0) expect(affectedIn(bug)).toBeDefined()
  })

  test("is brought back by what the versions that have it did, and not by what the others did", () => {
    const releases = affectedIn(bug)
    if (
      comparable([bug], profiles).compared.length === 0 ||
      releases === undefined ||
      Object.keys(bug.choice).length === 0
    )
      return
    const explained = (bug.matrix ?? []).flatMap((one) => one.profiles)
    const odd = profiles
      .filter(({ name }) => !explained.includes(name))
      .map((profile) => ({
        profile,
        missing: Object.entries(bug.choice).filter(([id, is]) => profile.choices[id]?.is !== is),
      }))
      .filter(({ profile, missing }) => hasBug(releases, profile.version) !== (missing.length === 0))
      .map(({ profile, missing }) => [
        profile.name,
        missing.length === 0 ? "has it" : `lacks ${missing.map(([id, is]) => `${id}: { is: ${is} }`).join(" and ")}`,
      ])
    expect(odd).toEqual([])
  })

  test("explains what comes out otherwise in versions that there are", () => {
    const named = (bug.matrix ?? []).flatMap((one) => one.profiles)
    expect(named.filter((name) => !profiles.some((profile) => profile.name === name))).toEqual([])
    expect(new Set(named).size).toBe(named.length)
  })

  test("was found when the corpus ran last, and was gone with the rule of today", () => {
    const figures = recorded.find(({ id }) => id === bug.id)
    expect(figures !== undefined && isAsExpected(bug, figures)).toBe(true)
  })
})
