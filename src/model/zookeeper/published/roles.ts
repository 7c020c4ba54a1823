import { clean, cleanInputBuffer } from "./messages.ts"
import { type Heard, type ServerId, serverIn, type ZabDraft } from "./state.ts"

/** A follower looks for a leader again. What it has delivered stays delivered. */
export function followerShutdown(draft: ZabDraft, id: ServerId): void {
  const server = serverIn(draft, id)
  server.state = "LOOKING"
  server.zabState = "ELECTION"
  server.connectInfo = null
}

/** A leader looks for a leader again, in one step with all that are connected with it. */
export function leaderShutdown(draft: ZabDraft, id: ServerId): void {
  const learners = [...serverIn(draft, id).learners]
  for (const learner of learners) followerShutdown(draft, learner)
  cleanInputBuffer(draft, learners)
  serverIn(draft, id).learners = []
}

/** A leader goes on without one learner, which looks for a leader again. */
export function loseLearner(draft: ZabDraft, id: ServerId, learner: ServerId): void {
  const leader = serverIn(draft, id)
  leader.learners = leader.learners.filter((one) => one !== learner)
  disconnect(leader.cepochRecv, learner)
  disconnect(leader.ackeRecv, learner)
  disconnect(leader.ackldRecv, learner)
  followerShutdown(draft, learner)
  clean(draft, id, learner)
}

function disconnect(heard: Heard, sid: ServerId): void {
  const about = heard[sid] as { connected: boolean } | undefined
  if (about !== undefined) about.connected = false
}

/** A server begins to lead, and has heard of itself only. */
export function switchToLeader(draft: ZabDraft, id: ServerId): void {
  const server = serverIn(draft, id)
  server.state = "LEADING"
  server.zabState = "DISCOVERY"
  server.learners = [id]
  server.cepochRecv = { [id]: { connected: true, epoch: server.acceptedEpoch } }
  server.ackeRecv = {
    [id]: { connected: true, peerLastEpoch: server.currentEpoch, peerHistory: [...server.history] },
  }
  server.ackldRecv = { [id]: { connected: true } }
  server.sendCounter = 0
}

/** A server begins to follow, as yet connected with nobody. */
export function switchToFollower(draft: ZabDraft, id: ServerId): void {
  const server = serverIn(draft, id)
  server.state = "FOLLOWING"
  server.zabState = "DISCOVERY"
}
