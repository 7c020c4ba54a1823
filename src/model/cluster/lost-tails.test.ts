import { describe, expect, test } from "vitest"
import { inSyncReplicasHoldAcknowledgedRecords } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { replicasAgree } from "../../../properties/kafka/replicas-agree.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn } from "./driver.ts"

const orders = { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 1 }
const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
const crash = (broker: number) => ["CrashBroker", { broker }] as const
const expire = (broker: number) => ["ExpireLostSession", { client: `broker${broker}` }] as const
const connect = (broker: number) => ["ConnectToZooKeeper", { broker, server: 1 }] as const
const budgets = { records: 2, brokerCrashes: 2, lostTails: 1 }

/** Two brokers of which broker 2 leads and broker 1 is the controller; what is sent arrives at once. */
const two = (rules: object, ...prompt: readonly string[]) =>
  clusterOf(
    {
      zookeeper: { servers: 1 },
      kafka: { brokers: 2, clients: 1, topics: { orders }, ...rules },
      prompt: ["clients", "zookeeper", "control", "fetches", ...prompt],
    },
    budgets,
  )

/** Both lose power; the leader returns without its record, leads in a new epoch and writes another. Then the follower returns. */
function rewritten(truncation: string) {
  const model = two({ truncation }, "checkpoints")
  const both = run(model, model.initial, produce, crash(1), crash(2))
  const leads = run(model, both, ["RestartBrokerWithoutTail", { broker: 2 }], connect(2), expire(2), expire(1), produce)
  return { model, state: run(model, leads, ["RestartBroker", { broker: 1 }], connect(1)) }
}

describe("a record that its leader has lost and written another over", () => {
  test("goes from the other replica, as its epoch is another", () => {
    const { model, state } = rewritten("fetch")
    expect(state.history).toMatchObject({ atRisk: { "1/orders-0": 0 }, rewritten: [] })
    for (const broker of [1, 2])
      expect(state.replicas[`${broker}/orders-0`]).toMatchObject({ log: [{ epoch: 1, value: 2 }], highWatermark: 1 })
    expect(replicasAgree.broken(state)).toBeNull()
    expect(clusterHeals.broken(goOn(model, state, { healing: true }))).toBeNull()
  })

  test("stays there for good where replicas truncate to their high watermarks (KAFKA-1211)", () => {
    const { model, state } = rewritten("highWatermark")
    const different = { broker1: { epoch: 0, value: 1 }, broker2: { epoch: 1, value: 2 } }
    expect(replicasAgree.broken(state)).toMatchObject({ offset: 0, ...different })
    expect(clusterHeals.broken(goOn(model, state, { healing: true }))).not.toBeNull()
  })
})

/** A follower comes back without the last of two records, and nothing on disk of its high watermark. */
function recovered(epochRecovery: string) {
  const model = two({ epochRecovery })
  return run(
    model,
    model.initial,
    produce,
    produce,
    crash(1),
    crash(2),
    expire(1),
    ["RestartBrokerWithoutTail", { broker: 1 }],
    connect(1),
  )
}

describe("a log that is recovered", () => {
  test("has the epochs of its records, and is not truncated", () => {
    const state = recovered("allEpochs")
    expect(state.replicas["1/orders-0"]).toMatchObject({ log: [{ value: 1 }], epochs: [{ epoch: 0, startOffset: 0 }] })
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(state)).toBeNull()
  })

  test("is truncated to its high watermark where it does not get epoch 0 back (KAFKA-10432)", () => {
    const state = recovered("withoutEpochZero")
    expect(state.replicas["1/orders-0"]).toMatchObject({ log: [], epochs: [] })
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(state)).toMatchObject({ record: 1, broker: 1 })
  })
})
