import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { exhaustive, explore } from "../../src/engine/index.ts"
import type { Property } from "../../src/engine/property.ts"
import { tolerated } from "../../src/model/quorum/index.ts"
import { soundRules, type ZooKeeperState, zooKeeper, zooKeeperConfig } from "../../src/model/zookeeper/index.ts"
import {
  acknowledgedWritesSurvive,
  anElectionIsRefused,
  anOldLeaderLingers,
  noSplitBrainInZooKeeper,
  treesConverge,
  watchesFireOnceAndFirst,
  zooKeeperFailsOver,
  zooKeeperProperties,
} from "./index.ts"
import { toleratedBy } from "./odd-ensembles.ts"

type Given = z.input<typeof zooKeeperConfig>

const model = (given: Given) => zooKeeper(zooKeeperConfig.parse(given))
const check = (given: Given, ...properties: readonly Property<ZooKeeperState>[]) =>
  exhaustive(model(given), properties, { healing: false })
const promises = zooKeeperProperties.filter(({ kind }) => kind === "always" || kind === "alwaysNext")

/** A promise, what is wrong, a configuration in which that breaks it, and the steps of a shortest way. */
interface Wrong {
  readonly promise: Property<ZooKeeperState>
  readonly wrong: NonNullable<Given["zookeeper"]>
  readonly given: Given
  readonly steps: number
}

const four: Given = { servers: 4, clients: 0, budgets: { serverCrashes: 1, writes: 0 } }
const fourWithAClient: Given = { servers: 4, budgets: { serverCrashes: 2 } }
const losingTails: Given = { budgets: { serverCrashes: 2, serverTailLosses: 1 } }
const watching: Given = { budgets: { serverCrashes: 0, writes: 2, watches: 1 } }

const wrongModels: readonly Wrong[] = [
  { promise: noSplitBrainInZooKeeper, wrong: { electionQuorum: "half" }, given: four, steps: 4 },
  { promise: noSplitBrainInZooKeeper, wrong: { writeQuorum: "half" }, given: fourWithAClient, steps: 4 },
  { promise: acknowledgedWritesSurvive, wrong: { writeQuorum: "half" }, given: fourWithAClient, steps: 4 },
  { promise: acknowledgedWritesSurvive, wrong: { flush: "afterAck" }, given: losingTails, steps: 7 },
  { promise: watchesFireOnceAndFirst, wrong: { watches: "replyFirst" }, given: watching, steps: 9 },
  { promise: watchesFireOnceAndFirst, wrong: { watches: "everyTime" }, given: watching, steps: 13 },
]

describe("wrong models", () => {
  test.each(wrongModels)("$promise.name is broken by $wrong", ({ promise, wrong, given, steps }) => {
    const { verdict, violation } = check({ ...given, zookeeper: wrong }, promise)
    expect([verdict, violation?.length]).toEqual(["violated", steps])
  })

  test.each(wrongModels)("$promise.name holds without $wrong", ({ promise, given }) => {
    expect(explore(model(given), [promise], { runs: 150 }).verdict).toBe("passed")
  })

  test("a majority of lost disks loses what was acknowledged, by the right rules", () => {
    const { violation } = check({ budgets: { serverCrashes: 2, serverDiskLosses: 1 } }, acknowledgedWritesSurvive)
    expect(violation?.where).toMatchObject({ what: "a leader is without it" })
  })
})

describe("the right model", () => {
  test.each([
    ["one crash of three", { budgets: { serverCrashes: 1 } }, 4722],
    ["three crashes of five", { servers: 5, clients: 0, budgets: { serverCrashes: 3, writes: 0 } }, 19_146],
    ["one cut", { clients: 0, budgets: { cuts: 3, serverCrashes: 0, writes: 0 } }, null],
  ] as const)("keeps every promise: %s", (_what, given, states) => {
    const report = check(given, ...promises)
    expect(report.verdict).toBe("holds")
    if (states !== null) expect(report.states.distinct).toBe(states)
  })

  test("passes random runs with every fault but lost disks, and reaches every goal", () => {
    const budgets = { serverCrashes: 2, cuts: 3, sessionExpiries: 1, clientCrashes: 1, writes: 2, creates: 2, reads: 2 }
    const busy = model({
      clients: 2,
      inFlight: "either",
      zookeeper: { electors: "anyQuorum" },
      budgets: { ...budgets, watches: 2 },
    })
    expect(explore(busy, zooKeeperProperties, { runs: 1000 }).verdict).toBe("passed")
  })

  test("comes together again from every state", () => {
    expect(exhaustive(model({}), [treesConverge]).verdict).toBe("holds")
  })

  test("fails over, refuses an election and has an old leader linger", () => {
    const goals = [zooKeeperFailsOver, anElectionIsRefused, anOldLeaderLingers]
    const given = { clients: 0, budgets: { serverCrashes: 2, cuts: 2, writes: 0 } }
    expect(check(given, ...goals).verdict).toBe("holds")
  })
})

describe("odd ensembles", () => {
  const half = { electionQuorum: "half", writeQuorum: "half" } as const

  test("half of four would survive two crashes, at the price of a split brain", () => {
    expect(toleratedBy(4, { ...soundRules, ...half })).toBe(2)
    expect(toleratedBy(4)).toBe(1)
  })

  test.each([1, 2, 3, 4, 5, 6, 7])("an ensemble of %i tolerates what arithmetic says", (size) => {
    expect(toleratedBy(size)).toBe(tolerated(size))
  })

  test.each([2, 4, 6])("an ensemble of %i tolerates no more than one server fewer", (size) => {
    expect(toleratedBy(size)).toBe(toleratedBy(size - 1))
  })

  describe.each(["zab", "server"] as const)("message by message, at the grain %s", (grain) => {
    const rules = { ...soundRules, grain, election: "oracle" } as const

    test.each([3, 4, 5])("an ensemble of %i tolerates what arithmetic says", (size) => {
      expect(toleratedBy(size, rules)).toBe(tolerated(size))
    })

    test("half of four would survive two crashes", () => {
      expect(toleratedBy(4, { ...rules, ...half })).toBe(2)
    })
  })
})
