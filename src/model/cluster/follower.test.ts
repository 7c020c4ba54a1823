import { describe, expect, test } from "vitest"
import { inSyncReplicasHoldAcknowledgedRecords } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { replicasAgree } from "../../../properties/kafka/replicas-agree.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, isOf, recordsAt, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const produce = (acks: string) => ["Produce", { client: 1, partition: "orders-0", acks }] as const
const elect = (state: ClusterState) =>
  ["ElectPreferredLeader", { broker: controllerOf(state), partition: "orders-0" }] as const

/** Broker 2 leads and has a record that nobody copies; broker 1 is made leader, and tells it to truncate. */
function toldToTruncate(divergingFetch: string) {
  const model = clusterOf(
    { ...threeReplicas({ divergingFetch }), start: "restarted" },
    { records: 1, preferredElections: 1 },
  )
  const alone = goOn(model, run(model, model.initial, produce("1")), {
    hold: ({ action }) => action === "HandleFetch",
  })
  expect(recordsAt(alone, 2, "orders-0")).toEqual([1])
  return goOn(model, run(model, alone, elect(alone)), {
    hold: isOf(2, "HandleFetchResponse"),
    until: ({ fetchChannels }) => fetchChannels["broker1>broker2"]?.some((message) => "result" in message) ?? false,
  })
}

describe("a follower that is told to truncate", () => {
  test("is not counted", () => {
    expect(toldToTruncate("ignored").replicas["1/orders-0"]?.leadership?.followers[2]).toBeNull()
  })

  test("was counted up to the record that it has to cut off (KAFKA-13141)", () => {
    expect(toldToTruncate("counted").replicas["1/orders-0"]?.leadership?.followers[2]).toBe(1)
  })
})

/** Broker 1 was replaced without knowing it and has appended a record; it comes back to a leader that has committed another one. */
function toldOfTheHighWatermark(divergingResponse: string) {
  const model = clusterOf(
    {
      ...threeReplicas({
        brokers: 2,
        divergingResponse,
        topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 } },
      }),
      prompt: ["clients", "zookeeper", "control"],
    },
    { sessionExpiries: 1, records: 2 },
  )
  const exchange = { follower: 1, leader: 2, partition: "orders-0" }
  const told = run(
    model,
    model.initial,
    ["ExpireSession", { client: "broker1" }],
    produce("all"),
    ["ConnectToZooKeeper", { broker: 1, server: 1 }],
    ["RequestMetadata", { broker: 2, client: 1 }],
    produce("all"),
    ["HandleFetch", exchange],
    ["HandleFetchResponse", exchange],
  )
  return { model, told }
}

describe("a follower that is told to truncate by a leader whose high watermark is higher", () => {
  test("truncates before it takes a high watermark", () => {
    const { told } = toldOfTheHighWatermark("truncates")
    expect(told.replicas["1/orders-0"]).toMatchObject({ log: [], highWatermark: 0, fetcher: { state: "fetching" } })
    expect(replicasAgree.broken(told)).toBeNull()
  })

  test("once took it first, and truncated then (KAFKA-14704)", () => {
    const { model, told } = toldOfTheHighWatermark("highWatermarkFirst")
    expect(told.replicas["1/orders-0"]).toMatchObject({ log: [{ value: 1 }], highWatermark: 1 })
    expect(replicasAgree.broken(told)).toMatchObject({ offset: 0 })
    const truncated = run(model, told, ["TruncateDiverged", { follower: 1, partition: "orders-0" }])
    expect(truncated.replicas["1/orders-0"]).toMatchObject({
      log: [],
      highWatermark: 0,
      fetcher: { state: "fetching" },
    })
    expect(recordsAt(goOn(model, truncated), 1, "orders-0")).toEqual([2])
  })
})

/**
 * Broker 2 leads, and again after broker 3 has; in between it has truncated a record that broker 1 copied from it. Broker 1 has no
 * session meanwhile, and comes back to be told of a leader that it knows.
 */
function missedEpoch(becomeFollower: string) {
  const model = clusterOf(
    {
      ...threeReplicas({
        truncation: "kip279",
        becomeFollower,
        isrChange: "zooKeeper",
        topics: { orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 1, startIndex: 1 } },
      }),
      prompt: ["clients", "zookeeper", "control", "fetches"],
    },
    { sessionExpiries: 2, records: 2, preferredElections: 1 },
  )
  const away = run(
    model,
    model.initial,
    ["ExpireSession", { client: "broker1" }],
    ["ExpireSession", { client: "broker2" }],
    produce("all"),
    ["ConnectToZooKeeper", { broker: 2, server: 1 }],
    ["RequestMetadata", { broker: 2, client: 1 }],
    produce("all"),
  )
  expect([1, 2, 3].map((broker) => recordsAt(away, broker, "orders-0"))).toEqual([[1], [2], [2]])
  return run(model, away, elect(away), ["ConnectToZooKeeper", { broker: 1, server: 1 }])
}

describe("a follower that is told of the leader that it follows", () => {
  test.each(["eachEpoch", "missedEpoch"])("truncates where it has missed an epoch (%s)", (becomeFollower) => {
    const back = missedEpoch(becomeFollower)
    expect(recordsAt(back, 1, "orders-0")).toEqual([2])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(back)).toBeNull()
  })

  test("once went on without a record that was acknowledged (KAFKA-7164)", () => {
    const back = missedEpoch("otherLeader")
    expect(recordsAt(back, 1, "orders-0")).toEqual([1])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(back)).toMatchObject({ record: 2, broker: 1 })
  })
})

/** Broker 2 has a record that is acknowledged, broker 1 leads in between and writes another one, and broker 2 leads again and writes nothing. */
function askedOfAnEpochInBetween(epochStart: string) {
  const model = clusterOf(
    {
      ...threeReplicas({
        brokers: 2,
        truncation: "kip279",
        epochStart,
        topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 } },
      }),
      start: "restarted",
      prompt: ["clients", "zookeeper", "control", "fetchResponses", "checkpoints"],
    },
    { records: 3, preferredElections: 2, reassignments: 1 },
  )
  const fetch = ["HandleFetch", { follower: 1, leader: 2, partition: "orders-0" }] as const
  const written = run(model, model.initial, produce("all"), fetch, fetch, produce("all"))
  const between = run(model, written, elect(written), ["RequestMetadata", { broker: 1, client: 1 }], produce("all"))
  expect(recordsAt(between, 1, "orders-0")).toEqual([1, 3])
  const controller = controllerOf(between)
  const reversed = run(model, between, ["ReverseReplicas", { broker: controller, partition: "orders-0" }])
  return run(model, reversed, elect(reversed))
}

describe("a follower that asks of an epoch in which its leader did not take part", () => {
  test("is told where the leader's own epoch starts, and keeps what was acknowledged", () => {
    const asked = askedOfAnEpochInBetween("onElection")
    expect(recordsAt(asked, 1, "orders-0")).toEqual([1])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(asked)).toBeNull()
  })

  test("once was told nothing, and fell back to its high watermark (KAFKA-7415)", () => {
    const asked = askedOfAnEpochInBetween("onFirstAppend")
    expect(recordsAt(asked, 1, "orders-0")).toEqual([])
    expect(inSyncReplicasHoldAcknowledgedRecords.broken(asked)).toMatchObject({ record: 1, broker: 1 })
  })
})
