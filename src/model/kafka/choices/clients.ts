import { choice } from "./choice.ts"

/** What producers and consumers may rely on. */
export const clientsChoices = {
  consumerReads: choice(["highWatermark", "logEnd"], "How far a consumer can read"),
}
