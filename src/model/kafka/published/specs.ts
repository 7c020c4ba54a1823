import type { Model } from "../../../engine/model.ts"
import type { PublishedConfig } from "./config.ts"
import { kafkaTruncateToHighWatermark } from "./kafka-truncate-to-high-watermark.ts"
import { kip101 } from "./kip-101.ts"
import { kip279 } from "./kip-279.ts"
import { kip320 } from "./kip-320.ts"
import { kip320FirstTry } from "./kip-320-first-try.ts"
import type { PublishedState } from "./state.ts"

/** A published specification of replication, as the module of that name has it. */
interface PublishedSpec {
  readonly module: string
  readonly name: string
  readonly about: string
  model(config: PublishedConfig): Model<PublishedState>
}

/** The published specifications of replication, the oldest Kafka first. */
export const publishedSpecs: readonly PublishedSpec[] = [
  {
    module: "KafkaTruncateToHighWatermark",
    name: "kafka/published/kafka-truncate-to-high-watermark",
    about: "The published specification of replication before 0.11: followers truncate to their own high watermark",
    model: kafkaTruncateToHighWatermark,
  },
  {
    module: "Kip101",
    name: "kafka/published/kip-101",
    about: "The published specification of KIP-101: followers ask their leader where their last epoch ends",
    model: kip101,
  },
  {
    module: "Kip279",
    name: "kafka/published/kip-279",
    about: "The published specification of KIP-279: followers go back in their log until it agrees with their leader's",
    model: kip279,
  },
  {
    module: "Kip320FirstTry",
    name: "kafka/published/kip-320-first-try",
    about:
      "The published specification of a first try at KIP-320: followers truncate when a fetch shows that they must",
    model: kip320FirstTry,
  },
  {
    module: "Kip320",
    name: "kafka/published/kip-320",
    about: "The published specification of KIP-320: leader and follower deal with each other only in the same epoch",
    model: kip320,
  },
]
