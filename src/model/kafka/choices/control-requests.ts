import { choice } from "../../choice.ts"

/** What brokers do with the controller's requests. */
export const controlRequestsChoices = {
  controllerEpochCheck: choice(
    ["on", "off"],
    "Whether a broker refuses requests of an earlier controller than it has seen",
  ),
  brokerEpochInControlRequests: choice(
    ["on", "exact", "off"],
    "Whether a broker refuses requests meant for an earlier life of it (KIP-380), or for any but the one it knows to be its own (before KAFKA-9839)",
  ),
  controlRetry: choice(
    ["untilAnswered", "never"],
    "Whether a controller sends a request again that was lost with its connection (since KAFKA-1187)",
  ),
  stopReplica: choice(
    ["deletesLog", "keepsLog"],
    "Whether a broker that is told to delete a replica deletes its log (it must)",
  ),
  stopReplicaEpoch: choice(
    ["notBelow", "above", "none"],
    "What leader epoch a broker asks of a request to stop a replica, unless its topic is being deleted: one that is not below its own (since KAFKA-13972), one above it (KIP-570), or none at all (before)",
  ),
}
