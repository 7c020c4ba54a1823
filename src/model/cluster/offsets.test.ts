import { describe, expect, test } from "vitest"
import { consumersNoticeTruncation } from "../../../properties/kafka/consumers-notice-truncation.ts"
import { latestOffsetsNeverFall } from "../../../properties/kafka/latest-offsets-never-fall.ts"
import { canRun, run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, isOf, recordsAt, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const one = { client: 1, partition: "orders-0" }
const produce = (acks: "1" | "all") => ["Produce", { ...one, acks }] as const
const prompt = ["clients", "zookeeper", "control", "checkpoints"]

describe("the latest offset", () => {
  /** Broker 2 has told 1; broker 1, which leads now, does not know yet that the record is committed. */
  function afterElection(rules: Readonly<Record<string, unknown>>) {
    const budgets = { preferredElections: 1, records: 1, offsetLookups: 3 }
    const model = clusterOf({ ...threeReplicas(rules), start: "restarted", prompt }, budgets)
    const lookUp = (from: ClusterState) => run(model, from, ["LookUpLatestOffset", one])
    const committed = goOn(model, run(model, model.initial, produce("all")), {
      hold: ({ action }) => action === "Consume",
      until: ({ history }) => history.acknowledged["orders-0"] !== undefined,
    })
    const told = lookUp(committed)
    const elect = ["ElectPreferredLeader", { broker: controllerOf(told), partition: "orders-0" }] as const
    const moved = run(model, told, elect, ["LookUpLatestOffset", one])
    const refreshed = goOn(model, moved, {
      hold: ({ action }) => action !== "RequestMetadata",
    })
    return { model, told, before: refreshed, after: lookUp(refreshed) }
  }

  test("is not told while the high watermark lags behind the start of the leader epoch", () => {
    const { told, before, after } = afterElection({})
    expect(told.history.latestOffsets).toEqual({ "client1/orders-0": { topicId: 1, offset: 1 } })
    expect(before.replicas["1/orders-0"]).toMatchObject({ highWatermark: 0, leadership: { startOffset: 1 } })
    expect(after.history.latestOffsets).toEqual(told.history.latestOffsets)
    expect(after.clients.client1).toMatchObject({ stale: false, outstanding: { consumer: null } })
  })

  test("falls where it is told at any time (KIP-207)", () => {
    const { before, after } = afterElection({ latestOffset: "anyTime" })
    expect(after.history.latestOffsets).toEqual({ "client1/orders-0": { topicId: 1, offset: 0 } })
    expect(latestOffsetsNeverFall.broken(before, after, { action: "LookUpLatestOffset", choice: one })).toMatchObject({
      latest: 0,
      before: 1,
    })
  })
})

describe("a consumer whose records were truncated by an unclean election", () => {
  const config = (consumerValidation: string) => ({
    zookeeper: { servers: 1 },
    kafka: {
      brokers: 2,
      consumerValidation,
      uncleanElection: "on",
      topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 1 } },
    },
    prompt,
  })

  function truncated(consumerValidation: string) {
    const model = clusterOf(config(consumerValidation), { records: 3, brokerCrashes: 1, slowFollowers: 1 })
    const read = run(
      model,
      model.initial,
      produce("1"),
      ["ShrinkIsrOfSlowFollower", { leader: 2, follower: 1, partition: "orders-0" }],
      ["Consume", one],
    )
    expect(read.clients.client1).toMatchObject({ positions: { "orders-0": 1 }, lastEpochs: { "orders-0": 0 } })
    const elected = goOn(model, run(model, read, ["CrashBroker", { broker: 2 }]), {
      hold: ({ action }) => action === "Consume" || action === "ValidatePosition",
    })
    return { model, state: run(model, elected, produce("1"), produce("1")) }
  }

  test("finds out, and goes back to where its own records end", () => {
    const { model, state } = truncated("endOffsetForEpoch")
    expect(canRun(model, state, "Consume", one)).toBe(false)
    const validated = run(model, state, ["ValidatePosition", one])
    expect(validated.clients.client1?.positions).toEqual({ "orders-0": 0 })
    const after = goOn(model, validated)
    expect(after.clients.client1?.positions).toEqual({ "orders-0": 2 })
    expect(consumersNoticeTruncation.broken(after)).toBeNull()
  })

  test("reads on where it does not ask, and misses a record (KAFKA-7747)", () => {
    const { model, state } = truncated("none")
    const after = run(model, state, ["Consume", one])
    expect(consumersNoticeTruncation.broken(after)).toMatchObject({ offset: 1, record: 3 })
  })
})

describe("a consumer that may read from followers", () => {
  const model = clusterOf(
    { ...threeReplicas({ consumerReplica: "follower" }), prompt },
    { records: 1, slowFollowers: 1 },
  )
  const sent = model.initial

  test("is sent by the leader to one that is in sync, once", () => {
    expect(sent.clients.client1?.preferred).toEqual({ "orders-0": 2 })
    expect(canRun(model, sent, "Consume", one)).toBe(false)
  })

  test("reads there below the high watermark that the follower knows", () => {
    const committed = goOn(model, run(model, sent, produce("all")), {
      hold: ({ action }) => action === "Consume",
      until: ({ replicas }) => replicas["1/orders-0"]?.highWatermark === 1,
    })
    expect(committed.replicas["2/orders-0"]).toMatchObject({ highWatermark: 0, log: [{ value: 1 }] })
    expect(canRun(model, committed, "Consume", one)).toBe(false)
    const after = goOn(model, committed)
    expect(after.replicas["2/orders-0"]?.highWatermark).toBe(1)
    expect(after.clients.client1).toMatchObject({ positions: { "orders-0": 1 }, preferred: { "orders-0": 2 } })
  })

  test("goes back to the leader when the follower does not have its offset", () => {
    const shrunk = run(model, sent, produce("all"), [
      "ShrinkIsrOfSlowFollower",
      { leader: 1, follower: 3, partition: "orders-0" },
    ])
    const read = goOn(model, shrunk, {
      hold: isOf(3, "HandleFetch"),
      until: ({ clients }) => clients.client1?.positions["orders-0"] === 1,
    })
    expect([1, 2, 3].map((broker) => recordsAt(read, broker, "orders-0"))).toEqual([[1], [1], []])
    const client1 = { ...read.clients.client1, preferred: { "orders-0": 3 } }
    const refused = run(model, { ...read, clients: { client1 } } as ClusterState, ["Consume", one])
    expect(refused.clients.client1).toMatchObject({ positions: { "orders-0": 1 }, preferred: {}, stale: false })
    expect(run(model, refused, ["Consume", one]).clients.client1?.preferred).toEqual({ "orders-0": 2 })
  })
})
