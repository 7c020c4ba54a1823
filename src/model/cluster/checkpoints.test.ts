import { describe, expect, test } from "vitest"
import { inSyncReplicasHoldAcknowledgedRecords } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn, isOf, recordsAt, storedState, threeReplicas } from "./driver.ts"

const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
const crash = (broker: number) => ["CrashBroker", { broker }] as const

describe("the high watermark of a replica", () => {
  test("is after a restart the one on disk, and after none was written 0", () => {
    const model = clusterOf(
      { ...threeReplicas(), prompt: ["clients", "zookeeper", "control"] },
      { records: 1, brokerCrashes: 2 },
    )
    const written = goOn(model, run(model, model.initial, produce), { hold: isOf(3, "CheckpointHighWatermarks") })
    expect([1, 2, 3].map((id) => written.checkpoints[id]?.["orders-0"])).toEqual([1, 1, 0])
    const back = (broker: number) =>
      goOn(model, run(model, written, crash(broker)), {
        healing: true,
        hold: ({ action }) => action === "HandleFetch",
        until: ({ replicas, brokers }) =>
          brokers[broker]?.status === "up" && replicas[`${broker}/orders-0`]?.inUse === true,
      }).replicas[`${broker}/orders-0`]
    expect(back(2)).toMatchObject({ highWatermark: 1, log: [{ value: 1 }] })
    expect(back(3)).toMatchObject({ highWatermark: 0, log: [{ value: 1 }] })
  })

  test("is not written before the broker has heard of its replicas", () => {
    const model = clusterOf({ ...threeReplicas(), start: "cold" })
    const held = goOn(model, model.initial, { hold: ({ action }) => action === "HandleLeaderAndIsr" })
    expect(held.checkpoints).toEqual({ 1: {}, 2: {}, 3: {} })
  })
})

/**
 * All brokers lose power. The one that comes back first is told of a leader that is dead, and then that another leads,
 * which the controller takes to live still.
 */
function firstBack(deadLeader: string) {
  const model = clusterOf(
    {
      ...threeReplicas({
        deadLeader,
        truncation: "highWatermark",
        topics: {
          audit: { partitions: 1, replicationFactor: 1, minInsyncReplicas: 1, startIndex: 2 },
          orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 },
        },
      }),
      prompt: ["clients", "zookeeper", "control", "fetches", "checkpoints"],
    },
    { records: 1, brokerCrashes: 3 },
  )
  return run(
    model,
    model.initial,
    produce,
    crash(1),
    crash(2),
    crash(3),
    ["ExpireLostSession", { client: "broker1" }],
    ["ExpireLostSession", { client: "broker3" }],
    ["RestartBroker", { broker: 3 }],
    ["ConnectToZooKeeper", { broker: 3, server: 1 }],
  )
}

describe("a replica whose leader is not known to live", () => {
  test("is taken into use all the same, so that its high watermark stays on disk", () => {
    const state = firstBack("createsLog")
    expect(storedState(state, "orders-0")).toMatchObject({ leader: 2, isr: [2, 3] })
    expect(state.checkpoints[3]).toEqual({ "audit-0": 0, "orders-0": 1 })
    expect(recordsAt(state, 3, "orders-0")).toEqual([1])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(state)).toBeNull()
  })

  test("is forgotten by the checkpoint where it is not, and loses an acknowledged record (KAFKA-1647)", () => {
    const state = firstBack("createsNoLog")
    expect(storedState(state, "orders-0")).toMatchObject({ leader: 2, isr: [2, 3] })
    expect(recordsAt(state, 3, "orders-0")).toEqual([])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(state)).toMatchObject({ record: 1, broker: 3 })
  })
})
