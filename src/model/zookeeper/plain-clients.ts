import { type Action, action } from "../../engine/model.ts"
import { affords, spend } from "../budgets.ts"
import type { ProcessName } from "../network/state.ts"
import { servingIds } from "./actions/ensemble.ts"
import type { Ensemble } from "./actions/index.ts"
import { canRequest, hasIncoming, receive, request } from "./client.ts"
import { canConnect, connect, disconnect, mustDisconnect, startClient, stopClient } from "./connection.ts"
import type { Operation } from "./operations.ts"
import { parentPath, sharedPath } from "./paths.ts"
import type { ZooKeeperState } from "./state.ts"

/** What a client writes: that it was this one, and how many writes were left then, so that a later one has less. */
export interface Written {
  readonly by: ProcessName
  readonly left: number
}

type Client = { readonly client: ProcessName }

/** Clients that do no more than use what ZooKeeper has: connect, ask one thing at a time, read what comes. */
export function plainClientActions(ensemble: Ensemble): readonly Action<ZooKeeperState>[] {
  const { clients } = ensemble
  const each: readonly Client[] = clients.map((client) => ({ client }))
  const ids = servingIds(ensemble)
  return [
    action<ZooKeeperState, Client & { readonly server: number }>("ClientConnects", {
      kind: "protocol",
      cites: ["zookeeper.reconnection", "zookeeper.monotonic-client", "zookeeper.session-creation"],
      choices: clients.flatMap((client) => ids.map((server) => ({ client, server }))),
      guard: (state, { client, server }) => canConnect(state, client, server, ensemble.rules),
      effect: (draft, { client, server }) => connect(draft, client, server),
    }),
    action<ZooKeeperState, Client>("ClientReceives", {
      kind: "protocol",
      cites: ["zookeeper.response-order", "zookeeper.watch-once", "network.fifo"],
      choices: each,
      guard: (state, { client }) => hasIncoming(state, client),
      effect: (draft, { client }) => void receive(draft, client),
    }),
    action<ZooKeeperState, Client>("ClientDisconnects", {
      kind: "protocol",
      cites: ["zookeeper.connection-loss"],
      choices: each,
      guard: (state, { client }) => mustDisconnect(state, client),
      effect: (draft, { client }) => void disconnect(draft, client),
    }),
    asks("ClientWrites", "writes", each, ["zookeeper.version-check"], (by, left) => [
      { op: "setData", path: sharedPath, data: { by, left } satisfies Written, version: -1 },
    ]),
    asks("ClientReads", "reads", each, ["zookeeper.watch-arming", "zookeeper.sync"], () => [
      { op: "sync" },
      { op: "getData", path: sharedPath },
    ]),
    asks("ClientWatches", "watches", each, ["zookeeper.watch-arming"], () => [
      { op: "getData", path: sharedPath, watch: true },
      { op: "getChildren", path: parentPath, watch: true },
    ]),
    creates(each),
    closes(each),
    action<ZooKeeperState, Client>("CrashClient", {
      kind: "fault",
      cites: ["network.crash"],
      choices: each,
      guard: (state, { client }) => affords(state, "clientCrashes") && state.zkClients[client]?.alive === true,
      effect: (draft, { client }) => {
        spend(draft, "clientCrashes")
        stopClient(draft, client)
      },
    }),
    action<ZooKeeperState, Client>("RestartClient", {
      kind: "healing",
      cites: ["network.crash"],
      choices: each,
      guard: (state, { client }) => state.zkClients[client]?.alive === false,
      effect: (draft, { client }) => startClient(draft, client),
    }),
  ]
}

/** A client that waits for nothing asks for something. */
function asks(
  name: string,
  budget: string,
  choices: readonly Client[],
  cites: readonly string[],
  operations: (client: ProcessName, left: number) => readonly Operation[],
): Action<ZooKeeperState> {
  return action<ZooKeeperState, Client>(name, {
    kind: "workload",
    cites,
    choices,
    guard: (state, { client }) => affords(state, budget) && isIdle(state, client),
    effect: (draft, { client }) => {
      spend(draft, budget)
      request(draft, client, operations(client, draft.budgets[budget] ?? 0), name)
    },
  })
}

type Creation = Client & { readonly mode: "plain" | "ephemeral" | "sequential" }

const creates = (each: readonly Client[]): Action<ZooKeeperState> =>
  action<ZooKeeperState, Creation>("ClientCreates", {
    kind: "workload",
    cites: ["zookeeper.create", "zookeeper.sequential", "zookeeper.ephemeral"],
    choices: each.flatMap(({ client }) =>
      (["plain", "ephemeral", "sequential"] as const).map((mode) => ({ client, mode })),
    ),
    guard: (state, { client }) => affords(state, "creates") && isIdle(state, client),
    effect: (draft, { client, mode }) => {
      spend(draft, "creates")
      const path = `${parentPath}/${mode === "sequential" ? "n" : client}`
      const kind = mode === "plain" ? {} : mode === "ephemeral" ? { ephemeral: true } : { sequential: true }
      request(draft, client, [{ op: "create", path, data: null, ...kind }], "create")
    },
  })

/** A client closes its session, and asks for one thing more behind it, as a library would not let it. */
const closes = (each: readonly Client[]): Action<ZooKeeperState> =>
  action<ZooKeeperState, Client>("ClientCloses", {
    kind: "workload",
    cites: ["zookeeper.close-session", "zookeeper.session-expiry", "zookeeper.ephemeral"],
    choices: each,
    guard: (state, { client }) => affords(state, "closes") && isIdle(state, client),
    effect: (draft, { client }) => {
      spend(draft, "closes")
      const path = `${parentPath}/${client}`
      request(draft, client, [{ op: "closeSession" }, { op: "create", path, data: null, ephemeral: true }], "close")
    },
  })

const isIdle = (state: Parameters<typeof canRequest>[0], client: ProcessName): boolean =>
  canRequest(state, client) && state.zkClients[client]?.pending.length === 0
