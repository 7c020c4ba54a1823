import type { Model } from "../../../../engine/model.ts"
import { excluding } from "../members.ts"
import { replicaIds } from "../state.ts"
import type { AsyncIsrConfig } from "./config.ts"
import { asyncControllerActions } from "./controller.ts"
import { asyncLeaderActions } from "./leader.ts"
import { type AsyncIsrState, asyncIsrComponents, followersAreAlike, initialAsyncIsr, theLeader } from "./state.ts"

/** AsyncIsr: ISR changes by request to the controller instead of a write to ZooKeeper, which became KIP-497. */
export function asyncIsr(config: AsyncIsrConfig): Model<AsyncIsrState> {
  const followers = excluding(replicaIds(config.replicas), theLeader)
  return {
    name: "kafka/published/async-isr",
    initial: initialAsyncIsr(config),
    components: asyncIsrComponents,
    actions: [...asyncControllerActions(config, followers), ...asyncLeaderActions(config, followers)],
    symmetry: [followersAreAlike(followers)],
  }
}
