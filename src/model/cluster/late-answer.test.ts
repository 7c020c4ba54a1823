import { describe, expect, test } from "vitest"
import { inSyncReplicasHoldAcknowledgedRecords } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { consumersReadWhatStays } from "../../../properties/kafka/consumers-read-what-stays.ts"
import type { Step } from "../../engine/index.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, isOf, recordsAt, storedState } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const given = (fetchResponseEpoch: string) => ({
  start: "restarted",
  zookeeper: { servers: 1 },
  kafka: {
    brokers: 3,
    fetchResponseEpoch,
    topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 } },
  },
})
const budgets = { preferredElections: 2, sessionExpiries: 1, records: 1, brokerCrashes: 1 }
const late = isOf(2, "HandleFetchResponse")

/**
 * KAFKA-18991: broker 2 has a record that broker 1, leading, tells it to cut. That answer is late: before it arrives broker 2
 * has led again, the record has been committed and read, and broker 1 leads once more.
 */
function lateAnswer(fetchResponseEpoch: string) {
  const model = clusterOf(given(fetchResponseEpoch), budgets)
  const elect = (from: ClusterState) =>
    run(model, from, ["ElectPreferredLeader", { broker: controllerOf(from), partition: "orders-0" }])
  const epochOf = (state: ClusterState) => storedState(state, "orders-0")?.leaderEpoch

  const written = goOn(model, run(model, model.initial, ["Produce", { client: 1, partition: "orders-0", acks: "1" }]), {
    hold: isOf(1, "HandleFetch"),
  })
  expect([1, 2].map((broker) => recordsAt(written, broker, "orders-0"))).toEqual([[], [1]])
  const told = goOn(model, elect(written), {
    hold: late,
    until: ({ fetchChannels }) => fetchChannels["broker1>broker2"]?.some((message) => "result" in message) ?? false,
  })
  expect(told.fetchChannels["broker1>broker2"]).toMatchObject([{ result: { diverging: { endOffset: 0 } } }])

  const committed = goOn(model, run(model, told, ["ExpireSession", { client: "broker1" }]), { hold: late })
  expect(storedState(committed, "orders-0")).toMatchObject({ leader: 2, isr: [2, 1] })
  expect([1, 2].map((broker) => recordsAt(committed, broker, "orders-0"))).toEqual([[1], [1]])
  expect(committed.history.consumed["orders-0"]).toHaveLength(1)

  const again = goOn(model, elect(committed), {
    hold: late,
    until: ({ replicas }) => replicas["2/orders-0"]?.leaderEpoch === (epochOf(committed) ?? 0) + 1,
  })
  const arrived = run(model, again, ["HandleFetchResponse", { follower: 2, leader: 1, partition: "orders-0" }])
  const after = goOn(model, run(model, arrived, ["CrashBroker", { broker: 1 }]))
  return { arrived, after }
}

describe("an answer to a fetch of an earlier leader epoch", () => {
  test("is dropped, however well its offset fits", () => {
    const { arrived, after } = lateAnswer("compared")
    expect(recordsAt(arrived, 2, "orders-0")).toEqual([1])
    expect(consumersReadWhatStays.broken(after)).toBeNull()
  })

  test("where epochs are not compared cuts off a record that was committed and read (KAFKA-18991)", () => {
    const { arrived, after } = lateAnswer("ignored")
    expect(recordsAt(arrived, 2, "orders-0")).toEqual([])
    expect(consumersReadWhatStays.broken(after)).toMatchObject({ read: 1, now: null })
  })
})

/**
 * KAFKA-7786: broker 2 has asked where its epoch ends, and is told at the beginning. That answer is late: before it arrives
 * broker 2 has led again, broker 1 has copied a record that was acknowledged, and leads once more.
 */
function lateEpochEnd(epochEndResponse: string) {
  const model = clusterOf(
    {
      start: "restarted",
      zookeeper: { servers: 1 },
      kafka: {
        brokers: 2,
        truncation: "kip320",
        epochEndResponse,
        topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 } },
      },
      prompt: ["clients", "zookeeper", "control"],
    },
    { preferredElections: 2, sessionExpiries: 1, records: 1 },
  )
  const elect = (from: ClusterState) =>
    run(model, from, ["ElectPreferredLeader", { broker: controllerOf(from), partition: "orders-0" }])
  const late = ({ action, choice }: Step) =>
    action === "HandleOffsetsForLeaderEpochResponse" && (choice as { follower: number }).follower === 2
  const told = goOn(model, elect(model.initial), {
    hold: late,
    until: ({ fetchChannels }) =>
      fetchChannels["broker1>broker2"]?.some(({ kind }) => kind === "OffsetsForLeaderEpochResponse") ?? false,
  })
  const away = run(model, told, ["ExpireSession", { client: "broker1" }])
  const committed = goOn(model, run(model, away, ["Produce", { client: 1, partition: "orders-0", acks: "all" }]), {
    hold: late,
  })
  expect([1, 2].map((broker) => recordsAt(committed, broker, "orders-0"))).toEqual([[1], [1]])
  expect(committed.history.acknowledged["orders-0"]).toHaveLength(1)
  return run(model, elect(committed), [
    "HandleOffsetsForLeaderEpochResponse",
    { follower: 2, leader: 1, partition: "orders-0" },
  ])
}

describe("an answer about the end of an epoch that was asked for in an earlier leader epoch", () => {
  test("is dropped", () => {
    expect(recordsAt(lateEpochEnd("compared"), 2, "orders-0")).toEqual([1])
  })

  test("where epochs are not compared cuts off a record that was acknowledged (KAFKA-7786)", () => {
    const after = lateEpochEnd("taken")
    expect(recordsAt(after, 2, "orders-0")).toEqual([])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(after)).toMatchObject({ record: 1, broker: 2 })
  })
})
