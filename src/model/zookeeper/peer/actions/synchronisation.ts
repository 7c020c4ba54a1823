import { castDraft } from "immer"
import { type Action, action } from "../../../../engine/model.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import type { ZooKeeperState } from "../../state.ts"
import { beginSynchronising, newLeaderSteps, startServing, takeHistory, takeNewLeaderStep } from "../learner.ts"
import { isLeading, isLinked, peerOf } from "../peers.ts"
import { sendSnapshot, synchroniseLearner } from "../synchronisation.ts"
import { eachPeer, type Pair, pairs } from "./choices.ts"
import { learnerHandles } from "./packets.ts"

/** How a learner comes to have its leader's history. */
export const synchronisationActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, Pair>("SynchroniseLearner", {
    kind: "protocol",
    cites: [
      "zookeeper.synchronisation",
      "zookeeper.synchronisation-plan",
      "zookeeper.divergence",
      "zookeeper.truncation-point",
      "zookeeper.forwarding",
      "zookeeper.earlier-acknowledgements",
    ],
    choices: pairs(ensemble),
    guard: (state, { leader, learner }) => {
      const peer = state.peers[leader]
      if (peer?.learners[learner]?.phase !== "promised" || !isLeading(state, leader)) return false
      return peer.phase !== "discovery" && isLinked(state, learner, leader)
    },
    effect: (draft, { leader, learner }) => synchroniseLearner(draft, ensemble, leader, learner),
  }),
  action<ZooKeeperState, Pair>("SendSnapshot", {
    kind: "protocol",
    cites: ["zookeeper.synchronisation-plan", "zookeeper.forwarding", "zookeeper.fuzzy-transfer"],
    choices: ensemble.rules.snapshotTransfer === "fuzzy" && ensemble.rules.grain === "server" ? pairs(ensemble) : [],
    guard: (state, { leader, learner }) =>
      state.peers[leader]?.learners[learner]?.phase === "serialising" && isLinked(state, learner, leader),
    effect: (draft, { leader, learner }) => sendSnapshot(draft, ensemble, leader, learner),
  }),
  learnerHandles(ensemble, "HandleSynchronisation", {
    kinds: ["DIFF", "TRUNC", "SNAP"],
    cites: ["zookeeper.synchronisation-plan", "zookeeper.synchronising", "zookeeper.difference-zxid"],
    when: () => true,
    effect: (draft, { server }, packet) => beginSynchronising(draft, ensemble, server, packet),
  }),
  ...(ensemble.rules.grain === "zab"
    ? [
        learnerHandles(ensemble, "HandleHistory", {
          kinds: ["HISTORY"],
          cites: ["zookeeper.synchronisation"],
          when: () => true,
          effect: (draft, { server }, packet) => takeHistory(draft, ensemble, server, packet),
        }),
      ]
    : []),
  learnerHandles(ensemble, "HandleNewLeader", {
    kinds: ["NEWLEADER"],
    cites: ["zookeeper.synchronising", "zookeeper.new-leader"],
    when: ({ synchronisation }) => synchronisation !== null,
    effect: (draft, { server }) => {
      const { synchronisation, state } = peerOf(draft, server)
      if (synchronisation === null) return
      const steps = newLeaderSteps(ensemble.rules, synchronisation, state === "observing")
      synchronisation.newLeader = castDraft([...steps])
      const now = ensemble.rules.newLeaderSteps === "atOnce" ? steps : steps.slice(0, 1)
      for (const _ of now) takeNewLeaderStep(draft, ensemble, server)
    },
  }),
  action<ZooKeeperState, { server: number }>("PrepareForNewLeader", {
    kind: "protocol",
    cites: [
      "zookeeper.new-leader",
      "zookeeper.new-leader-steps",
      "zookeeper.new-leader-epoch",
      "zookeeper.synchronised-transactions",
    ],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => (state.peers[server]?.synchronisation?.newLeader?.length ?? 0) > 0,
    effect: (draft, { server }) => takeNewLeaderStep(draft, ensemble, server),
  }),
  learnerHandles(ensemble, "HandleUpToDate", {
    kinds: ["UPTODATE"],
    cites: ["zookeeper.leader-activation", "zookeeper.synchronising"],
    when: ({ synchronisation }) => synchronisation?.newLeader?.length === 0,
    effect: (draft, { server }) => startServing(draft, ensemble, server),
  }),
]
