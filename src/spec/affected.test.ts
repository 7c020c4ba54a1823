import { describe, expect, test } from "vitest"
import { affectedIn, hasBug } from "./affected.ts"

describe("the releases that have a bug are read from the words of its entry", () => {
  test.each([
    ["before 2.1.0", "2.1.0", { fixed: ["2.1.0"] }],
    ["0.11.0 to 1.1.1", "2.0.0", { from: "0.11.0", fixed: ["2.0.0"] }],
    ["2.2.0 to 2.5.0", "2.5.1 and 2.6.0", { from: "2.2.0", fixed: ["2.5.1", "2.6.0"] }],
    ["from 2.2.0", "not yet", { from: "2.2.0" }],
    ["all", "not yet", {}],
    ["2.7.0, 2.7.1 and 2.8.0", "2.7.2, 2.8.1 and 3.0.0", { from: "2.7.0", fixed: ["2.7.2", "2.8.1", "3.0.0"] }],
    ["0.11.0.0", "0.11.0.1", { from: "0.11.0.0", fixed: ["0.11.0.1"] }],
    ["every release with ZooKeeper, and before 3.5.0 without it", "3.5.0, without ZooKeeper only", {}],
    ["no release", "2.7.0", "none"],
  ])("%s, fixed in %s", (affected, fixed, releases) => {
    expect(affectedIn({ affected, fixed })).toEqual(releases)
  })

  test.each([
    ["before 2.1.0", "2.2.0"],
    ["some", "2.1.0"],
    ["before 2.1.0", "with KIP-320"],
    ["before the fix", "2.1.0"],
  ])("%s, fixed %s, says too little", (affected, fixed) => {
    expect(affectedIn({ affected, fixed })).toBeUndefined()
    expect(affectedIn({ affected, fixed, versions: { fixed: "2.1.0" } })).toEqual({ fixed: "2.1.0" })
  })
})

test.each([
  [
    { from: "0.11.0", fixed: "2.0.0" },
    ["0.10.2.0", false],
    ["0.11.0.0", true],
    ["1.1.1", true],
    ["2.0.0", false],
    ["3.0.0", false],
  ],
  [{ fixed: ["2.5.1", "2.6.0"] }, ["2.4.1", true], ["2.5.0", true], ["2.5.1", false], ["2.6.0", false]],
  [{ fixed: ["0.10.1.1", "0.11.0.0"] }, ["0.10.1.0", true], ["0.10.1.1", false], ["0.10.2.0", true]],
  [{}, ["0.8.0", true], ["3.9.0", true]],
  ["none" as const, ["2.0.0", false]],
])("of %o: %o", (affected, ...releases) => {
  for (const [version, has] of releases as (readonly [string, boolean])[])
    expect([version, hasBug(affected, version)]).toEqual([version, has])
})
