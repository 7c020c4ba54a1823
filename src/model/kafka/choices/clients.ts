import { choice } from "../../choice.ts"

/** What producers and consumers may rely on. */
export const clientsChoices = {
  consumerReads: choice(["highWatermark", "logEnd"], "How far a consumer can read"),
  consumerValidation: choice(
    ["endOffsetForEpoch", "none"],
    "What a consumer makes of its position under another leader: it asks where the epoch of its last record ends there, and goes back to where its own records end (KIP-320), or reads on (before)",
  ),
  latestOffset: choice(
    ["epochStart", "anyTime"],
    "From when on a leader tells consumers its high watermark as the latest offset: once it has reached the start of the leader epoch (KIP-207), or at any time (before)",
  ),
  metadataEpoch: choice(
    ["compared", "ignored"],
    "Whether a client drops what it is told of a partition if it knows of a later leader epoch (KIP-320), or takes every answer",
  ),
  duplicateSequence: choice(
    ["acknowledged", "outOfOrder"],
    "What a leader answers to a batch that it has already: the offset that it has there, or OUT_OF_ORDER_SEQUENCE_NUMBER (as Redpanda did, #3039)",
  ),
}
