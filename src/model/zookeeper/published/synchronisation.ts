import type { Action } from "../../../engine/model.ts"
import { followerProcesses, leaderProcesses } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { initialHistory } from "./initial-history.ts"
import { broadcast, discard, type Of, send } from "./messages.ts"
import { logProposals } from "./proposals.ts"
import { connectedOf, isFormed } from "./quorum.ts"
import { loseLearner } from "./roles.ts"
import { type ServerId, serverIn, type Txn, type ZabDraft, type ZabState } from "./state.ts"
import { acknowledged, isIndexOf, lastZxid, ownedBy, zxidToIndex } from "./txns.ts"

/** Phase 2: a leader makes the most recent history of a quorum its own, and that of its followers. */
export function synchronisationActions(config: ZabConfig): readonly Action<ZabState>[] {
  const ackEpoch = leaderProcesses(config, {
    type: "ACKEPOCH",
    cites: ["published.zab-leader-process-ackepoch", "published.zab-initial-history", "published.zab-quorum"],
    process(draft, { server, other }, { mepoch, mhistory }) {
      const leader = serverIn(draft, server)
      const wasFormed = isFormed(leader.ackeRecv, config)
      if (!wasFormed && leader.zabState !== "DISCOVERY") draft.violatedInvariants.stateInconsistent = true
      leader.ackeRecv[other] = { connected: true, peerLastEpoch: mepoch, peerHistory: [...mhistory] as Txn[] as never }
      discard(draft, other, server)
      if (wasFormed) return sendNewLeader(draft, server, [other])
      if (!isFormed(leader.ackeRecv, config)) return
      leader.currentEpoch = leader.acceptedEpoch
      noteLeader(draft, server, leader.currentEpoch)
      leader.history = ownedBy(initialHistory(leader, config), server) as never
      leader.zabState = "SYNCHRONIZATION"
      sendNewLeader(draft, server, connectedOf(leader.ackeRecv))
    },
  })

  const newLeader = followerProcesses(config, {
    type: "NEWLEADER",
    cites: ["published.zab-follower-process-newleader"],
    process(draft, { server, other }, message) {
      const follower = serverIn(draft, server)
      if (follower.acceptedEpoch !== message.mepoch) return loseLearner(draft, other, server)
      if (follower.zabState !== "SYNCHRONIZATION") draft.violatedInvariants.stateInconsistent = true
      follower.currentEpoch = follower.acceptedEpoch
      follower.history = adopted(follower.history as readonly Txn[], message, config) as never
      discard(draft, other, server)
      send(draft, server, other, { mtype: "ACKLD", mzxid: lastZxid(message.mhistory) })
    },
  })

  const ackLd = leaderProcesses(config, {
    type: "ACKLD",
    cites: ["published.zab-leader-process-ackld", "published.zab-leader-delivers", "published.zab-quorum"],
    process(draft, { server, other }, { mzxid }) {
      const leader = serverIn(draft, server)
      const wasFormed = isFormed(leader.ackldRecv, config)
      if (leader.zabState !== (wasFormed ? "BROADCAST" : "SYNCHRONIZATION"))
        draft.violatedInvariants.stateInconsistent = true
      leader.ackldRecv[other] = { connected: true }
      leader.history = acknowledged(leader.history as readonly Txn[], other, mzxid) as never
      discard(draft, other, server)
      if (wasFormed) {
        const upTo = config.commitLdZxid === "lastCommitted" ? leader.lastCommitted.zxid : mzxid
        send(draft, server, other, { mtype: "COMMITLD", mzxid: upTo })
        return
      }
      if (!isFormed(leader.ackldRecv, config)) return
      const zxid = lastZxid(leader.history as readonly Txn[])
      if (config.leaderDelivers === "beforeBroadcast") leader.lastCommitted = { index: leader.history.length, zxid }
      leader.zabState = "BROADCAST"
      broadcast(draft, server, connectedOf(leader.ackldRecv), { mtype: "COMMITLD", mzxid: zxid })
    },
  })

  const commitLd = followerProcesses(config, {
    type: "COMMITLD",
    cites: ["published.zab-follower-process-commitld"],
    process(draft, { server, other }, { mzxid }) {
      const follower = serverIn(draft, server)
      const history = follower.history as readonly Txn[]
      const index = zxidToIndex(history, mzxid)
      if (index !== 0 && !isIndexOf(history, index)) draft.violatedInvariants.proposalInconsistent = true
      follower.lastCommitted =
        config.tail === "dropped" ? { index, zxid: mzxid } : { index: history.length, zxid: lastZxid(history) }
      follower.zabState = "BROADCAST"
      discard(draft, other, server)
    },
  })

  return [ackEpoch, newLeader, ackLd, commitLd]
}

/** Sends the whole history of a leader. */
function sendNewLeader(draft: ZabDraft, server: ServerId, to: readonly ServerId[]): void {
  const { acceptedEpoch, history } = serverIn(draft, server)
  const mhistory = [...history] as Txn[]
  broadcast(draft, server, to, { mtype: "NEWLEADER", mepoch: acceptedEpoch, mhistory })
  logProposals(
    draft,
    server,
    mhistory.map(({ zxid, value }) => ({ epoch: acceptedEpoch, zxid, data: value })),
  )
}

function noteLeader({ epochLeader }: ZabDraft, server: ServerId, epoch: number): void {
  const known = epochLeader[epoch] ?? []
  if (!known.includes(server)) epochLeader[epoch] = [...known, server].sort((a, b) => a - b)
}

/** What a follower makes of its leader's history; see `tail` of the configuration. */
function adopted(own: readonly Txn[], { mhistory }: Of<"NEWLEADER">, { tail }: ZabConfig): Txn[] {
  if (tail === "dropped") return [...mhistory]
  return [...mhistory, ...own.filter(({ zxid }) => mhistory.every((txn) => txn.zxid !== zxid))]
}
