export { zabConfig } from "./config.ts"
export { zab } from "./model.ts"
export { type Proposal, type ServerId, serverIn, type Txn, type ZabState } from "./state.ts"
export { isSameTxn } from "./txns.ts"
