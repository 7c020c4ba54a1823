import { heal } from "../../engine/healing.ts"
import { changed, initialState, type Model } from "../../engine/index.ts"
import { brokerProcess, freshBroker, startBroker } from "../kafka/index.ts"
import { freshClient } from "../zookeeper/index.ts"
import type { ClusterConfig } from "./config.ts"
import type { ClusterState } from "./state.ts"

/** Steps within which every cluster that can be configured comes to rest after a cold start. */
const settlingStepsMax = 20_000

const atRest = (model: Model<ClusterState>, from: ClusterState): ClusterState =>
  heal(model, from, settlingStepsMax).state

/** Where runs begin. A cluster at rest is one that has come to rest by its own rules, not one that was written down. */
export const starts: Readonly<Record<ClusterConfig["start"], (cold: Model<ClusterState>) => ClusterState>> = {
  cold: initialState,
  settled: (cold) => atRest(cold, initialState(cold)),
  returning,
  restarted: (cold) => atRest(cold, returning(cold)),
}

/** The others are at rest, and broker 1 starts. */
function returning(cold: Model<ClusterState>): ClusterState {
  const others = changed(initialState(cold), (draft) => {
    draft.brokers[1] = { ...freshBroker(), status: "absent" }
    draft.zkClients[brokerProcess(1)] = { ...freshClient, pending: [], watches: {}, alive: false }
  })
  return changed(atRest(cold, others), (draft) => startBroker(draft, 1))
}
