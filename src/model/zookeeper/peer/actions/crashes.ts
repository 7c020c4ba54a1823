import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { serverOf } from "../../ensemble.ts"
import type { ZooKeeperState } from "../../state.ts"
import { emptyTree } from "../../tree.ts"
import { crash, start } from "../looking.ts"
import { peerOf } from "../peers.ts"
import { eachPeer } from "./choices.ts"

/** How servers crash and come back. */
export const crashActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { server: number }>("CrashServer", {
    kind: "fault",
    cites: ["network.crash"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => affords(state, "serverCrashes") && state.servers[server]?.up === true,
    effect: (draft, { server }) => {
      spend(draft, "serverCrashes")
      crash(draft, server)
    },
  }),
  action<ZooKeeperState, { server: number }>("RestartServer", {
    kind: "healing",
    cites: ["zookeeper.restart", "zookeeper.boot-checks", "zookeeper.replay"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => state.servers[server]?.up === false,
    effect: (draft, { server }) => start(draft, ensemble, server),
  }),
  action<ZooKeeperState, { server: number }>("RestartServerWithoutDisk", {
    kind: "fault",
    cites: ["zookeeper.disk-loss"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => affords(state, "serverDiskLosses") && state.servers[server]?.up === false,
    effect: (draft, { server: id }) => {
      spend(draft, "serverDiskLosses")
      const server = serverOf(draft, id)
      Object.assign(server, { acceptedEpoch: 0, currentEpoch: 0, snapshot: emptyTree(), snapshotZxid: 0, log: [] })
      Object.assign(peerOf(draft, id), { newerSnapshot: null, acceptedOnDisk: null })
      start(draft, ensemble, id)
    },
  }),
]
