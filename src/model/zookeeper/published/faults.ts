import type { Action } from "../../../engine/model.ts"
import { ofOne, ofTwo } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { cleanInputBuffer } from "./messages.ts"
import { quorumSize } from "./quorum.ts"
import { isWithin } from "./recorder.ts"
import { followerShutdown, leaderShutdown, loseLearner } from "./roles.ts"
import { type ServerId, serverIn, type ZabDraft, type ZabState } from "./state.ts"

/** What breaks. A fault and all that comes of it for the other side are one step, so no server is ever down. */
export function faultActions(config: ZabConfig): readonly Action<ZabState>[] {
  const timeout = ofTwo(config, "Timeout", {
    kind: "fault",
    cites: ["published.zab-timeout", "published.zab-leader-shutdown", "published.zab-quorum"],
    guard(state, { server, other }) {
      if (!isWithin(state, "nTimeout", config.maxTimeouts)) return false
      const [leader, follower] = [serverIn(state, server), serverIn(state, other)]
      return (
        leader.state === "LEADING" &&
        follower.state === "FOLLOWING" &&
        follower.connectInfo === server &&
        leader.learners.includes(other)
      )
    },
    effect(draft, { server, other }) {
      leave(draft, server, other, config)
      draft.recorder.nTimeout += 1
    },
  })

  const restart = ofOne(config, "Restart", {
    kind: "fault",
    cites: ["published.zab-restart", "published.zab-leader-shutdown"],
    guard: (state) => isWithin(state, "nRestart", config.maxRestarts),
    effect(draft, { server }) {
      stop(draft, server, config)
      serverIn(draft, server).lastCommitted = { index: 0, zxid: 0 }
      draft.recorder.nTimeout += 1
      draft.recorder.nRestart += 1
    },
  })

  return [timeout, restart]
}

/** A follower is gone: its leader goes on if it still has a quorum, and looks for a leader like all others if not. */
function leave(draft: ZabDraft, leader: ServerId, follower: ServerId, config: ZabConfig): void {
  const others = serverIn(draft, leader).learners.filter((learner) => learner !== follower)
  if (others.length >= quorumSize(config)) loseLearner(draft, leader, follower)
  else leaderShutdown(draft, leader)
}

function stop(draft: ZabDraft, id: ServerId, config: ZabConfig): void {
  const { state, connectInfo } = serverIn(draft, id)
  if (state === "LEADING") leaderShutdown(draft, id)
  if (state === "FOLLOWING" && connectInfo !== null) leave(draft, connectInfo, id, config)
  if (state === "FOLLOWING" && connectInfo === null) {
    followerShutdown(draft, id)
    cleanInputBuffer(draft, [id])
  }
}
