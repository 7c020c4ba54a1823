import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn, recordsAt } from "./driver.ts"

const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const

/**
 * A leader has lost the only record of the first epoch, and has written one in the next; the follower that comes back has the
 * lost one. A leader that entered an epoch with its first record, as before KAFKA-7415, could not tell where one ends that is
 * below the first that it knows. Leaders that did so were asked in another way; if one is asked with the fetch, it refuses it as out of range.
 */
function refused(epochStart: string, ...prompt: readonly string[]) {
  const orders = { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 1 }
  const model = clusterOf(
    {
      zookeeper: { servers: 1 },
      kafka: { brokers: 2, clients: 1, acks: ["all"], consumer: "idle", topics: { orders }, epochStart },
      prompt: ["clients", "zookeeper", "control", "checkpoints", ...prompt],
    },
    { records: 2, brokerCrashes: 2, lostTails: 1 },
  )
  const back = run(
    model,
    goOn(model, run(model, model.initial, produce)),
    ["CrashBroker", { broker: 1 }],
    ["ExpireLostSession", { client: "broker1" }],
    ["CrashBroker", { broker: 2 }],
    ["ExpireLostSession", { client: "broker2" }],
    ["RestartBrokerWithoutTail", { broker: 2 }],
    ["ConnectToZooKeeper", { broker: 2, server: 1 }],
    produce,
    ["RestartBroker", { broker: 1 }],
    ["ConnectToZooKeeper", { broker: 1, server: 1 }],
  )
  return { model, back }
}

describe("a follower with an epoch below the first that its leader knows", () => {
  test.each([[[]], [["fetches"]]])("is told where they part where the leader entered its epoch (%j)", (prompt) => {
    const { model, back } = refused("onElection", ...prompt)
    const rest = goOn(model, back, { healing: true })
    expect(recordsAt(rest, 1, "orders-0")).toEqual([2])
    expect(clusterHeals.broken(rest)).toBeNull()
  })

  test("asks and is refused for ever where it did not", () => {
    const { model, back } = refused("onFirstAppend")
    expect(() => goOn(model, back, { healing: true })).toThrow("the cluster does not come to rest")
  })

  test("stays out of sync all the same where its fetches are prompt", () => {
    const { model, back } = refused("onFirstAppend", "fetches")
    const rest = goOn(model, back, { healing: true })
    expect([recordsAt(rest, 1, "orders-0"), recordsAt(rest, 2, "orders-0")]).toEqual([[1], [2]])
    expect(clusterHeals.broken(rest)).toMatchObject({ what: "a living replica out of sync", broker: 1, leader: 2 })
  })
})
