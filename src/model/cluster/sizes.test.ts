import { describe, expect, test } from "vitest"
import { bootstrapAnswersAgree } from "../../../properties/kafka/bootstrap-answers-agree.ts"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { storedPartitions } from "../../../properties/kafka/stored.ts"
import { clusterOf, goOn } from "./driver.ts"

const sizes = [1, 2, 3, 4, 5, 6, 7]

const topics = (brokers: number) => ({
  orders: { partitions: 1, replicationFactor: Math.min(3, brokers), minInsyncReplicas: Math.min(2, brokers) },
  payments: { partitions: 2, replicationFactor: Math.min(2, brokers), minInsyncReplicas: 1 },
})

describe.each(["cold", "settled", "restarted"])("a cluster that starts %s", (start) => {
  test.each(sizes)("comes to rest with %i ZooKeeper servers and one to seven brokers", (servers) => {
    for (const brokers of sizes) {
      const model = clusterOf({ start, zookeeper: { servers }, kafka: { brokers, topics: topics(brokers) } })
      const rest = goOn(model, model.initial)
      expect(clusterHeals.broken(rest)).toBeNull()
      expect(bootstrapAnswersAgree.broken(rest)).toBeNull()
      const stored = storedPartitions(rest)
      expect(stored.map(({ partition }) => partition).sort()).toEqual(["orders-0", "payments-0", "payments-1"])
      for (const { leader, isr, replicas } of stored) {
        expect(leader).not.toBeNull()
        expect([...isr].sort()).toEqual([...replicas].sort())
      }
    }
  })
})
