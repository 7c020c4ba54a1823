import type { Action } from "../../../engine/model.ts"
import { counterOf, epochOf, type Zxid, zxid } from "../zxid.ts"
import { followerProcesses, leaderProcesses, ofOne } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { broadcast, discard, send } from "./messages.ts"
import { logProposals } from "./proposals.ts"
import { connectedOf, quorumSize } from "./quorum.ts"
import { isWithin, recordRequest } from "./recorder.ts"
import { type ServerId, serverIn, type Txn, type ZabDraft, type ZabServer, type ZabState } from "./state.ts"
import { isIndexOf, lastAckIndex, lastZxid, withAck, zxidToIndex } from "./txns.ts"

/** Phase 3: a leader takes requests, proposes and commits them. */
export function broadcastActions(config: ZabConfig): readonly Action<ZabState>[] {
  const request = ofOne(config, "LeaderProcessRequest", {
    kind: "workload",
    cites: ["published.zab-leader-process-request"],
    guard: (state, { server }) =>
      isBroadcasting(serverIn(state, server)) && isWithin(state, "nTransaction", config.maxTransactions),
    effect(draft, { server }) {
      const { history, currentEpoch: epoch } = serverIn(draft, server)
      const next = nextZxid(lastZxid(history as readonly Txn[]), epoch)
      history.push({ zxid: next, value: draft.recorder.nClientRequest, ackSid: [server], epoch })
      recordRequest(draft)
    },
  })

  const propose = ofOne(config, "LeaderBroadcastPROPOSE", {
    kind: "protocol",
    cites: ["published.zab-leader-broadcast-propose"],
    guard: (state, { server }) => {
      const leader = serverIn(state, server)
      return isBroadcasting(leader) && toPropose(leader) !== undefined
    },
    effect(draft, { server }) {
      const leader = serverIn(draft, server)
      const txn = toPropose(leader as ZabServer)
      if (txn === undefined) return
      leader.sendCounter += 1
      const { zxid: mzxid, value: mdata } = txn
      const to = config.proposeTo === "newLeaderSent" ? leader.ackeRecv : leader.ackldRecv
      broadcast(draft, server, connectedOf(to), { mtype: "PROPOSE", mzxid, mdata })
      logProposals(draft, server, [{ epoch: leader.currentEpoch, zxid: mzxid, data: mdata }])
    },
  })

  const accept = followerProcesses(config, {
    type: "PROPOSE",
    cites: ["published.zab-follower-process-propose", "published.zab-next-zxid"],
    process(draft, { server, other }, { mzxid, mdata }) {
      const { history, currentEpoch: epoch } = serverIn(draft, server)
      discard(draft, other, server)
      const exists = isIndexOf(history as readonly Txn[], zxidToIndex(history as readonly Txn[], mzxid))
      const isNext = isNextZxid(lastZxid(history as readonly Txn[]), mzxid)
      if (isNext || (config.proposeGaps === "accepted" && !exists)) {
        history.push({ zxid: mzxid, value: mdata, ackSid: [], epoch })
        send(draft, server, other, { mtype: "ACK", mzxid })
      } else if (!exists || config.redundantPropose === "error") draft.violatedInvariants.proposalInconsistent = true
    },
  })

  const ack = leaderProcesses(config, {
    type: "ACK",
    cites: ["published.zab-leader-process-ack", "published.zab-leader-commit", "published.zab-quorum"],
    process(draft, { server, other }, { mzxid }) {
      const leader = serverIn(draft, server)
      const history = leader.history as readonly Txn[]
      const index = zxidToIndex(history, mzxid)
      const last = lastAckIndex(history, other)
      discard(draft, other, server)
      if (!isIndexOf(history, index) || (last !== -1 && last + 1 !== index)) {
        draft.violatedInvariants.ackInconsistent = true
        return
      }
      const txn = withAck(history[index - 1] as Txn, other)
      leader.history = history.with(index - 1, txn) as never
      const { lastCommitted } = leader
      const isOutstanding = lastCommitted.index < history.length && mzxid > lastCommitted.zxid
      if (isOutstanding && lastCommitted.index >= index - 1 && txn.ackSid.length >= quorumSize(config))
        commit(draft, server, index, mzxid)
    },
  })

  const delivers = followerProcesses(config, {
    type: "COMMIT",
    cites: ["published.zab-follower-process-commit"],
    process(draft, { server, other }, { mzxid }) {
      const follower = serverIn(draft, server)
      const { index } = follower.lastCommitted
      const next = follower.history[index]
      discard(draft, other, server)
      if (next === undefined) return
      if (next.zxid === mzxid) follower.lastCommitted = { index: index + 1, zxid: mzxid }
      else draft.violatedInvariants.commitInconsistent = true
    },
  })

  return [request, propose, accept, ack, delivers]
}

const isBroadcasting = ({ state, zabState }: Pick<ZabServer, "state" | "zabState">): boolean =>
  state === "LEADING" && zabState === "BROADCAST"

const nextZxid = (last: Zxid, epoch: number): Zxid => (epochOf(last) === epoch ? last + 1 : zxid(epoch, 1))

/** The next transaction of its epoch that a leader has not broadcast yet. */
function toPropose({ history, currentEpoch, sendCounter }: ZabServer): Txn | undefined {
  const last = lastZxid(history)
  if (epochOf(last) !== currentEpoch || sendCounter >= counterOf(last)) return undefined
  return history[zxidToIndex(history, zxid(currentEpoch, sendCounter + 1)) - 1]
}

/** Whether one transaction comes right after another: the first of a later epoch, or the next of the same. */
const isNextZxid = (last: Zxid, next: Zxid): boolean =>
  counterOf(next) === 1 ? epochOf(last) < epochOf(next) : counterOf(next) > 1 && last + 1 === next

/** A leader delivers a transaction that a quorum has, and tells those that have acknowledged NEWLEADER. */
function commit(draft: ZabDraft, server: ServerId, index: number, mzxid: Zxid): void {
  const leader = serverIn(draft, server)
  if (leader.lastCommitted.index + 1 !== index) draft.violatedInvariants.commitInconsistent = true
  leader.lastCommitted = { index, zxid: mzxid }
  broadcast(draft, server, connectedOf(leader.ackldRecv), { mtype: "COMMIT", mzxid })
}
