import { produce } from "immer"
import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { enabledSteps } from "../../../engine/index.ts"
import type { Model } from "../../../engine/model.ts"
import { receive, request } from "../client.ts"
import { zooKeeperConfig } from "../config.ts"
import { canConnect } from "../connection.ts"
import { canRun, run, sentTo } from "../driver.ts"
import { zooKeeper } from "../model.ts"
import type { Operation } from "../operations.ts"
import type { ZooKeeperState } from "../state.ts"
import { packetActions, threadActions } from "./prompt.ts"

type Given = z.input<typeof zooKeeperConfig>

const budgets = { serverCrashes: 3, cuts: 3, timeouts: 3, sessionExpiries: 2, writes: 9 }

const modelOf = (given: Given = {}): Model<ZooKeeperState> =>
  zooKeeper(
    zooKeeperConfig.parse({
      attachedTo: 1,
      ...given,
      budgets,
      zookeeper: { grain: "server", election: "oracleWithEpoch", ...given.zookeeper },
    }),
  )

const model = modelOf()
const one = "client1"
const set: Operation = { op: "setData", path: "/shared", data: "new", version: -1 }
const get: Operation = { op: "getData", path: "/shared" }
const stale: Operation = { op: "setData", path: "/shared", data: "never", version: 7 }

/** A client asks, one request for each operation. */
const ask = (state: ZooKeeperState, client: string, ...operations: readonly Operation[]) =>
  produce(state, (draft) => {
    for (const operation of operations) request(draft, client, [operation], operation.op)
  })

/** A server takes what a client has asked. */
const serve = (of: typeof model, state: ZooKeeperState, server: number, client = one): ZooKeeperState =>
  canRun(of, state, "ServeRequest", { server, client })
    ? serve(of, run(of, state, ["ServeRequest", { server, client }]), server, client)
    : state

/** Servers do what is left for them to do, but for some actions. */
function settle(of: typeof model, state: ZooKeeperState, ...held: readonly string[]): ZooKeeperState {
  const next = enabledSteps(of, state).find(
    ({ action }) => [...packetActions, ...threadActions].includes(action) && !held.includes(action),
  )
  return next === undefined ? state : settle(of, run(of, state, [next.action, next.choice]), ...held)
}

/** Everything that is on its way to a client, as its library hands it over. */
function heard(state: ZooKeeperState, client = one): unknown[] {
  const all: unknown[] = []
  produce(state, (draft) => {
    const from = `zk${draft.zkClients[client]?.server}>${client}`
    while ((draft.zkChannels[from]?.length ?? 0) > 0) all.push(JSON.parse(JSON.stringify(receive(draft, client))))
  })
  return all
}

describe("the requests of a session", () => {
  test("are answered in their order, and a read sees the writes before it", () => {
    const asked = serve(model, ask(model.initial, one, set, get, set, get), 1)
    expect(heard(settle(model, asked))).toMatchObject([
      { purpose: "setData", results: [{ version: 1 }] },
      { purpose: "getData", results: [{ version: 1, data: "new" }] },
      { purpose: "setData", results: [{ version: 2 }] },
      { purpose: "getData", results: [{ version: 2 }] },
    ])
  })

  test("wait for a write before them, and nobody else's do", () => {
    const two = modelOf({ clients: 2 })
    const asked = ask(ask(two.initial, one, set, get), "client2", get)
    const served = serve(two, serve(two, asked, 1), 1, "client2")
    expect(sentTo(served, one, 1)).toEqual([])
    expect(served.peers[1]?.requests[one]).toHaveLength(2)
    expect(heard(served, "client2")).toMatchObject([{ results: [{ version: 0 }] }])
  })

  test("are prepared against what is proposed and not applied yet", () => {
    const first: Operation = { ...set, version: 0 }
    const second: Operation = { ...set, version: 1 }
    const asked = settle(model, serve(model, ask(model.initial, one, first, second), 1), "ApplyCommitted")
    expect(heard(settle(model, asked))).toMatchObject([{ results: [{ ok: true }] }, { results: [{ version: 2 }] }])
  })

  test("that are refused use up a zxid, and are answered in their place", () => {
    const after = settle(model, serve(model, ask(model.initial, one, set, stale, set), 1))
    expect(heard(after)).toMatchObject([
      { results: [{ version: 1 }] },
      { results: [{ ok: false, error: "BadVersion" }] },
      { results: [{ version: 2 }] },
    ])
    expect(after.servers[3]?.log.map(({ zxid, changes }) => [zxid, Object.keys(changes)])).toEqual([
      [1_000_003, ["/shared"]],
      [1_000_004, []],
      [1_000_005, ["/shared"]],
    ])
  })

  test("of a connection that is lost are done, and answered to nobody", () => {
    const asked = serve(model, ask(model.initial, one, set), 1)
    const gone = run(
      model,
      asked,
      ["CutLink", { from: one, to: "zk1", inFlight: "dropped" }],
      ["ClientDisconnects", { client: one }],
    )
    const after = settle(model, gone)
    expect(after.servers[1]?.tree.nodes["/shared"]?.version).toBe(1)
    expect([sentTo(after, one, 1), after.peers[1]?.requests]).toEqual([[], {}])
  })

  test("are served by an observer too", () => {
    const observed = modelOf({ attachedTo: 4, zookeeper: { observers: 1 } })
    const after = settle(observed, serve(observed, ask(observed.initial, one, set, get), 4))
    expect(heard(after)).toMatchObject([{ results: [{ version: 1 }] }, { results: [{ data: "new" }] }])
  })
})

describe("a sync", () => {
  const two = modelOf({ clients: 2 })
  const moved = produce(two.initial, (draft) => {
    const { connections } = draft.servers[1] ?? {}
    if (connections?.client2) delete connections.client2
    Object.assign(draft.zkClients.client2 ?? {}, { server: 3 })
    const connection = { session: 2, dataWatches: [], childWatches: [] }
    Object.assign(draft.servers[3]?.connections ?? {}, { client2: connection })
  })

  test("is answered behind what the leader has proposed, and once that is applied", () => {
    const written = serve(two, ask(moved, "client2", set), 3, "client2")
    const asked = serve(two, ask(written, one, { op: "sync" }, get), 1)
    const waiting = settle(two, asked, "ApplyCommitted")
    expect(sentTo(waiting, one, 1)).toEqual([])
    expect(heard(settle(two, waiting))).toMatchObject([{ purpose: "sync" }, { results: [{ data: "new" }] }])
  })

  test("is answered by a leader that nobody follows any more, unless it asks a quorum", () => {
    const left = (of: typeof model) =>
      run(of, of.initial, ["LearnerTimesOut", { server: 1 }], ["LearnerTimesOut", { server: 2 }])
    const alone = modelOf({ attachedTo: 3 })
    expect(heard(serve(alone, ask(left(alone), one, { op: "sync" }), 3))).toMatchObject([{ results: [{ ok: true }] }])
    const asking = modelOf({ attachedTo: 3, zookeeper: { sync: "quorum" } })
    expect(heard(settle(asking, serve(asking, ask(left(asking), one, { op: "sync" }), 3)))).toEqual([])
  })
})

describe("a session", () => {
  const create: Operation = { op: "create", path: "/nodes/mine", data: null, ephemeral: true }
  const owning = settle(model, serve(model, ask(model.initial, one, create), 1))

  test("is opened by a transaction, and its client connected when its server has applied that", () => {
    const fresh = modelOf({ attachedTo: 0 })
    const asked = serve(fresh, run(fresh, fresh.initial, ["ClientConnects", { client: one, server: 1 }]), 1)
    expect(canRun(fresh, asked, "ClientDisconnects", { client: one })).toBe(false)
    const after = settle(fresh, asked)
    expect(heard(after)).toEqual([{ kind: "connected", renewed: true }])
    expect(after.servers[2]?.tree.sessions).toEqual({ 1000003: { client: one } })
  })

  test("that the leader expires takes its ephemeral node along, and its client is told where it is applied", () => {
    const expiring = run(model, owning, ["ExpireSession", { client: one }])
    expect(canRun(model, expiring, "ExpireSession", { client: one })).toBe(false)
    expect(expiring.servers[1]?.tree.nodes["/nodes/mine"]).toBeDefined()
    const after = settle(model, expiring)
    expect(after.servers[1]?.tree.nodes["/nodes/mine"]).toBeUndefined()
    expect(heard(after).at(-1)).toMatchObject({ kind: "expired" })
  })

  test("that is being expired writes nothing more", () => {
    const expiring = run(model, owning, ["ExpireSession", { client: one }])
    const after = settle(model, serve(model, ask(expiring, one, set), 1))
    expect(after.servers[3]?.tree.nodes["/shared"]?.version).toBe(0)
  })

  test("goes on at another server, which asks the leader; what its old server still forwards is refused", () => {
    const asked = serve(model, ask(owning, one, set), 1)
    const moving = run(
      model,
      asked,
      ["CutLink", { from: one, to: "zk1", inFlight: "dropped" }],
      ["ClientDisconnects", { client: one }],
      ["ClientConnects", { client: one, server: 2 }],
    )
    const other = run(model, serve(model, moving, 2), ["HandleRevalidation", { leader: 3, learner: 2 }])
    const after = settle(model, other)
    expect(heard(after)).toEqual([{ kind: "connected", renewed: false }])
    expect(after.servers[3]?.tree.nodes["/shared"]?.version).toBe(0)
    expect(after.peers[1]?.requests).toEqual({})
  })

  test("goes on at no server that has come less far than its client has seen", () => {
    const written = settle(model, serve(model, ask(model.initial, one, set), 1), "HandleCommit")
    const seen = run(model, settleOne(written), ["ClientReceives", { client: one }])
    const gone = run(model, seen, ["CrashServer", { server: 1 }], ["ClientDisconnects", { client: one }])
    expect([canConnect(gone, one, 2), canConnect(gone, one, 3)]).toEqual([false, true])
  })

  test("is lost with the connection where its server looks for a leader", () => {
    const looking = run(model, owning, ["LearnerTimesOut", { server: 1 }])
    expect(looking.servers[1]?.connections).toEqual({})
    expect(canRun(model, looking, "ClientDisconnects", { client: one })).toBe(true)
  })
})

/** Only server 1 hears of what is committed. */
const settleOne = (state: ZooKeeperState): ZooKeeperState =>
  run(model, state, ["HandleCommit", { server: 1 }], ["ApplyCommitted", { server: 1 }])
