import { describe, expect, test } from "vitest"
import { inSyncReplicasHoldAcknowledgedRecords } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn, recordsAt } from "./driver.ts"

const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
const exchange = { follower: 1, leader: 2, partition: "orders-0" }
const asks = ({ action }: { readonly action: string }) => action === "HandleListOffsets"

/**
 * Both brokers of a partition lose power, and the leader the last of two records, so that the other one's log is longer.
 * While that one is about to ask where the leader's log ends, having been refused, the leader appends a record.
 */
function refused(outOfRange: string) {
  const orders = { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 1 }
  const model = clusterOf(
    {
      zookeeper: { servers: 1 },
      kafka: { brokers: 2, clients: 1, topics: { orders }, outOfRange, truncation: "highWatermark" },
      prompt: ["clients", "zookeeper", "control", "checkpoints"],
    },
    { records: 3, brokerCrashes: 2, lostTails: 1 },
  )
  const written = goOn(model, run(model, goOn(model, run(model, model.initial, produce)), produce))
  const back = run(
    model,
    written,
    ["CrashBroker", { broker: 1 }],
    ["CrashBroker", { broker: 2 }],
    ["RestartBroker", { broker: 1 }],
    ["RestartBrokerWithoutTail", { broker: 2 }],
    ["ConnectToZooKeeper", { broker: 1, server: 1 }],
    ["ConnectToZooKeeper", { broker: 2, server: 1 }],
    ["ExpireLostSession", { client: "broker2" }],
    ["ExpireLostSession", { client: "broker1" }],
  )
  const told = goOn(model, back, { hold: asks })
  const answered = (from: typeof told) =>
    run(model, from, ["HandleListOffsets", exchange], ["HandleListOffsetsResponse", exchange])
  return { told, cut: answered(told), grown: answered(run(model, told, produce)) }
}

describe("a follower whose offset is out of range", () => {
  test("is cut to the end of its leader's log", () => {
    const { told, cut } = refused("goesOn")
    expect(told.replicas["1/orders-0"]).toMatchObject({ fetcher: { state: "outOfRange" }, highWatermark: 2 })
    expect([recordsAt(told, 1, "orders-0"), recordsAt(told, 2, "orders-0")]).toEqual([[1, 2], [1]])
    expect(recordsAt(cut, 1, "orders-0")).toEqual([1])
  })

  test("goes on where the leader's log has grown to its own end meanwhile", () => {
    const { grown } = refused("goesOn")
    expect(recordsAt(grown, 1, "orders-0")).toEqual([1, 2])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(grown)).toBeNull()
  })

  test("throws its log away then, with records that were acknowledged, by the older rule (KAFKA-2143)", () => {
    const { grown } = refused("startsOver")
    expect(recordsAt(grown, 1, "orders-0")).toEqual([])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(grown)).toMatchObject({ record: 1, broker: 1, isr: [2, 1] })
  })
})
