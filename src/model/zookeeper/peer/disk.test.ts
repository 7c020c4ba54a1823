import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { zooKeeperConfig } from "../config.ts"
import { canRun, run } from "../driver.ts"
import { zooKeeper } from "../model.ts"
import { zxid } from "../zxid.ts"

type Given = z.input<typeof zooKeeperConfig>

const finer: Given["zookeeper"] = { grain: "server", election: "oracleWithEpoch", newLeaderSteps: "atOnce" }

const model = (zookeeper: Given["zookeeper"], budgets: Given["budgets"], servers = 1) =>
  zooKeeper(zooKeeperConfig.parse({ servers, clients: 0, zookeeper: { ...finer, ...zookeeper }, budgets }))

const leader = { leader: 1 }
const server = { server: 1 }
const change = (what: string) => ["ProposeNodeChange", { leader: 1, change: what }] as const
const logged = ["LogTransaction", server] as const
const applied = ["ApplyCommitted", server] as const

describe("a snapshot beside other work", () => {
  const lone = model({}, { nodeChanges: 2, snapshots: 1, serverCrashes: 1 })
  const begun = run(lone, lone.initial, change("create"), logged, applied, change("delete"), logged, [
    "BeginSnapshot",
    { server: 1, pause: "afterTheParents" },
  ])

  test("has the children that its parents had, as they are in the end", () => {
    const after = run(lone, begun, applied, ["FinishSnapshot", server])
    const { snapshot, snapshotZxid, log } = after.servers[1] ?? {}
    expect(Object.keys(snapshot?.nodes ?? {}).sort()).toEqual(["/", "/nodes", "/shared"])
    expect([snapshot?.nodes["/nodes"]?.creates, snapshotZxid, log?.map((txn) => txn.zxid)]).toEqual([
      1,
      zxid(1, 3),
      [zxid(1, 4)],
    ])
  })

  test("counts for nothing before it is complete", () => {
    const after = run(lone, begun, ["CrashServer", server], ["RestartServer", server])
    expect(after.servers[1]).toMatchObject({ snapshotZxid: zxid(1, 2), lastProcessed: zxid(1, 4) })
    expect(canRun(lone, after, "FinishSnapshot", server)).toBe(false)
  })

  test("is not complete before the log has what is in it", () => {
    const loose = model({ observers: 1 }, { transactions: 1, snapshots: 1 })
    const observed = run(
      loose,
      loose.initial,
      ["ProposeWrite", leader],
      logged,
      ["HandleInform", { server: 2 }],
      ["BeginSnapshot", { server: 2, pause: "atTheBeginning" }],
      ["ApplyCommitted", { server: 2 }],
    )
    expect(canRun(loose, observed, "FinishSnapshot", { server: 2 })).toBe(false)
    const written = run(loose, observed, ["LogTransaction", { server: 2 }])
    expect(canRun(loose, written, "FinishSnapshot", { server: 2 })).toBe(true)
  })
})

describe("a leader that has used up its counter", () => {
  test("steps down", () => {
    const sound = model({ zxidsPerEpoch: 3 }, { transactions: 2 })
    const after = run(sound, sound.initial, ["ProposeWrite", leader])
    expect(canRun(sound, after, "ProposeWrite", leader)).toBe(false)
    expect(canRun(sound, after, "LeaderStepsDown", leader)).toBe(true)
  })

  test("or goes on in the next epoch, and waits for a commit that does not come", () => {
    const wrong = model({ zxidsPerEpoch: 3, zxidRollover: "goesOn" }, { transactions: 2 })
    const writes = [["ProposeWrite", leader] as const, ["ProposeWrite", leader] as const]
    const after = run(wrong, wrong.initial, ...writes, logged, logged)
    expect(after.peers[1]?.outstanding.map(({ txn }) => txn.zxid)).toEqual([zxid(2, 0)])
    expect(canRun(wrong, after, "LeaderStepsDown", leader)).toBe(false)
  })
})

describe("a multi that is given up", () => {
  const multis = [change("multi"), change("multi"), change("create")]

  test.each([
    ["restoresParents", []],
    ["forgetsParents", ["/nodes/n0000000000"]],
  ] as const)("%s: names that exist are %j", (multiRollback, collisions) => {
    const lone = model({ multiRollback }, { nodeChanges: 3 })
    expect(run(lone, lone.initial, ...multis).history.quorum.collisions).toEqual(collisions)
  })

  test("is forgotten only until what was under way is applied", () => {
    const lone = model({ multiRollback: "forgetsParents" }, { nodeChanges: 3 })
    const after = run(lone, lone.initial, change("multi"), change("multi"), logged, applied, change("create"))
    expect([after.history.quorum.collisions, after.peers[1]?.forgotten]).toEqual([[], []])
  })
})

test("a multi that counts from its first change on is applied to its end before its server looks again", () => {
  const lone = model({ multiProgress: "firstChange", zxidsPerEpoch: 3 }, { nodeChanges: 1 })
  const half = run(lone, lone.initial, change("multi"), logged, applied)
  expect(half.servers[1]?.tree.nodes["/nodes/once"]).toBeUndefined()
  const after = run(lone, half, ["LeaderStepsDown", leader])
  expect(after.servers[1]?.tree.nodes["/nodes/once"]).toBeDefined()
})

describe("without its snapshots a server", () => {
  const budgets = { serverCrashes: 1, serverSnapshotLosses: 1 }
  const crashed = (rule: "refused" | "startsEmpty") => {
    const lone = model({ missingSnapshot: rule }, budgets)
    return { lone, state: run(lone, lone.initial, ["CrashServer", server]) }
  }

  test("is not started", () => {
    const { lone, state } = crashed("refused")
    expect(canRun(lone, state, "RestartServerWithoutSnapshots", server)).toBe(false)
  })

  test("or starts with what its log makes of nothing", () => {
    const { lone, state } = crashed("startsEmpty")
    const after = run(lone, state, ["RestartServerWithoutSnapshots", server])
    expect(Object.keys(after.servers[1]?.tree.nodes ?? {})).toEqual(["/"])
  })
})
