import { type Action, action } from "../../../engine/model.ts"
import { invariant } from "../../../errors.ts"
import { receive } from "../../network/channels.ts"
import { asksOnlyToRead, nextAsked } from "../asked.ts"
import { applyAt, compact } from "../broadcast.ts"
import { isInTouch, leaderFor } from "../ensemble.ts"
import type { ZkMessage } from "../messages.ts"
import { serveConnect } from "../serve-connect.ts"
import { serveOperations } from "../serve-operations.ts"
import { serverProcess, type ZooKeeperState } from "../state.ts"
import { plain } from "../tree.ts"
import { type Ensemble, eachServer, serverIds } from "./ensemble.ts"

/**
 * A server takes a client's oldest message. It answers reads from its own tree; everything else goes
 * through its leader, at once (coarse: no message between servers).
 */
export const serveRequest = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number; client: string }>("ServeRequest", {
    kind: "protocol",
    cites: [
      "zookeeper.local-reads",
      "zookeeper.writes-through-leader",
      "zookeeper.session-order",
      "zookeeper.sync",
      "zookeeper.response-order",
      "zookeeper.zxid",
      "zookeeper.write-majority",
      "zookeeper.commit-order",
      "zookeeper.create",
      "zookeeper.sequential",
      "zookeeper.version-check",
      "zookeeper.transaction-content",
      "zookeeper.multi",
      "zookeeper.node-zxids",
      "zookeeper.ephemeral",
      "zookeeper.session-creation",
      "zookeeper.session-reattach",
      "zookeeper.session-moved",
      "zookeeper.close-session",
      "zookeeper.watch-arming",
      "zookeeper.watch-triggers",
      "zookeeper.watch-reconnect",
      "quorum.majority",
    ],
    choices: serverIds(ensemble.servers).flatMap((server) => ensemble.clients.map((client) => ({ server, client }))),
    guard: (state, { server, client }) => {
      const message = nextAsked(state, server, client)
      return message !== undefined && (asksOnlyToRead(message) || leaderFor(state, server) !== null)
    },
    effect: (draft, { server, client }) => {
      const message = receive<ZkMessage>(draft.zkChannels, client, serverProcess(server))
      if (message.kind === "ConnectRequest") serveConnect(draft, ensemble.rules, server, client, message)
      else if (message.kind === "Request") serveOperations(draft, ensemble.rules, server, client, message.operations)
      else invariant(false, `a client sent a ${message.kind}`)
      compact(draft)
    },
  })

/** A follower applies the next transaction that its leader has committed. */
export const applyCommitted = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("ApplyCommitted", {
    kind: "protocol",
    cites: ["zookeeper.apply", "zookeeper.commit-order", "zookeeper.watch-triggers"],
    choices: eachServer(ensemble),
    guard: (state, { server: id }) => {
      const server = state.servers[id]
      if (!server?.up || server.role !== "following" || server.leader === null) return false
      const last = server.log[server.log.length - 1]
      return last !== undefined && last.zxid > server.lastProcessed && isInTouch(state, id, server.leader)
    },
    effect: (draft, { server: id }) => {
      const server = draft.servers[id]
      invariant(server, `no server ${id}`)
      const next = plain(server.log).find(({ zxid }) => zxid > server.lastProcessed)
      invariant(next, `server ${id} has applied everything`)
      applyAt(draft, ensemble.rules, id, next)
      compact(draft)
    },
  })
