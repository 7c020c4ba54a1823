import { castDraft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { invariant } from "../../../errors.ts"
import { connected } from "../../network/channels.ts"
import { compact, startLooking } from "../broadcast.ts"
import type { ZooKeeperRules } from "../config.ts"
import { isInTouch, isSupported, isUsedUp, lastLogged, mayLead } from "../ensemble.ts"
import { type Server, serverProcess, type ZooKeeperDraft, type ZooKeeperState, type ZooKeeperView } from "../state.ts"
import { plain } from "../tree.ts"
import { zxid } from "../zxid.ts"
import { type Election, type Ensemble, eachServer, elections, serverIds } from "./ensemble.ts"

/**
 * Servers that look for a leader make the most advanced of them theirs, and take over its history, in one
 * step (coarse: votes, discovery and synchronisation are not told apart). What its log holds is committed.
 */
export function electLeader(ensemble: Ensemble): Action<ZooKeeperState> {
  const { servers, rules } = ensemble
  return action<ZooKeeperState, Election>("ElectZooKeeperLeader", {
    kind: "protocol",
    cites: [
      "zookeeper.election-order",
      "zookeeper.election-majority",
      "zookeeper.election-wait",
      "quorum.hierarchical",
      "zookeeper.epoch-choice",
      "zookeeper.synchronisation",
      "zookeeper.leader-activation",
      "zookeeper.new-leader-zxid",
    ],
    choices: elections(ensemble),
    guard: (state, { leader, voters }) => {
      if (!isLooking(state.servers[leader])) return false
      for (let id = 1; id <= servers; id += 1) {
        if (id === leader) continue
        const isVoter = voters.includes(id)
        if (!isVoter && rules.electors === "anyQuorum") continue
        const isInReach =
          isLooking(state.servers[id]) && connected(state.links, serverProcess(id), serverProcess(leader))
        if (isVoter !== isInReach || (isVoter && beats(state, id, leader))) return false
      }
      return true
    },
    effect: (draft, { leader, voters }) => {
      const epoch = 1 + Math.max(...voters.map((id) => draft.servers[id]?.acceptedEpoch ?? 0))
      const elected = draft.servers[leader]
      invariant(elected, `no server ${leader}`)
      Object.assign(elected, { role: "leading", leader: null, acceptedEpoch: epoch, currentEpoch: epoch })
      elected.lastProcessed = zxid(epoch, 0)
      for (const id of voters) if (id !== leader) synchronise(draft, rules, id, leader)
      const decided = plain(elected.log).map((txn) => txn.zxid)
      draft.history.zkCommitted = [...new Set([...draft.history.zkCommitted, ...decided])].sort((a, b) => a - b)
      compact(draft)
    },
  })
}

/** A server finds a leader that has a quorum already. One that has promised itself to a later epoch refuses it. */
export function followerJoins(ensemble: Ensemble): Action<ZooKeeperState> {
  const ids = serverIds(ensemble.servers)
  return action<ZooKeeperState, { server: number; leader: number }>("FollowerJoins", {
    kind: "protocol",
    cites: ["zookeeper.synchronisation", "zookeeper.stale-leader-refused"],
    choices:
      ensemble.rules.synchronisation === "onlyAtElection"
        ? []
        : ids.flatMap((server) => ids.filter((leader) => leader !== server).map((leader) => ({ server, leader }))),
    guard: (state, { server: id, leader: leaderId }) => {
      const server = state.servers[id]
      const leader = state.servers[leaderId]
      return (
        isLooking(server) &&
        leader?.up === true &&
        leader.role === "leading" &&
        server.acceptedEpoch <= leader.currentEpoch &&
        connected(state.links, serverProcess(id), serverProcess(leaderId)) &&
        isSupported(state, leaderId, ensemble.rules.electionQuorum)
      )
    },
    effect: (draft, { server, leader }) => {
      synchronise(draft, ensemble.rules, server, leader)
      compact(draft)
    },
  })
}

/** A follower notices that its leader is down, out of reach or leads no more. */
export const followerLeaves = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("FollowerLeaves", {
    kind: "protocol",
    cites: ["zookeeper.follower-loses-leader"],
    choices: eachServer(ensemble),
    guard: (state, { server: id }) => {
      const server = state.servers[id]
      if (!server?.up || server.role !== "following") return false
      return server.leader === null || !isInTouch(state, id, server.leader)
    },
    effect: (draft, { server }) => {
      startLooking(draft, server)
      compact(draft)
    },
  })

/** A leader notices that it has no quorum any more, or no zxid left. Until it does it answers reads, out of date. */
export const leaderStepsDown = (ensemble: Ensemble): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>("LeaderStepsDown", {
    kind: "protocol",
    cites: ["zookeeper.leader-loses-quorum", "zookeeper.zxid-rollover"],
    choices: eachServer(ensemble),
    guard: (state, { server: id }) => {
      const server = state.servers[id]
      if (!server?.up || server.role !== "leading") return false
      return isUsedUp(server, ensemble.rules) || !isSupported(state, id, ensemble.rules.electionQuorum)
    },
    effect: (draft, { server }) => {
      startLooking(draft, server)
      compact(draft)
    },
  })

/** A follower's history becomes its leader's: what it lacks is copied, what is too much is cut off. */
function synchronise(draft: ZooKeeperDraft, rules: ZooKeeperRules, id: number, leaderId: number): void {
  const leader = draft.servers[leaderId]
  const server = draft.servers[id]
  invariant(leader && server, `no server ${id} or ${leaderId}`)
  const { currentEpoch, snapshotZxid } = leader
  Object.assign(server, { role: "following", leader: leaderId, acceptedEpoch: currentEpoch, currentEpoch })
  if (rules.synchronisation === "withoutTruncation" && lastLogged(server) > lastLogged(leader)) return
  server.snapshotZxid = snapshotZxid
  server.snapshot = castDraft(plain(leader.snapshot))
  server.log = castDraft(plain(leader.log))
  server.tree = castDraft(plain(leader.tree))
  server.lastProcessed = lastLogged(server)
}

const isLooking = (server: Server | undefined): server is Server => server?.up === true && server.role === "looking"

/** Whether a server's vote is better: a later epoch, then a later transaction, then a larger number (rule E2). */
function beats({ servers }: ZooKeeperView, challenger: number, champion: number): boolean {
  const a = servers[challenger]
  const b = servers[champion]
  if (!a || !b || !mayLead(servers, challenger)) return false
  if (a.currentEpoch !== b.currentEpoch) return a.currentEpoch > b.currentEpoch
  const difference = lastLogged(a) - lastLogged(b)
  return difference === 0 ? challenger > champion : difference > 0
}
