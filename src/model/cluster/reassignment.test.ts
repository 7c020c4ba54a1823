import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { paths, replicaName } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { clusterOf, controllerOf, goOn, isOf, recordsAt, storedState } from "./driver.ts"
import type { ClusterState } from "./state.ts"

/** Of four brokers, `orders` is on 1 and 2, and 1 leads. */
const given = {
  zookeeper: { servers: 1 },
  kafka: {
    brokers: 4,
    clients: 1,
    topics: { orders: { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 } },
  },
}
const model = clusterOf(given, { reassignments: 2, records: 1, topicsDeleted: 1, controllerMoves: 1, brokerCrashes: 1 })
const partition = "orders-0"
const ask = (action: string, from: ClusterState, more: Record<string, unknown> = {}) =>
  run(model, from, [action, { broker: controllerOf(from), ...more }])
const replace = (from: ClusterState, one: number, other: number) =>
  ask("ReassignReplica", from, { partition, from: one, to: other })
const node = (state: ClusterState) => authoritativeTree(state).nodes[paths.topic("orders")]?.data
const hosts = (state: ClusterState) => [1, 2, 3, 4].filter((broker) => state.replicas[replicaName(broker, partition)])

/** What keeps a new replica from catching up. */
const fetches = isOf(3, "HandleFetch", "HandleFetchResponse", "RetryFetch")

const written = goOn(model, run(model, model.initial, ["Produce", { client: 1, partition, acks: "all" }]))

describe("a reassignment", () => {
  const under = goOn(model, replace(written, 1, 3), { hold: fetches })

  test("is stored before anything else, with the target first", () => {
    expect(node(under)).toEqual({
      topicId: 1,
      assignment: [[3, 2, 1]],
      reassignments: { 0: { adding: [3], removing: [1] } },
    })
  })

  test("raises the epoch, so that all replicas hear of each other, and waits for the new one", () => {
    expect(storedState(under, partition)).toMatchObject({ leader: 1, leaderEpoch: 1, isr: [1, 2] })
    for (const broker of [1, 2, 3])
      expect(under.replicas[replicaName(broker, partition)]).toMatchObject({ leaderEpoch: 1, replicas: [3, 2, 1] })
    expect(clusterHeals.broken(under)).not.toBeNull()
  })

  test("once that is in sync moves the leader, and removes what is not wanted any more", () => {
    const done = goOn(model, under)
    expect(node(done)).toEqual({ topicId: 1, assignment: [[3, 2]] })
    expect(storedState(done, partition)).toMatchObject({ leader: 3, isr: expect.not.arrayContaining([1]) })
    expect(hosts(done)).toEqual([2, 3])
    expect(recordsAt(done, 3, partition)).toEqual([1])
    expect(done.metadata[4]?.partitions[partition]).toMatchObject({ leader: 3 })
    expect(clusterHeals.broken(done)).toBeNull()
  })

  test("that is cancelled stops the replica that it added", () => {
    const back = goOn(model, ask("CancelReassignment", under, { partition }))
    expect(node(back)).toEqual({ topicId: 1, assignment: [[2, 1]] })
    expect(hosts(back)).toEqual([1, 2])
    expect(clusterHeals.broken(back)).toBeNull()
  })

  test("that is replaced drops only what the second one does not want", () => {
    const other = goOn(model, replace(under, 3, 4))
    expect(node(other)).toEqual({ topicId: 1, assignment: [[4, 2]] })
    expect(hosts(other)).toEqual([2, 4])
    expect(clusterHeals.broken(other)).toBeNull()
  })

  test("is gone on with by another controller", () => {
    const moved = goOn(model, run(model, under, ["DeleteControllerNode", {}]), { hold: fetches })
    expect(Object.values(moved.controllers).map((controller) => controller?.epoch ?? 0)).toContain(2)
    const done = goOn(model, moved)
    expect(node(done)).toEqual({ topicId: 1, assignment: [[3, 2]] })
    expect(clusterHeals.broken(done)).toBeNull()
  })

  test("is gone on with when the broker that it waits for returns", () => {
    const down = goOn(model, run(model, under, ["CrashBroker", { broker: 3 }]))
    expect(clusterHeals.broken(down)).toBeNull()
    expect(node(down)).toMatchObject({ assignment: [[3, 2, 1]] })
    const done = goOn(model, down, { healing: true })
    expect(node(done)).toEqual({ topicId: 1, assignment: [[3, 2]] })
    expect(clusterHeals.broken(done)).toBeNull()
  })

  test("holds up the deletion of the topic", () => {
    const asked = goOn(model, ask("DeleteTopic", under, { topic: "orders" }), { hold: fetches })
    expect(node(asked)).toMatchObject({ assignment: [[3, 2, 1]] })
    expect(hosts(asked)).toEqual([1, 2, 3])
    const done = goOn(model, asked)
    expect(node(done)).toBeUndefined()
    expect(hosts(done)).toEqual([])
    expect(clusterHeals.broken(done)).toBeNull()
  })
})

test("another order of the replicas needs nobody to catch up, and leaves the leader where it is", () => {
  const reversed = goOn(model, ask("ReverseReplicas", written, { partition }))
  expect(node(reversed)).toEqual({ topicId: 1, assignment: [[2, 1]] })
  expect(storedState(reversed, partition)).toMatchObject({ leader: 1, leaderEpoch: 1, isr: [1, 2] })
  expect(clusterHeals.broken(reversed)).toBeNull()
})

test("a replica cannot be added on a broker that is down", () => {
  const down = goOn(model, run(model, written, ["CrashBroker", { broker: 3 }]))
  expect(() => replace(down, 1, 3)).toThrow()
})
