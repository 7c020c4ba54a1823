import { castDraft } from "immer"
import { linkName } from "../../network/state.ts"
import { type Ensemble, serverIds } from "../actions/ensemble.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperView } from "../state.ts"
import { plain } from "../tree.ts"
import { answer, begun, type Elector, hear, proposalOf } from "./election.ts"
import type { Notification } from "./messages.ts"
import { isVoter, peerOf } from "./peers.ts"
import type { Election, Vote } from "./state.ts"
import { voteFor } from "./vote.ts"

/** Whether leaders are found by notifications: not in the grain `zab`, which has an oracle. */
export const isFast = ({ rules }: Ensemble): boolean => rules.grain === "server" && rules.election === "fast"

/** A server as the rules of an election know it. */
export const electorOf = (state: ZooKeeperView, ensemble: Ensemble, id: number): Elector => ({
  id,
  own: isVoter(ensemble, id) ? voteFor(state, id, ensemble.rules.lastZxid) : null,
  ensemble,
})

/** A server begins to look, and tells all that have a vote. */
export function beginElection(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, formerVote: Vote | null): void {
  if (!isFast(ensemble)) return
  const elector = electorOf(draft, ensemble, id)
  const isAsked = ensemble.rules.observers > 0
  const { round } = peerOf(draft, id).election
  const election = begun(elector, round + 1, isAsked ? (formerVote ?? elector.own) : null)
  peerOf(draft, id).election = castDraft(election)
  tellVoters(draft, ensemble, id, election)
}

/** A server tells its vote to all others that have one. */
function tellVoters(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, election: Election): void {
  for (const to of serverIds(ensemble.servers)) if (to !== id) notify(draft, ensemble, id, to, proposalOf(election))
}

/** The way of notifications from one server to another. */
const way = (from: number, to: number): string => linkName(serverProcess(from), serverProcess(to))

/**
 * Sends a notification. `QuorumCnxManager` keeps the newest for each server until it is sent, and sends the last one again
 * after a connection was lost, so of what a server has to say to another only the newest stays on its way, whatever
 * becomes of connections and processes. Who would have read two in a row can read the first before the second is sent;
 * what is left out is that it first hears of what a third made of the second, and that it reads one twice.
 */
export function notify(
  draft: ZooKeeperDraft,
  { rules }: Ensemble,
  from: number,
  to: number,
  notification: Notification,
): void {
  const isLate = notification.state !== "looking" && draft.peers[to]?.state !== "looking"
  draft.electionChannels[way(from, to)] = isLate && rules.lateAnswers === "dropped" ? [] : [castDraft(notification)]
}

/** Loses the answers that are on their way to a server that asks no more. */
function dropLateAnswers(draft: ZooKeeperDraft, to: number): void {
  for (const from of Object.keys(draft.peers).map(Number)) {
    const first = draft.electionChannels[way(from, to)]?.[0]
    if (first !== undefined && first.state !== "looking") draft.electionChannels[way(from, to)] = []
  }
}

/** A server takes a notification: it answers, and goes by it while it looks. */
export function takeNotification(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  from: number,
  notification: Notification,
): void {
  const { state } = peerOf(draft, id)
  const before: Election = plain(peerOf(draft, id).election)
  const reply = answer(ensemble, state, before, from, notification)
  if (reply !== null) notify(draft, ensemble, id, from, reply)
  if (state !== "looking") return
  const { election, tells, found } = hear(electorOf(draft, ensemble, id), before, from, notification)
  if (found !== null) {
    settle(draft, ensemble, id, found)
    return
  }
  peerOf(draft, id).election = castDraft(election)
  if (tells) tellVoters(draft, ensemble, id, election)
}

/** A server's election is over: it leads, follows or observes, and forgets what it has heard. */
export function settle(
  draft: ZooKeeperDraft,
  ensemble: Ensemble,
  id: number,
  { vote, round }: { readonly vote: Vote; readonly round: number },
): void {
  const peer = peerOf(draft, id)
  const isLeader = vote.leader === id
  peer.state = isLeader ? "leading" : isVoter(ensemble, id) ? "following" : "observing"
  peer.phase = "discovery"
  peer.leader = isLeader ? null : vote.leader
  peer.election = castDraft(over(round, vote))
  if (ensemble.rules.lateAnswers === "dropped") dropLateAnswers(draft, id)
}

/** A server that serves is known by the epoch that it has come to be of, in what it tells others of its leader (rule E11). */
export function refreshVote(draft: ZooKeeperDraft, ensemble: Ensemble, id: number, epoch: number): void {
  const peer = peerOf(draft, id)
  const { round, vote } = peer.election
  if (!isFast(ensemble) || ensemble.rules.voteRefresh === "never" || vote === null) return
  peer.election = castDraft(over(round, { leader: vote.leader, zxid: vote.zxid, epoch }))
}

/** An election that has come to a vote, in a round. */
const over = (round: number, vote: Vote): Election => ({
  round,
  vote,
  received: {},
  outOfElection: {},
  isDecided: false,
  formerVote: null,
})
