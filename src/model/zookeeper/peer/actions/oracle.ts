import { type Action, action } from "../../../../engine/model.ts"
import { connected } from "../../../network/channels.ts"
import { type Ensemble, serverIds, subsets } from "../../actions/ensemble.ts"
import { quorumSize } from "../../ensemble.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { agreeOnEpoch } from "../discovery.ts"
import { isLeading, isVoter, peerOf } from "../peers.ts"
import { beats, voteFor } from "../vote.ts"
import { type Pair, pairs } from "./choices.ts"

interface Election {
  readonly leader: number
  /** Who takes part, the leader among them; sorted. */
  readonly voters: readonly number[]
}

/**
 * An election in one step, by an oracle that knows who is in reach: coarser than notifications, which may come late, and
 * as published specifications of synchronisation have it.
 */
export const oracleActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, Election>("ElectZooKeeperLeader", {
    kind: "protocol",
    cites: ["zookeeper.election-order", "zookeeper.election-majority", "zookeeper.election-wait"],
    choices: elections(ensemble),
    guard: (state, { leader, voters }) => isElected(state, ensemble, leader, voters),
    effect: (draft, { leader, voters }) => {
      for (const id of voters) join(draft, id, leader)
      const others = voters.filter((id) => id !== leader)
      if (ensemble.rules.election === "oracleWithEpoch") agreeOnEpoch(draft, ensemble, leader, others)
    },
  }),
  action<ZooKeeperState, Pair>("FindLeader", {
    kind: "protocol",
    cites: ["zookeeper.discovery"],
    choices: pairs(ensemble),
    guard: (state, { leader, learner }) => {
      if (state.peers[learner]?.state !== "looking" || !state.servers[learner]?.up) return false
      if (!isLeading(state, leader) || !reaches(state, learner, leader)) return false
      if (ensemble.rules.election !== "oracleWithEpoch") return true
      return (state.peers[leader]?.proposedEpoch ?? 0) >= (state.servers[learner]?.acceptedEpoch ?? 0)
    },
    effect: (draft, { leader, learner }) => {
      join(draft, learner, leader)
      if (!isVoter(ensemble, learner)) peerOf(draft, learner).state = "observing"
      if (ensemble.rules.election === "oracleWithEpoch") agreeOnEpoch(draft, ensemble, leader, [learner])
    },
  }),
]

function join(draft: ZooKeeperDraft, id: number, leader: number): void {
  const peer = peerOf(draft, id)
  peer.state = id === leader ? "leading" : "following"
  peer.phase = "discovery"
  peer.leader = id === leader ? null : leader
}

/** Every leader with every quorum of voters that it could be elected by. */
function elections({ servers, rules }: Ensemble): readonly Election[] {
  const quorum = quorumSize(rules.electionQuorum, servers)
  return serverIds(servers).flatMap((leader) =>
    subsets(serverIds(servers))
      .filter((voters) => voters.length >= quorum && voters.includes(leader))
      .map((voters) => ({ leader, voters })),
  )
}

/** Whether the best of some voters in reach is this one, and nobody in reach is left out, but by the rule that any quorum decides. */
function isElected(
  state: ZooKeeperView,
  { servers, rules }: Ensemble,
  leader: number,
  voters: readonly number[],
): boolean {
  if (!isLooking(state, leader)) return false
  for (let id = 1; id <= servers; id += 1) {
    if (id === leader) continue
    const takesPart = voters.includes(id)
    if (!takesPart && rules.electors === "anyQuorum") continue
    if (takesPart !== (isLooking(state, id) && reaches(state, id, leader))) return false
    if (takesPart && beats(voteFor(state, id), voteFor(state, leader))) return false
  }
  return true
}

const isLooking = ({ servers, peers }: ZooKeeperView, id: number): boolean =>
  servers[id]?.up === true && peers[id]?.state === "looking"

const reaches = ({ links }: ZooKeeperView, from: number, to: number): boolean =>
  connected(links, serverProcess(from), serverProcess(to))
