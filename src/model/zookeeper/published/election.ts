import type { Action } from "../../../engine/model.ts"
import { ofOne, ofTwo } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { send } from "./messages.ts"
import { switchToFollower, switchToLeader } from "./roles.ts"
import { serverIn, type ZabState } from "./state.ts"

/** There is no election here, but an oracle: whoever looks for a leader may be called the leader, or follow who is. */
export function electionActions(config: ZabConfig): readonly Action<ZabState>[] {
  const updateLeader = ofOne(config, "UpdateLeader", {
    kind: "protocol",
    cites: ["published.zab-update-leader"],
    guard: (state, { server }) => serverIn(state, server).state === "LOOKING" && state.leaderOracle !== server,
    effect(draft, { server }) {
      draft.leaderOracle = server
      switchToLeader(draft, server)
    },
  })

  const followLeader = ofOne(config, "FollowLeader", {
    kind: "protocol",
    cites: ["published.zab-follow-leader"],
    guard: (state, { server }) => serverIn(state, server).state === "LOOKING" && state.leaderOracle !== null,
    effect(draft, { server }) {
      if (draft.leaderOracle === server) switchToLeader(draft, server)
      else switchToFollower(draft, server)
    },
  })

  const connect = ofTwo(config, "ConnectAndFollowerSendCEPOCH", {
    kind: "protocol",
    cites: ["published.zab-connect"],
    guard(state, { server, other }) {
      const leader = serverIn(state, server)
      if (leader.state !== "LEADING" || state.leaderOracle !== server) return false
      const follower = serverIn(state, other)
      return follower.state === "FOLLOWING" && follower.connectInfo === null && !leader.learners.includes(other)
    },
    effect(draft, { server, other }) {
      const [leader, follower] = [serverIn(draft, server), serverIn(draft, other)]
      leader.learners = [...leader.learners, other].sort((a, b) => a - b)
      follower.connectInfo = server
      send(draft, other, server, { mtype: "CEPOCH", mepoch: follower.acceptedEpoch })
    },
  })

  return [updateLeader, followLeader, connect]
}
