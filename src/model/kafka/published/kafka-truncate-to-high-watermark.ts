import type { Model } from "../../../engine/model.ts"
import type { PublishedConfig } from "./config.ts"
import { becomeFollower } from "./follower.ts"
import type { PublishedState } from "./state.ts"
import { toOwnHighWatermark } from "./truncation.ts"
import { unfenced } from "./unfenced.ts"

/** KafkaTruncateToHighWatermark: Kafka until 0.11. */
export const kafkaTruncateToHighWatermark = (config: PublishedConfig): Model<PublishedState> =>
  unfenced("kafka/published/kafka-truncate-to-high-watermark", config, (choices) =>
    becomeFollower(choices, {
      name: "BecomeFollowerTruncateToHighWatermark",
      cites: ["published.truncate-to-high-watermark"],
      truncatesTo: toOwnHighWatermark,
    }),
  )
