import { type Action, action } from "../../../../engine/model.ts"
import { connected } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { serverProcess, type ZooKeeperState } from "../../state.ts"
import { acceptEpoch, connectToLeader, promise, welcome } from "../discovery.ts"
import { isLeading } from "../peers.ts"
import { eachPeer } from "./choices.ts"
import { leaderHandles, learnerHandles } from "./packets.ts"

/** How a leader and its learners agree on an epoch. */
export const discoveryActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, { server: number }>("ConnectToLeader", {
    kind: "protocol",
    cites: ["zookeeper.discovery"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => {
      const peer = state.peers[server]
      if (peer?.leader == null || peer.connection !== "none" || !state.servers[server]?.up) return false
      return isLeading(state, peer.leader) && connected(state.links, serverProcess(server), serverProcess(peer.leader))
    },
    effect: (draft, { server }) => connectToLeader(draft, server),
  }),
  leaderHandles(ensemble, "HandleFollowerInfo", {
    kinds: ["FOLLOWERINFO", "OBSERVERINFO"],
    cites: ["zookeeper.discovery", "zookeeper.epoch-choice", "zookeeper.epoch-number"],
    phases: null,
    effect: (draft, { leader, learner }, { acceptedEpoch }) => welcome(draft, ensemble, leader, learner, acceptedEpoch),
  }),
  learnerHandles(ensemble, "HandleLeaderInfo", {
    kinds: ["LEADERINFO"],
    cites: ["zookeeper.epoch-promise", "zookeeper.epoch-durable", "zookeeper.stale-leader-refused"],
    when: () => true,
    effect: (draft, { server }, { epoch }) => acceptEpoch(draft, ensemble, server, epoch),
  }),
  leaderHandles(ensemble, "HandleAckEpoch", {
    kinds: ["ACKEPOCH"],
    cites: ["zookeeper.epoch-promise", "zookeeper.history-check"],
    phases: ["informed"],
    effect: (draft, { leader, learner }, { currentEpoch, lastZxid }) =>
      promise(draft, ensemble, leader, learner, currentEpoch, lastZxid),
  }),
]
