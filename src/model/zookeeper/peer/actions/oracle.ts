import { type Action, action } from "../../../../engine/model.ts"
import { connected } from "../../../network/channels.ts"
import { type Election, type Ensemble, elections } from "../../actions/ensemble.ts"
import { mayLead } from "../../ensemble.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import { agreeOnEpoch, beginLeading } from "../discovery.ts"
import { isLeading, isVoter, peerOf } from "../peers.ts"
import { beats, voteFor } from "../vote.ts"
import { type Pair, pairs } from "./choices.ts"

/**
 * An election in one step, by an oracle that knows who is in reach: coarser than notifications, which may come late, and
 * as published specifications of synchronisation have it.
 */
export const oracleActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  action<ZooKeeperState, Election>("ElectZooKeeperLeader", {
    kind: "protocol",
    cites: [
      "zookeeper.election-order",
      "zookeeper.election-majority",
      "zookeeper.election-wait",
      "zookeeper.election-by-oracle",
      "zookeeper.last-zxid",
      "zookeeper.truncated-snapshot",
      "quorum.hierarchical",
    ],
    choices: elections(ensemble),
    guard: (state, { leader, voters }) => isElected(state, ensemble, leader, voters),
    effect: (draft, { leader, voters }) => {
      for (const id of voters) join(draft, id, leader)
      beginLeading(draft, ensemble, leader)
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

/** Whether the best of some voters in reach is this one, and nobody in reach is left out, but by the rule that any quorum decides. */
function isElected(
  state: ZooKeeperView,
  { servers, rules }: Ensemble,
  leader: number,
  voters: readonly number[],
): boolean {
  if (!isLooking(state, leader)) return false
  const vote = (id: number) => voteFor(state, id, rules.lastZxid)
  for (let id = 1; id <= servers; id += 1) {
    if (id === leader) continue
    const takesPart = voters.includes(id)
    if (!takesPart && rules.electors === "anyQuorum") continue
    if (takesPart !== (isLooking(state, id) && reaches(state, id, leader))) return false
    if (takesPart && mayLead(state.servers, id) && beats(vote(id), vote(leader), rules)) return false
  }
  return true
}

const isLooking = ({ servers, peers }: ZooKeeperView, id: number): boolean =>
  servers[id]?.up === true && peers[id]?.state === "looking"

const reaches = ({ links }: ZooKeeperView, from: number, to: number): boolean =>
  connected(links, serverProcess(from), serverProcess(to))
