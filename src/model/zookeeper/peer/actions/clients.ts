import { type Action, action } from "../../../../engine/model.ts"
import { receive } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { asksOnlyToRead, nextAsked } from "../../asked.ts"
import type { ZkMessage } from "../../messages.ts"
import { serverProcess, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { peerIds, sendToLearner } from "../peers.ts"
import { canPropose } from "../pipeline.ts"
import { answerSync, prepareRequest, revalidate } from "../preparing.ts"
import { acceptRevalidation, acceptSync, serve } from "../serving.ts"
import { leaderHandles, learnerHandles } from "./packets.ts"

/** How servers do what clients ask of them, with the help of their leader. */
export const clientActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { server: number; client: string }>("ServeRequest", {
    kind: "protocol",
    cites: [
      "zookeeper.local-reads",
      "zookeeper.writes-through-leader",
      "zookeeper.session-order",
      "zookeeper.response-order",
      "zookeeper.session-creation",
      "zookeeper.session-reattach",
      "zookeeper.monotonic-client",
      "zookeeper.new-leader-zxid",
      "zookeeper.watch-arming",
      "zookeeper.watch-reconnect",
    ],
    choices: peerIds(ensemble).flatMap((server) => ensemble.clients.map((client) => ({ server, client }))),
    guard: (state, { server, client }) => {
      const message = nextAsked(state, server, client)
      return message !== undefined && canServe(state, ensemble, server, message)
    },
    effect: (draft, { server, client }) =>
      serve(draft, ensemble, server, client, receive<ZkMessage>(draft.zkChannels, client, serverProcess(server))),
  }),
  leaderHandles(ensemble, "HandleRequest", {
    kinds: ["REQUEST"],
    cites: [
      "zookeeper.writes-through-leader",
      "zookeeper.zxid",
      "zookeeper.create",
      "zookeeper.sequential",
      "zookeeper.version-check",
      "zookeeper.transaction-content",
      "zookeeper.multi",
      "zookeeper.node-zxids",
      "zookeeper.ephemeral",
      "zookeeper.session-creation",
      "zookeeper.session-moved",
      "zookeeper.close-session",
    ],
    phases: ["upToDate"],
    effect: (draft, { leader, learner }, { client, asked }) =>
      prepareRequest(draft, ensemble, leader, learner, client, asked),
  }),
  leaderHandles(ensemble, "HandleSync", {
    kinds: ["SYNC"],
    cites: ["zookeeper.sync"],
    phases: ["upToDate"],
    effect: (draft, { leader, learner }, { client }) => answerSync(draft, leader, learner, client),
  }),
  leaderHandles(ensemble, "HandleRevalidation", {
    kinds: ["REVALIDATE"],
    cites: ["zookeeper.session-reattach", "zookeeper.session-moved"],
    phases: ["upToDate"],
    effect: (draft, { leader, learner }, { client, session }) => {
      const isValid = revalidate(draft, leader, session, learner)
      sendToLearner(draft, leader, learner, { kind: "REVALIDATE", client, session, isValid })
    },
  }),
  learnerHandles(ensemble, "HandleSynced", {
    kinds: ["SYNC"],
    cites: ["zookeeper.sync", "zookeeper.session-order"],
    when: ({ synchronisation, phase }) => synchronisation === null && phase === "broadcast",
    effect: (draft, { server }, { client }) => acceptSync(draft, ensemble, server, client),
  }),
  learnerHandles(ensemble, "HandleRevalidated", {
    kinds: ["REVALIDATE"],
    cites: ["zookeeper.session-reattach", "zookeeper.watch-reconnect"],
    when: ({ synchronisation, phase }) => synchronisation === null && phase === "broadcast",
    effect: (draft, { server }, packet) => acceptRevalidation(draft, server, packet),
  }),
]

/** Nothing is served while a transaction is being applied (rule B11). A leader that has used up its zxids is about to step down (rule B4), and makes no more transactions. */
function canServe(state: ZooKeeperView, ensemble: Ensemble, id: number, message: ZkMessage): boolean {
  if ((state.peers[id]?.partsApplied ?? 0) > 0) return false
  if (state.peers[id]?.state !== "leading" || canPropose(state, ensemble, id)) return true
  return asksOnlyToRead(message)
}
