import { sameData } from "../../../../engine/data.ts"
import { type Action, action } from "../../../../engine/model.ts"
import { invariant } from "../../../../errors.ts"
import { affords, spend } from "../../../budgets.ts"
import { connected, receive } from "../../../network/channels.ts"
import { linkName } from "../../../network/state.ts"
import { type Ensemble, serverIds } from "../../actions/ensemble.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { plain } from "../../tree.ts"
import { beginLeading } from "../discovery.ts"
import { answer, hear, isBetter, mayDecide, proposalOf } from "../election.ts"
import type { Notification } from "../messages.ts"
import { electorOf, notify, settle, takeNotification } from "../notifications.ts"
import { isVoter, peerIds, peerOf } from "../peers.ts"
import type { Election, Peer } from "../state.ts"
import { eachPeer } from "./choices.ts"

interface Way {
  readonly from: number
  readonly to: number
}

/** How servers find a leader by telling each other whom they vote for (`FastLeaderElection`). */
export const electionActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, Way>("HandleNotification", {
    kind: "protocol",
    cites: [
      "zookeeper.election-messages",
      "zookeeper.election-order",
      "zookeeper.election-rounds",
      "zookeeper.election-answers",
      "zookeeper.established-leader",
      "zookeeper.leader-round",
      "zookeeper.same-votes",
      "zookeeper.vote-refresh",
      "zookeeper.late-answers",
    ],
    choices: ways(ensemble),
    guard: (state, { from, to }) => arriving(state, from, to) !== undefined,
    effect: (draft, { from, to }) => {
      const notification = receive<Notification>(draft.electionChannels, serverProcess(from), serverProcess(to))
      const { state } = peerOf(draft, to)
      takeNotification(draft, ensemble, to, from, notification)
      if (state === "looking") leadIfElected(draft, ensemble, to)
    },
  }),
  action<ZooKeeperState, { server: number }>("ConcludeElection", {
    kind: "protocol",
    cites: [
      "zookeeper.election-majority",
      "zookeeper.election-end",
      "zookeeper.election-wait",
      "zookeeper.last-zxid",
      "zookeeper.truncated-snapshot",
      "quorum.hierarchical",
    ],
    choices: eachPeer(ensemble),
    guard: (state, { server }) =>
      isDecided(state, server) && (ensemble.rules.electors === "anyQuorum" || !awaitsBetter(state, ensemble, server)),
    effect: (draft, { server }) => conclude(draft, ensemble, server),
  }),
  action<ZooKeeperState, { server: number }>("ConcludeElectionEarly", {
    kind: "fault",
    cites: ["zookeeper.election-wait"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) =>
      affords(state, "timeouts") && isDecided(state, server) && awaitsBetter(state, ensemble, server),
    effect: (draft, { server }) => {
      spend(draft, "timeouts")
      conclude(draft, ensemble, server)
    },
  }),
  action<ZooKeeperState, { server: number }>("CountVotesAgain", {
    kind: "protocol",
    cites: ["zookeeper.election-resend"],
    choices: eachPeer(ensemble),
    guard: (state, { server }) => {
      const election = electionOf(state, server)
      if (election === undefined || election.isDecided || !isVoter(ensemble, server)) return false
      return mayDecide(electorOf(state, ensemble, server), election)
    },
    effect: (draft, { server }) => {
      peerOf(draft, server).election.isDecided = true
    },
  }),
  action<ZooKeeperState, Way>("ResendNotification", {
    kind: "protocol",
    cites: ["zookeeper.election-resend"],
    choices: ways(ensemble).filter(({ to }) => isVoter(ensemble, to)),
    guard: (state, way) => isOfUse(state, ensemble, way),
    effect: (draft, { from, to }) => notify(draft, ensemble, from, to, proposalOf(plain(peerOf(draft, from).election))),
  }),
]

/** Every way that a notification can go. */
const ways = (ensemble: Ensemble): readonly Way[] =>
  peerIds(ensemble).flatMap((from) =>
    peerIds(ensemble)
      .filter((to) => to !== from)
      .map((to) => ({ from, to })),
  )

const isInReach = ({ servers, links }: ZooKeeperView, from: number, to: number): boolean =>
  servers[to]?.up === true && connected(links, serverProcess(from), serverProcess(to))

const onItsWay = ({ electionChannels }: ZooKeeperView, from: number, to: number): Notification | undefined =>
  electionChannels[linkName(serverProcess(from), serverProcess(to))]?.[0]

/** What a server that is up receives next from another, on a connection that carries both ways. */
function arriving(state: ZooKeeperView, from: number, to: number): Notification | undefined {
  const notification = onItsWay(state, from, to)
  return notification !== undefined && isInReach(state, from, to) ? notification : undefined
}

/** A server's election, while it looks. */
function electionOf({ servers, peers }: ZooKeeperView, id: number): Election | undefined {
  const peer: Peer | undefined = peers[id]
  return peer?.state === "looking" && servers[id]?.up === true ? peer.election : undefined
}

const isDecided = (state: ZooKeeperView, id: number): boolean => electionOf(state, id)?.isDecided === true

/**
 * Whether a better vote is on its way to a server, or one in reach has it, which looks too. The wait is there for those, and
 * long enough as long as nothing is slow: else it takes one of the timeouts that are allowed for.
 */
function awaitsBetter(state: ZooKeeperView, ensemble: Ensemble, id: number): boolean {
  const elector = electorOf(state, ensemble, id)
  const vote = electionOf(state, id)?.vote ?? null
  return serverIds(ensemble.servers).some((other) => {
    if (other === id || !isInReach(state, id, other)) return false
    const votes = [electionOf(state, other)?.vote, onItsWay(state, other, id)?.vote]
    return votes.some((one) => one != null && isBetter(elector, one, vote))
  })
}

function conclude(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  const { vote, round } = plain(peerOf(draft, id).election)
  invariant(vote, "who is decided has a vote")
  settle(draft, ensemble, id, { vote, round })
  leadIfElected(draft, ensemble, id)
}

/** A server that has looked, and found itself, begins to lead. */
function leadIfElected(draft: ZooKeeperDraft, ensemble: Ensemble, id: number): void {
  if (peerOf(draft, id).state === "leading") beginLeading(draft, ensemble, id)
}

/**
 * Whether a server that looks gains anything by telling another its vote again, as it does to all when it has heard nothing
 * for a while: that one has not counted it yet, or would answer what this one has not heard. Other than that both are
 * afterwards as they were before, so what is sent then is left out, and an ensemble that waits is at rest.
 */
function isOfUse(state: ZooKeeperView, ensemble: Ensemble, { from, to }: Way): boolean {
  const election = electionOf(state, from)
  if (election === undefined || !isInReach(state, from, to)) return false
  if (onItsWay(state, from, to) !== undefined || onItsWay(state, to, from) !== undefined) return false
  const proposal = proposalOf(election)
  const asked: Peer | undefined = state.peers[to]
  if (asked === undefined) return false
  if (asked.state === "looking" && isNew(state, ensemble, to, asked.election, from, proposal)) return true
  const reply = answer(ensemble, asked.state, asked.election, from, proposal)
  return reply !== null && isNew(state, ensemble, from, election, to, reply)
}

/** Whether a notification changes anything for a server that looks. */
function isNew(
  state: ZooKeeperView,
  ensemble: Ensemble,
  id: number,
  election: Election,
  from: number,
  notification: Notification,
): boolean {
  const outcome = hear(electorOf(state, ensemble, id), election, from, notification)
  return outcome.found !== null || !sameData(outcome.election, election)
}
