/** The actions by which servers handle what they have been sent by each other. */
export const packetActions: readonly string[] = [
  "HandleFollowerInfo",
  "HandleLeaderInfo",
  "HandleAckEpoch",
  "HandleSynchronisation",
  "HandleHistory",
  "HandleNewLeader",
  "HandleUpToDate",
  "HandleProposal",
  "HandleCommit",
  "HandleInform",
  "HandleAck",
  "HandleRequest",
  "HandleSync",
  "HandleSynced",
  "HandleRevalidation",
  "HandleRevalidated",
]

/** The actions by which the threads of a server go on without being sent anything. */
export const threadActions: readonly string[] = [
  "ConnectToLeader",
  "SynchroniseLearner",
  "SendSnapshot",
  "PrepareForNewLeader",
  "LogTransaction",
  "ApplyCommitted",
]
