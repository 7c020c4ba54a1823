import { expect, test } from "vitest"
import { zooKeeperConfig } from "./config.ts"
import { canRun, connecting, run } from "./driver.ts"
import { authoritativeTree, leaderServer } from "./ensemble.ts"
import { zooKeeper } from "./model.ts"
import type { ZooKeeperState } from "./state.ts"
import { zxid } from "./zxid.ts"

const budgets = { serverCrashes: 5, serverDiskLosses: 1, cuts: 5, writes: 5, reads: 1 }
const three = zooKeeper(zooKeeperConfig.parse({ budgets }))
const five = zooKeeper(zooKeeperConfig.parse({ servers: 5, budgets }))
const writing = (server: number) =>
  [
    ["ClientWrites", { client: "client1" }],
    ["ServeRequest", { client: "client1", server }],
  ] as const
const cut = (a: number, b: number) => ["CutLink", { from: `zk${a}`, to: `zk${b}`, inFlight: "dropped" }] as const

const roles = ({ servers }: ZooKeeperState) => Object.values(servers).map(({ role }) => role)

test("an ensemble at rest elects nobody", () => {
  expect(leaderServer(three.initial)).toBe(3)
  expect(canRun(three, three.initial, "ElectZooKeeperLeader", { leader: 3, voters: [1, 2, 3] })).toBe(false)
  expect(canRun(three, three.initial, "FollowerLeaves", { server: 1 })).toBe(false)
})

test("the survivors elect the one with the latest transaction, not the largest number", () => {
  const behind = run(three, three.initial, cut(2, 3), ["FollowerLeaves", { server: 2 }], ...connecting("client1", 1))
  const alone = run(three, behind, ["CrashServer", { server: 3 }], ["FollowerLeaves", { server: 1 }])
  expect(canRun(three, alone, "ElectZooKeeperLeader", { leader: 2, voters: [1, 2] })).toBe(false)
  const elected = run(three, alone, ["ElectZooKeeperLeader", { leader: 1, voters: [1, 2] }])
  expect(elected.servers[2]).toMatchObject({ role: "following", leader: 1, currentEpoch: 2, acceptedEpoch: 2 })
  expect(elected.servers[2]?.tree).toEqual(elected.servers[1]?.tree)
})

test("a new leader is at (epoch, 0) and its followers are where they were", () => {
  const state = run(
    three,
    three.initial,
    ["CrashServer", { server: 3 }],
    ["FollowerLeaves", { server: 1 }],
    ["FollowerLeaves", { server: 2 }],
    ["ElectZooKeeperLeader", { leader: 2, voters: [1, 2] }],
  )
  expect(state.servers[2]?.lastProcessed).toBe(zxid(2, 0))
  expect(state.servers[1]?.lastProcessed).toBe(zxid(1, 2))
  const seen = run(three, state, ...connecting("client1", 2), ...writing(2), ["ClientReceives", { client: "client1" }])
  expect(seen.zkClients.client1?.lastZxidSeen).toBe(zxid(2, 2))
})

test("one of three elects nobody, and neither do two of five", () => {
  const one = run(
    three,
    three.initial,
    ["CrashServer", { server: 3 }],
    ["CrashServer", { server: 2 }],
    ["FollowerLeaves", { server: 1 }],
  )
  expect(three.actions.find(({ name }) => name === "ElectZooKeeperLeader")?.choices).toHaveLength(9)
  expect(roles(one)).toEqual(["looking", "looking", "looking"])
  expect(canRun(three, one, "ElectZooKeeperLeader", { leader: 1, voters: [1] })).toBe(false)
  const choices = five.actions.find(({ name }) => name === "ElectZooKeeperLeader")?.choices
  expect((choices as { voters: number[] }[]).every(({ voters }) => voters.length >= 3)).toBe(true)
})

test("a leader that is cut off still serves, until it steps down; meanwhile another leads, and a sync is no help", () => {
  const split = run(
    three,
    run(three, three.initial, ...connecting("client1", 3)),
    cut(3, 1),
    cut(3, 2),
    ["FollowerLeaves", { server: 1 }],
    ["FollowerLeaves", { server: 2 }],
    ["ElectZooKeeperLeader", { leader: 2, voters: [1, 2] }],
  )
  expect(roles(split)).toEqual(["following", "leading", "leading"])
  expect(leaderServer(split)).toBe(2)
  const ahead = run(
    three,
    split,
    ["ClientReads", { client: "client1" }],
    ["ServeRequest", { client: "client1", server: 3 }],
  )
  expect(ahead.zkChannels["zk3>client1"]).toMatchObject([{ results: [{ ok: true }, { version: 0 }] }])
  const refused = run(three, split, ...writing(3))
  expect(refused.servers[3]).toMatchObject({ role: "looking", connections: {} })
  expect(refused.servers[3]?.log).toHaveLength(1)
  expect(refused.zkChannels["zk3>client1"]).toEqual([])
  expect(canRun(three, refused, "ClientDisconnects", { client: "client1" })).toBe(true)
  const healed = run(
    three,
    refused,
    ["HealLink", { from: "zk3", to: "zk1" }],
    ["HealLink", { from: "zk3", to: "zk2" }],
    ["FollowerJoins", { server: 3, leader: 2 }],
  )
  expect(healed.servers[3]?.log).toEqual([])
  expect(healed.servers[3]?.tree).toEqual(authoritativeTree(healed))
})

test("a follower that missed a transaction while it was cut off must join again", () => {
  const missed = run(three, run(three, three.initial, cut(1, 3)), ...connecting("client1", 2), [
    "HealLink",
    { from: "zk1", to: "zk3" },
  ])
  expect(canRun(three, missed, "ApplyCommitted", { server: 1 })).toBe(false)
  const joined = run(three, missed, ["FollowerLeaves", { server: 1 }], ["FollowerJoins", { server: 1, leader: 3 }])
  expect(joined.servers[1]?.tree).toEqual(joined.servers[3]?.tree)
})

test("a server that has promised itself to a later epoch refuses a leader of an earlier one", () => {
  const looking = run(three, three.initial, ["CrashServer", { server: 1 }], ["RestartServer", { server: 1 }])
  const server = looking.servers[1]
  const promised = { ...looking, servers: { ...looking.servers, 1: { ...server, acceptedEpoch: 2 } } } as ZooKeeperState
  expect(canRun(three, looking, "FollowerJoins", { server: 1, leader: 3 })).toBe(true)
  expect(canRun(three, promised, "FollowerJoins", { server: 1, leader: 3 })).toBe(false)
})

test("a leader without zxids steps down, and the next epoch counts from one", () => {
  const short = zooKeeper(zooKeeperConfig.parse({ zookeeper: { zxidsPerEpoch: 3 }, budgets }))
  const used = run(short, short.initial, ...connecting("client1", 3))
  const next = run(
    short,
    used,
    ["LeaderStepsDown", { server: 3 }],
    ["FollowerLeaves", { server: 1 }],
    ["FollowerLeaves", { server: 2 }],
    ["ElectZooKeeperLeader", { leader: 3, voters: [1, 2, 3] }],
    ["ClientDisconnects", { client: "client1" }],
    ...connecting("client1", 3),
    ...writing(3),
  )
  expect(next.servers[3]?.tree.nodes["/shared"]?.mzxid).toBe(zxid(2, 1))
})

test("a restart replays the log; without its disk a server starts from nothing", () => {
  const down = run(three, run(three, three.initial, ...connecting("client1", 3)), ["CrashServer", { server: 1 }])
  expect(down.servers[1]?.tree.sessions).toEqual({})
  const restarted = run(three, down, ["RestartServer", { server: 1 }])
  expect(restarted.servers[1]?.tree).toEqual(down.servers[3]?.tree)
  const empty = run(three, down, ["RestartServerWithoutDisk", { server: 1 }])
  expect(empty.servers[1]).toMatchObject({ acceptedEpoch: 0, snapshotZxid: 0, log: [], lastProcessed: 0 })
})
