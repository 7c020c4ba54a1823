import { castDraft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { invariant } from "../../../errors.ts"
import { affords, spend } from "../../budgets.ts"
import { compact, startLooking } from "../broadcast.ts"
import { lastLogged, serverOf } from "../ensemble.ts"
import type { ZooKeeperDraft, ZooKeeperState } from "../state.ts"
import { emptyTree, plain } from "../tree.ts"
import { type Ensemble, eachServer } from "./ensemble.ts"

/** A server's process dies: what it had in memory is gone, and so is what was on its way to it. */
export const crashServer = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("CrashServer", {
    kind: "fault",
    cites: ["network.crash"],
    choices: eachServer(ensemble),
    guard: (state, { server }) => affords(state, "serverCrashes") && state.servers[server]?.up === true,
    effect: (draft, { server: id }) => {
      spend(draft, "serverCrashes")
      startLooking(draft, id)
      const server = serverOf(draft, id)
      server.up = false
      server.tree = castDraft(emptyTree())
      server.lastProcessed = 0
      compact(draft)
    },
  })

/** A server starts again from its disk: the snapshot and all of the log. */
export const restartServer = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("RestartServer", {
    kind: "healing",
    cites: ["zookeeper.restart"],
    choices: eachServer(ensemble),
    guard: (state, { server }) => state.servers[server]?.up === false,
    effect: (draft, { server }) => restart(draft, server),
  })

/** A server comes back with an empty disk, and may vote as one that has never seen anything (rule R5). */
export const restartServerWithoutDisk = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("RestartServerWithoutDisk", {
    kind: "fault",
    cites: ["zookeeper.disk-loss"],
    choices: eachServer(ensemble),
    guard: (state, { server }) => affords(state, "serverDiskLosses") && state.servers[server]?.up === false,
    effect: (draft, { server: id }) => {
      spend(draft, "serverDiskLosses")
      const server = serverOf(draft, id)
      Object.assign(server, { acceptedEpoch: 0, currentEpoch: 0, snapshot: emptyTree(), snapshotZxid: 0, log: [] })
      restart(draft, id)
    },
  })

/** With `flush: afterAck`, a server comes back without the last transaction it had said it held. */
export const restartServerWithLostTail = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("RestartServerWithLostTail", {
    kind: "fault",
    cites: ["zookeeper.durable-before-ack"],
    choices: ensemble.rules.flush === "afterAck" ? eachServer(ensemble) : [],
    guard: (state, { server: id }) => {
      const server = state.servers[id]
      return affords(state, "serverTailLosses") && server?.up === false && server.log.length > 0
    },
    effect: (draft, { server: id }) => {
      spend(draft, "serverTailLosses")
      const server = serverOf(draft, id)
      server.log = castDraft(plain(server.log).slice(0, -1))
      restart(draft, id)
    },
  })

function restart(draft: ZooKeeperDraft, id: number): void {
  const server = serverOf(draft, id)
  server.up = true
  startLooking(draft, id)
  invariant(server.lastProcessed === lastLogged(server), "a start replays the whole log")
}
