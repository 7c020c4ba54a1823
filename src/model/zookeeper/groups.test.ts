import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { enabledSteps } from "../../engine/index.ts"
import { zooKeeperConfig } from "./config.ts"
import { run } from "./driver.ts"
import { zooKeeper } from "./model.ts"

type Given = z.input<typeof zooKeeperConfig>

const two = [
  [1, 2],
  [3, 4],
]

const model = (given: Given) => zooKeeper(zooKeeperConfig.parse(given))

/** The sets of voters that can elect a leader once everybody looks for one, by the leader they make. */
function electorates(given: Given): Record<number, number[][]> {
  const { actions } = model(given)
  const { choices } = actions.find(({ name }) => name === "ElectZooKeeperLeader") as (typeof actions)[number]
  const found: Record<number, number[][]> = {}
  for (const { leader, voters } of choices as readonly { leader: number; voters: number[] }[])
    found[leader] = [...(found[leader] ?? []), voters]
  return found
}

describe.each(["atomic", "zab", "server"] as const)("who elects in the grain %s", (grain) => {
  const election = "oracleWithEpoch" as const

  test("needs most of each of two groups", () => {
    const rules = { grain, election, groups: two }
    expect(electorates({ servers: 4, zookeeper: rules })[4]).toEqual([[1, 2, 3, 4]])
  })

  test("needs most of the weight", () => {
    const rules = { grain, election, groups: [[1, 2, 3]], weights: { 1: 3 } }
    const { 1: first, 2: second, 3: third } = electorates({ zookeeper: rules })
    expect([first, second, third]).toEqual([
      [[1], [1, 2], [1, 3], [1, 2, 3]],
      [
        [1, 2],
        [1, 2, 3],
      ],
      [
        [1, 3],
        [1, 2, 3],
      ],
    ])
  })

  test("does without servers that have no weight, and never elects one", () => {
    const given: Given = {
      servers: 4,
      zookeeper: { grain, election, groups: two, weights: { 3: 0, 4: 0 } },
    }
    expect(Object.keys(electorates(given))).toEqual(["1", "2"])
    expect(model(given).initial.servers[2]?.role).toBe("leading")
  })
})

test.each(["atomic", "server"] as const)("in the grain %s a leader without its group's weight steps down", (grain) => {
  const zookeeper: Given["zookeeper"] = {
    grain,
    election: "oracleWithEpoch",
    groups: [[1, 2, 3]],
    weights: { 1: 3 },
  }
  const heavy = model({ clients: 0, zookeeper, budgets: { serverCrashes: 1 } })
  const names = (server: number): string[] => {
    const after = run(heavy, heavy.initial, ["CrashServer", { server }])
    return enabledSteps(heavy, after).map(({ action }) => action)
  }
  expect(names(2)).not.toContain("LeaderStepsDown")
  expect(names(1)).toContain("LeaderStepsDown")
})

test.each(["oracle", "oracleWithEpoch"] as const)(
  "by %s a server that is a quorum by itself leads alone",
  (election) => {
    const zookeeper: Given["zookeeper"] = { grain: "server", election, groups: [[1, 2, 3]], weights: { 1: 3 } }
    const heavy = model({ clients: 0, zookeeper, budgets: { serverCrashes: 3 } })
    const after = run(
      heavy,
      heavy.initial,
      ...[2, 3, 1].map((server) => ["CrashServer", { server }] as const),
      ["RestartServer", { server: 1 }],
      ["ElectZooKeeperLeader", { leader: 1, voters: [1] }],
    )
    expect(after.servers[1]).toMatchObject({ role: "leading", currentEpoch: 2, lastProcessed: 2_000_000 })
  },
)

describe("groups that are no groups are refused", () => {
  test.each<[string, Given["zookeeper"], string]>([
    ["a stranger", { groups: [[1, 2, 3, 5]] }, "expected a voter from 1 to 4, found 5"],
    ["twice", { groups: [...two, [1]] }, "expected each voter in one group, found 1 once more"],
    ["none", { groups: [[1, 2], [3]] }, "expected each voter in a group, and 4 is in none"],
    ["weights alone", { weights: { 1: 2 } }, "expected groups as well"],
    [
      "the weight of a stranger",
      { groups: two, weights: { 5: 2 } },
      "expected the number of a voter, from 1 to 4, found 5",
    ],
    [
      "no weight at all",
      { groups: two, weights: { 1: 0, 2: 0, 3: 0, 4: 0 } },
      "expected a voter whose weight is not 0",
    ],
  ])("%s", (_what, zookeeper, says) => {
    expect(() => zooKeeperConfig.parse({ servers: 4, zookeeper })).toThrow(says)
  })
})
