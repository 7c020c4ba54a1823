import { produce } from "immer"
import { expect, test } from "vitest"
import type { Model } from "../../engine/model.ts"
import { receive, request } from "./client.ts"
import { soundRules, zooKeeperConfig } from "./config.ts"
import { canConnect, disconnect, mustDisconnect } from "./connection.ts"
import { canRun, connecting, run, sentTo } from "./driver.ts"
import { zooKeeper } from "./model.ts"
import type { Operation } from "./operations.ts"
import type { ZooKeeperState } from "./state.ts"
import { writeThroughLeader } from "./write.ts"

const budgets = { serverCrashes: 3, cuts: 3, sessionExpiries: 2, clientCrashes: 1, writes: 9, watches: 9, reads: 9 }
const model = zooKeeper(zooKeeperConfig.parse({ clients: 2, budgets }))
const ensemble = { servers: 3, clients: [], rules: soundRules }
const one = "client1"
const both = run(model, model.initial, ...connecting(one, 1), ...connecting("client2", 3))

function ask(state: ZooKeeperState, client: string, server: number, ...operations: readonly Operation[]) {
  const sent = produce(state, (draft) => request(draft, client, operations, "asked"))
  return run(model as Model<ZooKeeperState>, sent, ["ServeRequest", { client, server }])
}

/** What a client hears next. */
function hear(state: ZooKeeperState, client: string) {
  let heard: unknown
  const after = produce(state, (draft) => {
    heard = JSON.parse(JSON.stringify(receive(draft, client)))
  })
  return { heard, after }
}

const set: Operation = { op: "setData", path: "/shared", data: "new", version: -1 }
const get: Operation = { op: "getData", path: "/shared" }
const watch: Operation = { op: "getData", path: "/shared", watch: true }

test("a read at a server that lags is old, and after a sync it is not", () => {
  const written = ask(both, "client2", 3, set)
  const old = hear(ask(written, one, 1, get), one)
  expect(old.heard).toMatchObject({ kind: "reply", purpose: "asked", results: [{ ok: true, data: null, version: 0 }] })
  expect(hear(ask(written, one, 1, { op: "sync" }, get), one).heard).toMatchObject({
    results: [{ ok: true }, { data: "new", version: 1 }],
  })
})

test("a client sees its own write at once, on whatever server it is", () => {
  const { heard } = hear(ask(both, one, 1, set, get), one)
  expect(heard).toMatchObject({ results: [{ version: 1 }, { data: "new" }] })
})

test("a watch fires once, before the answer to the write that set it off", () => {
  const watching = hear(ask(both, one, 1, watch), one).after
  const written = ask(watching, one, 1, set)
  expect(sentTo(written, one, 1).map(({ kind }) => kind)).toEqual(["WatchEvent", "Response"])
  const { heard, after } = hear(written, one)
  expect(heard).toEqual({ kind: "watchEvent", event: { type: "NodeDataChanged", path: "/shared" } })
  expect(sentTo(ask(hear(after, one).after, one, 1, set), one, 1)).toHaveLength(1)
  expect(after.history.watchFaults).toEqual([])
})

test("exists watches for a node to come, getData of a missing node watches nothing, getChildren its children", () => {
  const missing = ask(
    both,
    one,
    1,
    { op: "exists", path: "/x", watch: true },
    { op: "getData", path: "/y", watch: true },
  )
  expect(missing.servers[1]?.connections[one]).toMatchObject({ dataWatches: ["/x"], childWatches: [] })
  const parent = ask(hear(missing, one).after, one, 1, { op: "getChildren", path: "/", watch: true })
  const created = ask(hear(parent, one).after, one, 1, { op: "create", path: "/x", data: null })
  expect(sentTo(created, one, 1).slice(0, 2)).toMatchObject([
    { event: { type: "NodeChildrenChanged", path: "/" } },
    { event: { type: "NodeCreated", path: "/x" } },
  ])
})

test("a deleted node is told once to who watches its data and its children", () => {
  const watching = hear(ask(both, one, 1, { ...watch }, { op: "getChildren", path: "/shared", watch: true }), one).after
  const deleted = ask(watching, one, 1, { op: "delete", path: "/shared", version: -1 })
  expect(sentTo(deleted, one, 1).filter(({ kind }) => kind === "WatchEvent")).toHaveLength(1)
  expect(hear(deleted, one).after.zkClients[one]?.watches).toEqual({})
})

test("who comes back hears what it missed, and goes on watching the rest", () => {
  const paths = hear(ask(both, one, 1, watch, { op: "getData", path: "/nodes", watch: true }), one).after
  const away = produce(paths, (draft) => void disconnect(draft, one))
  const written = ask(away, "client2", 3, set)
  const back = run(
    model,
    written,
    ["ClientConnects", { client: one, server: 3 }],
    ["ServeRequest", { client: one, server: 3 }],
  )
  expect(sentTo(back, one, 3)).toMatchObject([
    { kind: "ConnectResponse" },
    { kind: "WatchEvent", event: { type: "NodeDataChanged", path: "/shared" } },
  ])
  expect(back.servers[3]?.connections[one]?.dataWatches).toEqual(["/nodes"])
  expect(hear(back, one).heard).toEqual({ kind: "connected", renewed: false })
})

test("a server refuses who has seen more than it has", () => {
  const seen = hear(ask(both, "client2", 3, set), "client2").after
  const away = produce(seen, (draft) => void disconnect(draft, "client2"))
  expect([1, 2, 3].map((server) => canConnect(away, "client2", server))).toEqual([false, false, true])
  const applied = run(model, away, ["ApplyCommitted", { server: 1 }])
  expect(canConnect(applied, "client2", 1)).toBe(false)
  const all = run(model, applied, ["ApplyCommitted", { server: 1 }])
  expect(canConnect(all, "client2", 1)).toBe(true)
})

test("a living client is expired, believes on, and learns it only from a message", () => {
  const made = hear(ask(both, one, 1, { op: "create", path: "/e", data: null, ephemeral: true }), one).after
  const expired = run(model, made, ["ExpireSession", { client: one }])
  expect(expired.servers[3]?.tree.nodes["/e"]).toBeUndefined()
  expect(expired.servers[1]?.tree.nodes["/e"]).toBeDefined()
  expect(expired.zkClients[one]?.phase).toBe("connected")
  expect(hear(ask(expired, one, 1, get), one).heard).toMatchObject({ results: [{ ok: true }] })
  const told = hear(run(model, expired, ["ApplyCommitted", { server: 1 }]), one)
  expect(told.heard).toEqual({ kind: "expired", lost: [] })
  expect(told.after.zkClients[one]).toMatchObject({ phase: "expired", session: null, lastZxidSeen: 0, watches: {} })
  expect(hear(run(model, told.after, ...connecting(one, 1).slice(0, 2)), one).heard).toMatchObject({ renewed: true })
})

test("a write in an expired session fails", () => {
  const expired = run(model, both, ["ExpireSession", { client: one }])
  const asked = ask(expired, one, 1, set)
  expect(sentTo(asked, one, 1)).toEqual([{ kind: "Expired" }])
})

test("a session that was expired meanwhile cannot be gone on with", () => {
  const away = produce(both, (draft) => void disconnect(draft, one))
  const expired = run(model, away, ["ExpireSession", { client: one }])
  expect(hear(run(model, expired, ...connecting(one, 1).slice(0, 2)), one).heard).toMatchObject({ kind: "expired" })
})

test("the session of a dead client is expired without a fault, that of one in contact is not", () => {
  expect(canRun(model, both, "ExpireLostSession", { client: one })).toBe(false)
  const dead = run(model, both, ["CrashClient", { client: one }])
  const expired = run(model, dead, ["ExpireLostSession", { client: one }])
  expect(Object.values(expired.servers[3]?.tree.sessions ?? {})).toEqual([{ client: "client2" }])
  expect(canRun(model, expired, "ExpireLostSession", { client: one })).toBe(false)
})

test("a client closes its session and is answered", () => {
  const { heard, after } = hear(ask(both, one, 1, { op: "closeSession" }), one)
  expect(heard).toMatchObject({ kind: "reply", closed: true, results: [{ ok: true }] })
  expect(after.zkClients[one]).toMatchObject({ phase: "disconnected", session: null })
  expect(mustDisconnect(after, one)).toBe(false)
})

test("a connection that lost a message is closed, even if the link is back at once", () => {
  const asked = produce(both, (draft) => request(draft, one, [set], "asked"))
  const link = { from: one, to: "zk1" }
  const cut = run(model, asked, ["CutLink", { ...link, inFlight: "dropped" }], ["HealLink", link])
  expect(mustDisconnect(cut, one)).toBe(true)
  let lost: readonly unknown[] = []
  produce(cut, (draft) => {
    lost = disconnect(draft, one)
  })
  expect(lost).toEqual(["asked"])
})

test("a write without a connection needs a quorum too", () => {
  let result: unknown
  const written = produce(both, (draft) => {
    result = writeThroughLeader(draft, ensemble, null, set)
  })
  expect(result).toMatchObject({ ok: true, version: 1 })
  expect(written.servers[3]?.tree.nodes["/shared"]?.data).toBe("new")
  const down = run(model, both, ["CrashServer", { server: 1 }], ["CrashServer", { server: 2 }])
  expect(produce(down, (draft) => void expect(writeThroughLeader(draft, ensemble, null, set)).toBeNull())).toBe(down)
})

test("in a batch only reads may follow one that sets a watch", () => {
  expect(() => produce(both, (draft) => request(draft, one, [watch, set], "x"))).toThrow("only reads may follow")
})
