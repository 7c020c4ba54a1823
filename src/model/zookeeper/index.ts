export { servingIds } from "./actions/ensemble.ts"
export { type Ensemble, zooKeeperActions } from "./actions/index.ts"
export { canRequest, hasIncoming, receive, request } from "./client.ts"
export * from "./config.ts"
export {
  breakConnection,
  canConnect,
  connect,
  disconnect,
  freshClient,
  mustDisconnect,
  startClient,
  stopClient,
} from "./connection.ts"
export { areEnough, authoritativeTree, holds, isServing, leaderServer } from "./ensemble.ts"
export * from "./initial.ts"
export type { WatchEvent } from "./messages.ts"
export { zooKeeper } from "./model.ts"
export type { Operation, Result, Success, Write } from "./operations.ts"
export { sharedPath } from "./paths.ts"
export { initialPeers } from "./peer/initial.ts"
export { packetActions, threadActions } from "./peer/prompt.ts"
export type { Heard, Vote } from "./peer/state.ts"
export type { Written } from "./plain-clients.ts"
export * from "./state.ts"
export { children, newestIn, type Planted, treeWith } from "./tree.ts"
export { writeThroughLeader } from "./write.ts"
export * from "./zxid.ts"
