import { z } from "zod"

const upTo = (most: number, standard: number, about: string) =>
  z.number().int().min(1).max(most).default(standard).describe(about)

/** What bounds the published specifications of replication: the constants of their modules. */
export const publishedConfig = z.strictObject({
  replicas: upTo(6, 3, "Replicas of the one partition, with ids 1, 2, …"),
  logSize: upTo(8, 2, "Records that a log can hold"),
  maxRecords: upTo(8, 2, "Records that producers write at most"),
  maxLeaderEpoch: z.number().int().min(0).max(16).default(2).describe("The last leader epoch; the first one is 0"),
})

export type PublishedConfig = z.output<typeof publishedConfig>
