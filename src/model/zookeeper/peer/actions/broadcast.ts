import { castDraft } from "immer"
import { type Action, action } from "../../../../engine/model.ts"
import { invariant } from "../../../../errors.ts"
import { affords, spend } from "../../../budgets.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { sharedPath } from "../../paths.ts"
import type { ZooKeeperState } from "../../state.ts"
import { acknowledge, applyNext, writeNext } from "../broadcast.ts"
import {
  acceptCommit,
  acceptInform,
  acceptProposal,
  commitWhileSynchronising,
  informWhileSynchronising,
} from "../learner.ts"
import { isLeading, peerOf } from "../peers.ts"
import { canPropose, newestTree } from "../pipeline.ts"
import { type NodeChange, operationFor, request } from "../requests.ts"
import { acknowledgeNewLeader } from "../synchronisation.ts"
import { eachLeader, eachPeer } from "./choices.ts"
import { leaderHandles, learnerHandles } from "./packets.ts"

/** How transactions are proposed, logged, committed and applied. */
export const broadcastActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { leader: number }>("ProposeWrite", {
    kind: "workload",
    cites: ["zookeeper.zxid", "zookeeper.write-majority"],
    choices: eachLeader(ensemble),
    guard: (state, { leader }) =>
      affords(state, "transactions") && isLeading(state, leader) && canPropose(state, ensemble, leader),
    effect: (draft, { leader }) => {
      spend(draft, "transactions")
      request(draft, ensemble, leader, { op: "setData", path: sharedPath, data: null, version: -1 })
    },
  }),
  action<ZooKeeperState, { leader: number; change: NodeChange }>("ProposeNodeChange", {
    kind: "workload",
    cites: ["zookeeper.create", "zookeeper.sequential", "zookeeper.multi", "zookeeper.multi-rollback"],
    choices: eachLeader(ensemble).flatMap(({ leader }) =>
      (["create", "createBelow", "delete", "multi"] as const).map((change) => ({ leader, change })),
    ),
    guard: (state, { leader, change }) => {
      if (!affords(state, "nodeChanges") || !isLeading(state, leader) || !canPropose(state, ensemble, leader))
        return false
      return operationFor(change, newestTree(state, leader)) !== null
    },
    effect: (draft, { leader, change }) => {
      spend(draft, "nodeChanges")
      const operation = operationFor(change, newestTree(draft, leader))
      invariant(operation, "there is a node to change")
      request(draft, ensemble, leader, operation)
    },
  }),
  action<ZooKeeperState, { server: number }>("LogTransaction", {
    kind: "protocol",
    cites: ["zookeeper.durable-before-ack"],
    choices: ensemble.rules.grain === "server" ? eachPeer(ensemble) : [],
    guard: (state, { server }) => (state.peers[server]?.logQueue.length ?? 0) > 0,
    effect: (draft, { server }) => writeNext(draft, ensemble, server),
  }),
  action<ZooKeeperState, { server: number }>("ApplyCommitted", {
    kind: "protocol",
    cites: ["zookeeper.apply", "zookeeper.watch-triggers"],
    choices: ensemble.rules.grain === "server" ? eachPeer(ensemble) : [],
    guard: (state, { server }) => (state.peers[server]?.commitQueue.length ?? 0) > 0,
    effect: (draft, { server }) => applyNext(draft, ensemble.rules, server),
  }),
  learnerHandles(ensemble, "HandleProposal", {
    kinds: ["PROPOSAL"],
    cites: ["zookeeper.write-majority", "zookeeper.synchronising"],
    when: ({ synchronisation, phase }) => synchronisation !== null || phase === "broadcast",
    effect: (draft, { server }, { txn }) => {
      const { synchronisation } = peerOf(draft, server)
      if (synchronisation === null) acceptProposal(draft, ensemble, server, txn)
      else synchronisation.notLogged.push(castDraft(txn))
    },
  }),
  learnerHandles(ensemble, "HandleCommit", {
    kinds: ["COMMIT"],
    cites: ["zookeeper.commit-order", "zookeeper.synchronising"],
    when: ({ synchronisation, phase }) => synchronisation !== null || phase === "broadcast",
    effect: (draft, { server }, { zxid }) => {
      if (peerOf(draft, server).synchronisation === null) acceptCommit(draft, ensemble, server, zxid)
      else commitWhileSynchronising(draft, ensemble, server, zxid)
    },
  }),
  learnerHandles(ensemble, "HandleInform", {
    kinds: ["INFORM"],
    cites: ["zookeeper.observers"],
    when: ({ synchronisation, phase }) => synchronisation !== null || phase === "broadcast",
    effect: (draft, { server }, { txn }) => {
      if (peerOf(draft, server).synchronisation === null) acceptInform(draft, ensemble, server, txn)
      else informWhileSynchronising(draft, ensemble, server, txn)
    },
  }),
  leaderHandles(ensemble, "HandleAck", {
    kinds: ["ACK"],
    cites: ["zookeeper.write-majority", "zookeeper.leader-activation", "quorum.majority"],
    phases: ["synchronising", "upToDate"],
    effect: (draft, { leader, learner }, { zxid }) => {
      const isFirst = peerOf(draft, leader).learners[learner]?.phase === "synchronising"
      if (isFirst) acknowledgeNewLeader(draft, ensemble, leader, learner, zxid)
      else acknowledge(draft, ensemble, leader, learner, zxid)
    },
  }),
]
