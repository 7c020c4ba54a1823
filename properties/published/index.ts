import type { Property } from "../../src/engine/index.ts"
import type { PublishedState } from "../../src/model/kafka/published/index.ts"
import { leaderInIsr } from "./leader-in-isr.ts"
import { strongIsr } from "./strong-isr.ts"
import { weakIsr } from "./weak-isr.ts"

export { validHighWatermark } from "./valid-high-watermark.ts"

/** What the published specifications of replication promise, under their own names. */
export const publishedProperties: readonly Property<PublishedState>[] = [weakIsr, strongIsr, leaderInIsr]
