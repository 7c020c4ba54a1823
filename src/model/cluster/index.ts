export { type ClusterConfig, calm, clusterConfig } from "./config.ts"
export { cluster } from "./model.ts"
export type { ClusterState } from "./state.ts"
