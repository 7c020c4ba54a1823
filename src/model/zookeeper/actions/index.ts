import type { Action } from "../../../engine/model.ts"
import { peerActions } from "../peer/actions/index.ts"
import type { ZooKeeperState } from "../state.ts"
import { crashServer, restartServer, restartServerWithLostTail, restartServerWithoutDisk } from "./crashes.ts"
import { electLeader, followerJoins, followerLeaves, leaderStepsDown } from "./election.ts"
import type { Ensemble } from "./ensemble.ts"
import { applyCommitted, serveRequest } from "./requests.ts"
import { sessionActions } from "./sessions.ts"

export type { Ensemble } from "./ensemble.ts"

/** Everything that can happen in an ensemble; for a larger model too, as far as its state has one in it. */
export const zooKeeperActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] =>
  ensemble.rules.grain === "atomic" ? atomicActions(ensemble) : peerActions(ensemble)

const atomicActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  electLeader(ensemble),
  followerJoins(ensemble),
  followerLeaves(ensemble),
  leaderStepsDown(ensemble),
  serveRequest(ensemble),
  applyCommitted(ensemble),
  ...sessionActions(ensemble),
  crashServer(ensemble),
  restartServer(ensemble),
  restartServerWithoutDisk(ensemble),
  restartServerWithLostTail(ensemble),
]
