export { type Ensemble, zooKeeperActions } from "./actions/index.ts"
export { canRequest, hasIncoming, type Incoming, receive, request } from "./client.ts"
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
export { authoritativeTree, holds, isServing, lastLogged, leaderServer, quorumSize } from "./ensemble.ts"
export * from "./initial.ts"
export type { WatchEvent, ZkMessage } from "./messages.ts"
export { zooKeeper } from "./model.ts"
export type { Failure, Operation, Read, Result, Success, Write, ZkError } from "./operations.ts"
export * from "./state.ts"
export { applyTxn, children, cversion, emptyTree, newestIn, type Planted, treeWith } from "./tree.ts"
export { writeThroughLeader } from "./write.ts"
export * from "./zxid.ts"
