import { calm } from "../../src/model/cluster/index.ts"
import type { Config } from "./wrong-model.ts"

/** One partition, which broker 2 leads: broker 1 becomes the controller, so that the two can fail apart. */
export const orders = (replicationFactor: number, minInsyncReplicas: number) => ({
  orders: { partitions: 1, replicationFactor, minInsyncReplicas, startIndex: 1 },
})

/** One partition, which broker 2 leads although broker 1 is preferred, in a cluster of which broker 1 was restarted last. */
export const toBeGivenBack = (replicationFactor: number, minInsyncReplicas: number) => ({
  start: "restarted",
  kafka: {
    brokers: 3,
    clients: 1,
    topics: { orders: { partitions: 1, replicationFactor, minInsyncReplicas, startIndex: 0 } },
  },
})

/** One partition on one of two brokers, where a new replica takes its time, while the controller hears of everything at once. */
export const moved = {
  start: "restarted",
  prompt: ["clients", "zookeeper", "control", "checkpoints"],
  kafka: { brokers: 2, clients: 0, topics: orders(1, 1) },
}

/** A cluster of three brokers with one partition, and only these faults and changes. */
export const small = (replicas: number, minInsyncReplicas: number, budgets: Config, more: Config = {}): Config => ({
  zookeeper: { servers: 1 },
  kafka: { brokers: 3, clients: 1, topics: orders(replicas, minInsyncReplicas) },
  start: "settled",
  inFlight: "kept",
  prompt: ["checkpoints"],
  ...more,
  budgets: { ...calm, ...budgets },
})
