import { type Ensemble, seatedIn } from "../actions/ensemble.ts"
import { mayLead } from "../ensemble.ts"
import type { Notification } from "./messages.ts"
import { isQuorum, isVoter } from "./peers.ts"
import type { Election, Heard, Vote } from "./state.ts"
import { beats } from "./vote.ts"

/** A server in an election: its number, its vote for itself, which is null where it has none, and the rules. */
export interface Elector {
  readonly id: number
  readonly own: Vote | null
  readonly ensemble: Ensemble
}

/** What comes of a notification: where the server is then, whether it tells others its new vote, and what it has found out of a leader. */
export interface Outcome {
  readonly election: Election
  readonly tells: boolean
  readonly found: Heard | null
}

const unchanged = (election: Election): Outcome => ({ election, tells: false, found: null })

/** A server that begins to look: a new round, and its vote for itself (rule E1). */
export function begun(elector: Elector, round: number, formerVote: Vote | null): Election {
  const election: Election = { round, vote: elector.own, received: {}, outOfElection: {}, isDecided: false, formerVote }
  return counted(elector, withOwnVote(elector, election))
}

/** What a server says that looks for a leader. */
export const proposalOf = ({ round, vote }: Election): Notification => ({ state: "looking", round, vote })

/**
 * A server that looks hears a notification (`FastLeaderElection.lookForLeader`). One that is decided only waits for a better
 * vote: what is not better is lost on it. Who has no vote is not listened to (rule E10).
 */
export function hear(elector: Elector, election: Election, from: number, notification: Notification): Outcome {
  const { vote } = notification
  if (vote === null || !isVoter(elector.ensemble, from)) return unchanged(election)
  const heard: Heard = { ...notification, vote }
  if (election.isDecided && !isBetter(elector, vote, election.vote)) return unchanged(election)
  const awake = election.isDecided ? { ...election, isDecided: false } : election
  if (heard.state === "looking") return hearLooking(elector, awake, from, heard)
  return heard.state === "observing" ? unchanged(awake) : hearSettled(elector, awake, from, heard)
}

/** Whether a vote is better than another, or than none; one for a server without weight never is (rule Q4). */
export const isBetter = ({ ensemble }: Elector, vote: Vote, than: Vote | null): boolean =>
  mayLead(seatedIn(ensemble), vote.leader) && (than === null || beats(vote, than, ensemble.rules))

/**
 * Another server that looks: of a later round, which is taken over with the better of its vote and one's own, and what was
 * heard before is forgotten; of an earlier one, which is ignored; or of the same, whose vote is adopted if it is better and
 * counted in any case (rules E3 to E5).
 */
function hearLooking(elector: Elector, election: Election, from: number, heard: Heard): Outcome {
  const { own } = elector
  if (heard.round < election.round) return unchanged(election)
  const isLater = heard.round > election.round
  const isAdopted = isBetter(elector, heard.vote, isLater ? own : election.vote)
  const tells = isLater || isAdopted
  const begun = isLater ? { ...election, round: heard.round, received: {} } : election
  const voted = tells ? withOwnVote(elector, { ...begun, vote: isAdopted ? heard.vote : own }) : begun
  return {
    election: counted(elector, { ...voted, received: { ...voted.received, [from]: heard } }),
    tells,
    found: null,
  }
}

/**
 * A server hears its own vote at once, if it has one: its notification to itself passes through no connection. So all that it
 * hears of others comes before its vote or after it, as if it had come before or after what made it vote so.
 */
function withOwnVote({ id, ensemble }: Elector, election: Election): Election {
  const { vote } = election
  if (vote === null || !isVoter(ensemble, id)) return election
  return { ...election, received: { ...election.received, [id]: { state: "looking", round: election.round, vote } } }
}

/** Whether a quorum votes as the server does in its round, so that it waits for a better vote and else goes by it (rule E6). */
const counted = (elector: Elector, election: Election): Election => ({
  ...election,
  isDecided: mayDecide(elector, election),
})

/** Whether the votes that a server has heard in its round are enough for its own; by ZOOKEEPER-975 so were those of everybody, for whomever. */
export function mayDecide({ ensemble }: Elector, { round, vote, received }: Election): boolean {
  if (vote === null) return false
  if (agree(ensemble, received, { state: "looking", round, vote })) return true
  if (ensemble.rules.electionEnd === "quorum") return false
  for (let id = 1; id <= ensemble.servers; id += 1) if (received[id] === undefined) return false
  return true
}

/**
 * A server that follows or leads. In the same round its vote counts with the others'; of whichever round, with those of other
 * servers that are in no election. A quorum of them is enough if the leader itself has said that it leads (rules E7 and E8).
 */
function hearSettled(elector: Elector, election: Election, from: number, heard: Heard): Outcome {
  const { rules } = elector.ensemble
  let { received } = election
  if (heard.round === election.round) {
    const isTold = rules.leaderHeard === "inRound"
    received = { ...received, [from]: isTold ? heard : { ...heard, state: "looking" } }
    const found: Outcome = { election, tells: false, found: heard }
    if (rules.electionEnd === "everybody" && heard.state === "leading") return found
    const isThere = leads(elector, election, isTold ? received : election.outOfElection, heard)
    if (isThere && agree(elector.ensemble, received, heard)) return found
  }
  const outOfElection = { ...election.outOfElection, [from]: heard }
  const isFound = agree(elector.ensemble, outOfElection, heard) && leads(elector, election, outOfElection, heard)
  return { election: { ...election, received, outOfElection }, tells: false, found: isFound ? heard : null }
}

/**
 * Whether the leader of a vote is known to lead (`FastLeaderElection.checkLeader`): it has said so; or it is this server, which
 * leads only in the round that it is in, while by ZOOKEEPER-1514 it went back to any.
 */
function leads(
  { id, ensemble }: Elector,
  { round }: Election,
  votes: Readonly<Record<number, Heard>>,
  heard: Heard,
): boolean {
  const { leader } = heard.vote
  if (leader === id) return ensemble.rules.leaderRound === "ignored" || heard.round === round
  return votes[leader]?.state === "leading"
}

/** Whether a quorum has a vote, of those that have been heard. */
const agree = (ensemble: Ensemble, votes: Readonly<Record<number, Heard>>, heard: Heard): boolean =>
  isQuorum(ensemble, "electionQuorum", (id) => votes[id] !== undefined && isSame(ensemble, votes[id], heard))

/**
 * Whether two votes are the same (`Vote.equals`). Of servers that are in no election only the leader and its epoch count: in
 * which round they have found it, and at which transaction it was then, may differ (ZOOKEEPER-1732, ZOOKEEPER-1805).
 */
function isSame({ rules }: Ensemble, a: Heard, b: Heard): boolean {
  if (a.vote.leader !== b.vote.leader || a.vote.epoch !== b.vote.epoch) return false
  const isSettled = a.state !== "looking" && b.state !== "looking"
  return (isSettled && rules.sameVotes === "leaderAndEpoch") || (a.vote.zxid === b.vote.zxid && a.round === b.round)
}

/**
 * What a server answers at once: one without a vote it tells what it had come to, before its election if it is in one; one
 * that looks it tells where it is itself, if that one is behind or if it is in no election (`FastLeaderElection.WorkerReceiver`).
 */
export function answer(
  ensemble: Ensemble,
  state: Notification["state"],
  election: Election,
  from: number,
  { state: askedIn, round: askedOf }: Notification,
): Notification | null {
  const { round, vote, formerVote } = election
  const isLooking = state === "looking"
  if (!isVoter(ensemble, from)) return { state, round, vote: isLooking ? formerVote : vote }
  if (askedIn !== "looking") return null
  if (!isLooking) return { state, round, vote }
  return askedOf < round ? proposalOf(election) : null
}
