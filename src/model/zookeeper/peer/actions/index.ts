import type { Action } from "../../../../engine/model.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { sessionActions } from "../../actions/sessions.ts"
import type { ZooKeeperState } from "../../state.ts"
import { isFast } from "../notifications.ts"
import { broadcastActions } from "./broadcast.ts"
import { clientActions } from "./clients.ts"
import { crashActions } from "./crashes.ts"
import { discoveryActions } from "./discovery.ts"
import { diskActions } from "./disk.ts"
import { electionActions } from "./election.ts"
import { leavingActions } from "./leaving.ts"
import { oracleActions } from "./oracle.ts"
import { synchronisationActions } from "./synchronisation.ts"

/** Everything that can happen between the servers of an ensemble, message by message. */
export const peerActions = (ensemble: Ensemble): readonly Action<ZooKeeperState>[] => [
  ...(isFast(ensemble) ? electionActions(ensemble) : oracleActions(ensemble)),
  ...(ensemble.rules.election === "oracleWithEpoch" ? [] : discoveryActions(ensemble)),
  ...synchronisationActions(ensemble),
  ...broadcastActions(ensemble),
  ...clientActions(ensemble),
  ...sessionActions(ensemble),
  ...leavingActions(ensemble),
  ...crashActions(ensemble),
  ...diskActions(ensemble),
]
