import type { Action } from "../../../engine/model.ts"
import { followerProcesses, leaderProcesses } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { broadcast, discard, send } from "./messages.ts"
import { connectedOf, isFormed } from "./quorum.ts"
import { recordEpoch } from "./recorder.ts"
import { loseLearner } from "./roles.ts"
import { serverIn, type ZabState } from "./state.ts"

/** Phase 1: a leader learns what its followers have accepted, and proposes an epoch beyond. */
export function discoveryActions(config: ZabConfig): readonly Action<ZabState>[] {
  /** The quorum may have formed of servers that are gone by now. */
  const cepoch = leaderProcesses(config, {
    type: "CEPOCH",
    cites: ["published.zab-leader-process-cepoch", "published.zab-quorum"],
    process(draft, { server, other }, { mepoch }) {
      const leader = serverIn(draft, server)
      const wasFormed = isFormed(leader.cepochRecv, config)
      if (!wasFormed && leader.zabState !== "DISCOVERY") draft.violatedInvariants.stateInconsistent = true
      leader.cepochRecv[other] = { connected: true, epoch: mepoch }
      discard(draft, other, server)
      if (wasFormed) send(draft, server, other, { mtype: "NEWEPOCH", mepoch: leader.acceptedEpoch })
      else if (isFormed(leader.cepochRecv, config)) {
        const highest = Math.max(...Object.values(leader.cepochRecv).map(({ epoch }) => epoch))
        leader.acceptedEpoch = config.newEpoch === "aboveAll" ? highest + 1 : Math.max(highest, 1)
        const message = { mtype: "NEWEPOCH", mepoch: leader.acceptedEpoch } as const
        broadcast(draft, server, connectedOf(leader.cepochRecv), message)
      }
      recordEpoch(draft)
    },
  })

  const newEpoch = followerProcesses(config, {
    type: "NEWEPOCH",
    cites: ["published.zab-follower-process-newepoch"],
    process(draft, { server, other }, { mepoch }) {
      const follower = serverIn(draft, server)
      if (mepoch < follower.acceptedEpoch) return loseLearner(draft, other, server)
      discard(draft, other, server)
      if (follower.zabState !== "DISCOVERY") {
        draft.violatedInvariants.stateInconsistent = true
        return
      }
      follower.acceptedEpoch = mepoch
      follower.zabState = "SYNCHRONIZATION"
      const { currentEpoch, history } = follower
      send(draft, server, other, { mtype: "ACKEPOCH", mepoch: currentEpoch, mhistory: [...history] })
    },
  })

  return [cepoch, newEpoch]
}
