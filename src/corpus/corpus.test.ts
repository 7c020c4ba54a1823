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

  test("is brought back by what some version did that has it, where there is one; a candidate is in no profile", () => {
    const releases = affectedIn(bug)
    if (bug.id.startsWith("CANDIDATE-") || comparable([bug], profiles).compared.length === 0 || releases === undefined)
      return
    const affected = profiles.filter(({ system, version }) => system === bug.model && hasBug(releases, version))
    const did = affected.filter(({ choices }) => Object.entries(bug.choice).every(([id, is]) => choices[id]?.is === is))
    const explained = (bug.matrix ?? []).flatMap((one) => one.profiles)
    expect(did.length > 0 || affected.every(({ name }) => explained.includes(name))).toBe(true)
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
