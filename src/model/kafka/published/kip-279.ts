import type { Model } from "../../../engine/model.ts"
import type { PublishedConfig } from "./config.ts"
import { becomeFollower } from "./follower.ts"
import type { PublishedState } from "./state.ts"
import { toEndOfAgreement } from "./truncation.ts"
import { unfenced } from "./unfenced.ts"

/** Kip279: a follower goes back in its log until it finds a record that its leader has too. */
export const kip279 = (config: PublishedConfig): Model<PublishedState> =>
  unfenced("kafka/published/kip-279", config, (choices) =>
    becomeFollower(choices, {
      name: "BecomeFollowerTruncateKip279",
      cites: ["published.kip-279-truncation"],
      truncatesTo: toEndOfAgreement,
    }),
  )
