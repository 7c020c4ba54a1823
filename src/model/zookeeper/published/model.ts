import type { Model } from "../../../engine/model.ts"
import { broadcastActions } from "./broadcast.ts"
import type { ZabConfig } from "./config.ts"
import { discoveryActions } from "./discovery.ts"
import { electionActions } from "./election.ts"
import { faultActions } from "./faults.ts"
import { initialZab, type ZabState, zabComponents } from "./state.ts"
import { filterNonexistentMessage } from "./stray.ts"
import { serversAreAlike } from "./symmetry.ts"
import { synchronisationActions } from "./synchronisation.ts"

/** Zab as its authors' successors have specified it, action by action: module Zab of Disalg-ICS-NJU/zookeeper-tla-spec. */
export const zab = (config: ZabConfig): Model<ZabState> => ({
  name: "zookeeper/published",
  initial: initialZab(config),
  components: zabComponents,
  actions: [
    ...electionActions(config),
    ...faultActions(config),
    ...discoveryActions(config),
    ...synchronisationActions(config),
    ...broadcastActions(config),
    filterNonexistentMessage(config),
  ],
  symmetry: [serversAreAlike(config)],
})
