import type { KafkaState } from "../kafka/index.ts"

/** The state of a whole cluster: ZooKeeper, brokers, clients and the network between them. */
export type ClusterState = KafkaState
