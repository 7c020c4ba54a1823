import type { Model } from "../../../engine/model.ts"
import type { PublishedConfig } from "./config.ts"
import { becomeFollower } from "./follower.ts"
import type { PublishedState } from "./state.ts"
import { toEndOfLastEpoch } from "./truncation.ts"
import { unfenced } from "./unfenced.ts"

/** Kip101: a follower asks its leader where its last epoch ends. */
export const kip101 = (config: PublishedConfig): Model<PublishedState> =>
  unfenced("kafka/published/kip-101", config, (choices) =>
    becomeFollower(choices, {
      name: "BecomeFollowerTruncateKip101",
      cites: ["published.kip-101-truncation"],
      truncatesTo: toEndOfLastEpoch,
    }),
  )
