import type { WrongModel } from "./wrong-model.ts"

const both = ["WeakIsr", "StrongIsr"]

/** The earlier specifications, which break promises that the last one keeps, with the smallest bounds in which they do. */
const earlier: readonly (Pick<WrongModel, "system" | "wrong" | "config"> & { readonly breaks: readonly string[] })[] = [
  {
    system: "kafka/published/kafka-truncate-to-high-watermark",
    wrong: "followers truncate to their own high watermark",
    config: { replicas: 2, logSize: 1, maxRecords: 1, maxLeaderEpoch: 1 },
    breaks: both,
  },
  {
    system: "kafka/published/kip-101",
    wrong: "followers ask where their last epoch ends, whoever answers",
    config: { replicas: 2 },
    breaks: both,
  },
  {
    system: "kafka/published/kip-279",
    wrong: "followers look for what they have in common with a leader of any epoch",
    config: { logSize: 1, maxRecords: 1 },
    breaks: both,
  },
  {
    system: "kafka/published/kip-320-first-try",
    wrong: "followers truncate when a fetch shows that they must, and count in any epoch",
    config: { logSize: 1, maxRecords: 1 },
    breaks: ["StrongIsr"],
  },
]

/** For each promise of the published specifications a wrong model on which it fails. */
export const publishedWrongModels: readonly WrongModel[] = [
  ...earlier.flatMap(({ breaks, ...one }) =>
    breaks.map((property) => ({ ...one, property, rightSystem: "kafka/published/kip-320", set: {} })),
  ),
  {
    property: "LeaderInIsr",
    system: "kafka/published/kip-320",
    rightSystem: null,
    wrong: "a partition starts without a leader, as in every one of the specifications",
    config: {},
    set: {},
  },
  {
    property: "ValidHighWatermark",
    system: "kafka/published/async-isr",
    wrong: "the high watermark does not wait for whom the leader has asked to be in the ISR",
    config: {},
    set: { pendingIsr: "ignored" },
  },
]
