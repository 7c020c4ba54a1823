import { choice } from "../../choice.ts"

/** How the controller is elected, what it reads and writes, and whom it makes leader. */
export const controllerChoices = {
  controllerResignation: choice(
    ["replaced", "deleted"],
    "When a controller resigns that looks at /controller: when it finds another's node or none (since KAFKA-2437), or only when it finds none",
  ),
  laterReigns: choice(
    ["listen", "areDeaf"],
    "Whether a broker that becomes the controller again hears of changes of brokers and topics (since KAFKA-928)",
  ),
  controllerEpoch: choice(
    ["elected", "watched"],
    "Where a controller has its epoch from: its own election (since KAFKA-1096), or /controller_epoch whenever that changes",
  ),
  controllerWriteFencing: choice(
    ["on", "off"],
    "Whether a controller's writes check that it is still the last one elected (KAFKA-6082)",
  ),
  bounceDetection: choice(
    ["on", "off"],
    "Whether the controller notices a broker that left and returned between two reads (KIP-380)",
  ),
  failoverRequests: choice(
    ["metadataFirst", "leaderAndIsrFirst"],
    "What a new controller sends first: whom it knows to live, and then what to lead and to follow (since KAFKA-4443), or the other way round",
  ),
  failoverReplicas: choice(
    ["removed", "kept"],
    "Whether a new controller takes replicas out of the ISR, and out of the lead, that were dead before it took office (since KAFKA-3143), or only those that it sees leave",
  ),
  shrunkIsr: choice(
    ["toReplicas", "toLeader"],
    "Whom a controller that takes dead brokers out of an ISR tells of the new leader epoch: all live replicas (since KAFKA-1188), or only the leader",
  ),
  uncleanElection: choice(
    ["off", "on"],
    "unclean.leader.election.enable: whether a replica outside the ISR may lead when no other lives",
  ),
  electionEpoch: choice(["raised", "kept"], "Whether an election raises the leader epoch (it must)"),
  offlineLeader: choice(
    ["cleared", "kept"],
    "Whether a dead leader that nobody can replace is removed as leader when it leaves the ISR (it must)",
  ),
  brokerNews: choice(
    ["always", "unlessLeaderless", "withStates"],
    "When brokers hear of others that have come or gone: at once; unless a partition without a live leader is about to bring the news (1.0 until KAFKA-13225); or only with the next change of a partition (before KAFKA-972)",
  ),
  emptyMetadata: choice(
    ["sent", "dropped"],
    "Whether UpdateMetadata goes out where there is no partition to tell of (since KAFKA-1867)",
  ),
  pendingDeletions: choice(
    ["takenUp", "left"],
    "Whether a new controller takes up the deletions that it finds asked for (since KAFKA-1681), or leaves them until something else happens",
  ),
  offlineIsr: choice(
    ["lastMember", "emptied"],
    "Whether the last member stays in the ISR of a partition that nobody can lead, or leaves it too (until KAFKA-1028)",
  ),
  startupMetadata: choice(
    ["full", "none"],
    "Whether a broker that starts is sent the whole metadata (KIP-380 era controllers do; without, it answers from nothing)",
  ),
}
