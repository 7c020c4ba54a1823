import { z } from "zod"

const bound = (most: number, standard: number, about: string) =>
  z.number().int().min(1).max(most).default(standard).describe(about)

/** What bounds the published specification of asynchronous ISR changes, and the one rule that can be done wrong. */
export const asyncIsrConfig = z.strictObject({
  replicas: bound(6, 3, "Replicas of the one partition, with ids 1, 2, …; the first one leads"),
  maxOffset: bound(16, 2, "Where the leader's log ends at most"),
  maxVersion: bound(
    16,
    3,
    "How often the controller writes at most. With this and maxOffset the states are those that TLC counts under the constraint leaderState.offsets[Leader] <= MaxOffset /\\ controllerState.version <= MaxVersion",
  ),
  pendingIsr: z
    .enum(["counted", "ignored"])
    .default("counted")
    .describe(
      "Whether the high watermark waits for replicas that the leader has asked for and not heard of, or for those of its last known ISR only (wrong)",
    ),
})

export type AsyncIsrConfig = z.output<typeof asyncIsrConfig>
