import { choice } from "../../choice.ts"

/** How a partition gets other replicas. */
export const reassignmentChoices = {
  removedReplicaFetch: choice(
    ["refused", "counted"],
    "What a leader does with the fetch of a broker that is not among the partition's replicas: it refuses it, or takes the broker for a replica that may join the ISR (before KAFKA-1097)",
  ),
  removedIsrMember: choice(
    ["outOfSync", "unknown"],
    "What a leader makes of a member of the ISR that is none of the replicas: it is out of sync whatever the clock says, or an error at which the leader gives up nobody (before KAFKA-9672)",
  ),
  reassignmentEpoch: choice(
    ["remembered", "forgotten"],
    "Whether a controller that raises the leader epoch for a reassignment remembers the epoch and tells everybody (since KAFKA-9212), or only the replicas",
  ),
  resignation: choice(
    ["forgetsReassignments", "keepsReassignments"],
    "Whether a controller that resigns forgets the reassignments it knew of, or takes them up when it is elected again (before KAFKA-5310)",
  ),
}
