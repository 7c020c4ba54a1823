import { castDraft } from "immer"
import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import { receive } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { lastLogged, serverOf } from "../../ensemble.ts"
import { parentPath } from "../../paths.ts"
import { type Server, serverProcess, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { emptyTree } from "../../tree.ts"
import { counterOf } from "../../zxid.ts"
import { failToWriteEpoch } from "../discovery.ts"
import { start } from "../looking.ts"
import type { QuorumPacket } from "../messages.ts"
import { peerOf } from "../peers.ts"
import { beginSnapshot, finishSnapshot } from "../serialising.ts"
import { eachPeer } from "./choices.ts"
import { nextFromLeader } from "./packets.ts"

/** What is written of a snapshot before the thread that writes it pauses: nothing, or the nodes that have children. */
const pauses = { atTheBeginning: [], afterTheParents: ["/", parentPath] } as const

type Pause = keyof typeof pauses

/** How snapshots are written and lost, and what becomes of epochs that cannot be written. */
export const diskActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { server: number; pause: Pause }>("BeginSnapshot", {
    kind: "workload",
    cites: ["zookeeper.fuzzy-snapshots"],
    choices:
      ensemble.rules.grain === "server"
        ? eachPeer(ensemble).flatMap(({ server }) =>
            (["atTheBeginning", "afterTheParents"] as const).map((pause) => ({ server, pause })),
          )
        : [],
    guard: (state, { server }) =>
      affords(state, "snapshots") &&
      state.servers[server]?.up === true &&
      state.peers[server]?.phase === "broadcast" &&
      state.peers[server].serialisation === null,
    effect: (draft, { server, pause }) => {
      spend(draft, "snapshots")
      beginSnapshot(draft, server, pauses[pause])
    },
  }),
  action<ZooKeeperState, { server: number }>("FinishSnapshot", {
    kind: "protocol",
    cites: ["zookeeper.fuzzy-snapshots", "zookeeper.multi-progress"],
    choices: ensemble.rules.grain === "server" ? eachPeer(ensemble) : [],
    guard: ({ peers, servers }, { server: id }) => {
      const server = servers[id]
      return server !== undefined && (peers[id]?.serialisation ?? null) !== null && hasLogged(server)
    },
    effect: (draft, { server }) => finishSnapshot(draft, server),
  }),
  action<ZooKeeperState, { server: number }>("RestartServerWithoutSnapshots", {
    kind: "fault",
    cites: ["zookeeper.missing-snapshot"],
    choices: ensemble.rules.missingSnapshot === "startsEmpty" ? eachPeer(ensemble) : [],
    guard: (state, { server }) => affords(state, "serverSnapshotLosses") && state.servers[server]?.up === false,
    effect: (draft, { server: id }) => {
      spend(draft, "serverSnapshotLosses")
      Object.assign(serverOf(draft, id), castDraft({ snapshot: emptyTree(), snapshotZxid: 0 }))
      peerOf(draft, id).newerSnapshot = null
      start(draft, ensemble, id)
    },
  }),
  action<ZooKeeperState, { server: number }>("FailToWriteEpoch", {
    kind: "fault",
    cites: ["zookeeper.epoch-files"],
    choices: ensemble.rules.election === "oracleWithEpoch" ? [] : eachPeer(ensemble),
    guard: (state, { server }) => affords(state, "epochWriteFailures") && offeredEpoch(state, server) !== null,
    effect: (draft, { server }) => {
      spend(draft, "epochWriteFailures")
      const epoch = offeredEpoch(draft, server) ?? 0
      receive<QuorumPacket>(
        draft.quorumChannels,
        serverProcess(peerOf(draft, server).leader ?? 0),
        serverProcess(server),
      )
      failToWriteEpoch(draft, ensemble, server, epoch)
    },
  }),
]

/** Whether what a server has applied is in its log. */
const hasLogged = (server: Server): boolean =>
  server.lastProcessed <= lastLogged(server) || counterOf(server.lastProcessed) === 0

/** The epoch that a learner is about to accept, and to write down; null where that is none. */
function offeredEpoch(state: ZooKeeperView, learner: number): number | null {
  const packet = nextFromLeader(state, learner)
  const accepted = state.servers[learner]?.acceptedEpoch ?? 0
  return packet?.kind === "LEADERINFO" && packet.epoch > accepted ? packet.epoch : null
}
