import { describe, expect, test } from "vitest"
import { acknowledgedRecordsSurvive } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { paths } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { clusterOf, controllerOf, goOn, recordsAt, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const produce = (acks: "0" | "1" | "all", client = 1) => ["Produce", { client, partition: "orders-0", acks }] as const
const leaderOf = ({ replicas }: ClusterState) =>
  [1, 2, 3].find((broker) => replicas[`${broker}/orders-0`]?.leadership != null) ?? 0
const answers = (state: ClusterState, broker: number) =>
  (state.clientChannels[`broker${broker}>client1`] ?? []).filter(({ kind }) => kind === "ProduceResponse")
const leadership = (state: ClusterState, broker: number) => state.replicas[`${broker}/orders-0`]?.leadership

/** A leader with only itself in the ISR, as its followers were too slow. */
function alone(rules: Record<string, unknown> = {}) {
  const model = clusterOf(threeReplicas(rules), { slowFollowers: 2, records: 3 })
  const leader = leaderOf(model.initial)
  const [a, b] = [1, 2, 3].filter((broker) => broker !== leader) as [number, number]
  const slow = ({ action }: { readonly action: string }) => action === "HandleFetch"
  const shrink = (follower: number) => ["ShrinkIsrOfSlowFollower", { leader, follower, partition: "orders-0" }] as const
  const written = goOn(model, run(model, model.initial, produce("1")), { hold: slow })
  const one = goOn(model, run(model, written, shrink(a)), { hold: slow })
  const none = goOn(model, run(model, one, shrink(b)), { hold: slow })
  expect(leadership(none, leader)?.isr).toEqual([leader])
  return { model, leader, slow, none }
}

describe("a record", () => {
  const model = clusterOf(threeReplicas(), { records: 1 })
  const leader = leaderOf(model.initial)
  const delivery = { broker: leader, client: 1 }

  test("with acks=0 is appended, and nobody waits for an answer", () => {
    const after = run(model, model.initial, produce("0"), ["HandleProduce", delivery])
    expect(recordsAt(after, leader, "orders-0")).toEqual([1])
    expect(after.clients.client1?.outstanding.producer).toBeNull()
    expect(answers(after, leader)).toEqual([])
  })

  test("with acks=1 is answered before any follower has it", () => {
    const after = run(model, model.initial, produce("1"), ["HandleProduce", delivery])
    expect(answers(after, leader)).toMatchObject([{ kind: "ProduceResponse", value: 1, error: null }])
    expect(after.replicas[`${leader}/orders-0`]?.highWatermark).toBe(0)
    expect(after.history.acknowledged["orders-0"]).toBeUndefined()
  })

  test("with acks=all is answered when every in-sync replica has it, and not before", () => {
    const appended = run(model, model.initial, produce("all"), ["HandleProduce", delivery])
    expect(answers(appended, leader)).toEqual([])
    const answered = goOn(model, appended, { until: (state) => answers(state, leader).length > 0 })
    expect(answers(answered, leader)).toMatchObject([{ value: 1, error: null }])
    for (const broker of [1, 2, 3]) expect(recordsAt(answered, broker, "orders-0")).toEqual([1])
    expect(answered.history.acknowledged["orders-0"]).toMatchObject([{ offset: 0, value: 1 }])
  })
})

describe("with fewer in-sync replicas than min.insync.replicas", () => {
  test("acks=all is refused and appends nothing, acks=1 goes on", () => {
    const { model, leader, slow, none } = alone()
    const refused = goOn(model, run(model, none, produce("all")), { hold: slow })
    expect(recordsAt(refused, leader, "orders-0")).toEqual([1])
    expect(refused.history.acknowledged["orders-0"]).toBeUndefined()
    const taken = goOn(model, run(model, refused, produce("1")), { hold: slow })
    expect(recordsAt(taken, leader, "orders-0")).toEqual([1, 3])
  })

  test("the high watermark waits (KAFKA-15583), or moves as it did before", () => {
    const now = alone()
    expect(now.none.replicas[`${now.leader}/orders-0`]?.highWatermark).toBe(0)
    expect(clusterHeals.broken(goOn(now.model, now.none))).toBeNull()
    const before = alone({ highWatermarkBelowMinIsr: "moves" })
    expect(before.none.replicas[`${before.leader}/orders-0`]?.highWatermark).toBe(1)
  })

  test("a record that was appended before is answered AFTER_APPEND, where the high watermark moves", () => {
    const model = clusterOf(threeReplicas({ highWatermarkBelowMinIsr: "moves" }), { slowFollowers: 2, records: 1 })
    const leader = leaderOf(model.initial)
    const followers = [1, 2, 3].filter((broker) => broker !== leader)
    const slow = ({ action }: { readonly action: string }) => action === "HandleFetch"
    const waiting = goOn(model, run(model, model.initial, produce("all")), { hold: slow })
    expect(leadership(waiting, leader)?.waiting).toHaveLength(1)
    const shrunk = followers.reduce(
      (state, follower) =>
        goOn(model, run(model, state, ["ShrinkIsrOfSlowFollower", { leader, follower, partition: "orders-0" }]), {
          hold: ({ action }) => action === "HandleFetch" || action === "HandleProduceResponse",
        }),
      waiting,
    )
    expect(answers(shrunk, leader)).toMatchObject([{ value: 1, error: "NOT_ENOUGH_REPLICAS_AFTER_APPEND" }])
    expect(recordsAt(shrunk, leader, "orders-0")).toEqual([1])
    expect(shrunk.history.acknowledged["orders-0"]).toBeUndefined()
  })

  test("a produce that waits for more replicas than there are times out", () => {
    const model = clusterOf(threeReplicas(), { brokersRemoved: 2, records: 1 })
    const leader = leaderOf(model.initial)
    const [a, b] = [1, 2, 3].filter((broker) => broker !== leader) as [number, number]
    const sent = run(model, model.initial, produce("all"), ["HandleProduce", { broker: leader, client: 1 }])
    const rest = goOn(model, run(model, sent, ["RemoveBroker", { broker: a }], ["RemoveBroker", { broker: b }]))
    expect(leadership(rest, leader)).toMatchObject({ isr: [leader], waiting: [{ value: 1 }] })
    expect(rest.clients.client1?.outstanding.producer).toBeNull()
    expect(rest.history.acknowledged["orders-0"]).toBeUndefined()
  })
})

test("a producer that asks a former leader is told so, asks for metadata, and finds the new one", () => {
  const model = clusterOf({ ...threeReplicas(), start: "restarted" }, { preferredElections: 1, records: 2 })
  const controller = controllerOf(model.initial)
  const moved = goOn(
    model,
    run(model, model.initial, ["ElectPreferredLeader", { broker: controller, partition: "orders-0" }]),
    { hold: ({ action }) => action === "Consume" },
  )
  expect(leaderOf(moved)).toBe(1)
  expect(moved.clients.client1?.metadata?.partitions["orders-0"]?.leader).toBe(2)
  const refused = run(
    model,
    moved,
    produce("all"),
    ["HandleProduce", { broker: 2, client: 1 }],
    ["HandleProduceResponse", { broker: 2, client: 1 }],
  )
  expect(refused.clients.client1).toMatchObject({ stale: true, outstanding: { producer: null } })
  const found = goOn(model, refused)
  expect(found.clients.client1?.metadata?.partitions["orders-0"]?.leader).toBe(1)
  expect(recordsAt(goOn(model, run(model, found, produce("all"))), 1, "orders-0")).toEqual([2])
})

test("a request that times out may have been done all the same", () => {
  const model = clusterOf(threeReplicas(), { cuts: 1, records: 1 })
  const leader = leaderOf(model.initial)
  const sent = run(
    model,
    model.initial,
    produce("all"),
    ["HandleProduce", { broker: leader, client: 1 }],
    ["CutLink", { from: `broker${leader}`, to: "client1", inFlight: "kept" }],
    ["RequestTimesOut", { client: 1, role: "producer" }],
  )
  expect(sent.clients.client1?.outstanding.producer).toBeNull()
  const rest = goOn(model, sent)
  expect(rest.history.acknowledged["orders-0"]).toMatchObject([{ value: 1 }])
  expect(acknowledgedRecordsSurvive.broken(rest)).toBeNull()
})

test("a change of min.insync.replicas reaches every broker by a notification", () => {
  const model = clusterOf(threeReplicas(), { configsAltered: 1 })
  const controller = controllerOf(model.initial)
  const change = { broker: controller, topic: "orders", minInsyncReplicas: 3 }
  const rest = goOn(model, run(model, model.initial, ["AlterMinInsyncReplicas", change]))
  for (const broker of [1, 2, 3]) expect(rest.brokers[broker]?.minInsyncReplicas).toEqual({ orders: 3 })
  const { nodes } = authoritativeTree(rest)
  expect(nodes[paths.topicConfig("orders")]?.data).toEqual({ minInsyncReplicas: 3 })
  expect(nodes[`${paths.configChange}0000000000`]?.data).toBe("orders")
})
