import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, storedState } from "./driver.ts"
import type { ClusterState } from "./state.ts"

/** Broker 2 leads, broker 1 is the controller and broker 3 a follower that can be given up on: a record has not reached it. */
const given = (rules: Record<string, unknown> = {}) => ({
  zookeeper: { servers: 1 },
  inFlight: "dropped",
  kafka: {
    brokers: 3,
    clients: 1,
    topics: { orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 1, startIndex: 1 } },
    ...rules,
  },
})
const budgets = { records: 1, slowFollowers: 1, cuts: 1, controllerMoves: 1, brokerCrashes: 1, sessionExpiries: 1 }
const produce = ["Produce", { client: 1, partition: "orders-0", acks: "1" }] as const
const shrink = ["ShrinkIsrOfSlowFollower", { leader: 2, follower: 3, partition: "orders-0" }] as const
const asked = (rules: Record<string, unknown> = {}) => {
  const model = clusterOf(given(rules), budgets)
  const written = run(model, model.initial, produce, ["HandleProduce", { broker: 2, client: 1 }], shrink)
  return { model, written }
}
const pending = (state: ClusterState) => state.replicas["2/orders-0"]?.leadership?.pending ?? null
const handle = ["HandleAlterPartition", { broker: 2, controller: 1 }] as const
const answered = ["HandleAlterPartitionResponse", { broker: 2, controller: 1 }] as const
const zooKeeper = [
  ["ServeRequest", { server: 1, client: "broker1" }],
  ["HandleZooKeeper", { broker: 1 }],
] as const

describe("a leader that wants another ISR", () => {
  test("asks the controller, in the epochs it knows, and takes what is stored", () => {
    const { model, written } = asked()
    expect(controllerOf(written)).toBe(1)
    expect(written.controllerRequestChannels["broker2>broker1"]).toMatchObject([
      { kind: "AlterPartition", change: { leaderEpoch: 0, partitionEpoch: 0, isr: [2, 1] } },
    ])
    const stored = run(model, written, handle, ...zooKeeper)
    expect(storedState(stored, "orders-0")).toMatchObject({ leader: 2, leaderEpoch: 0, isr: [2, 1] })
    expect(pending(stored)).toEqual({ isr: [2, 1] })
    const told = run(model, stored, answered)
    expect(told.replicas["2/orders-0"]).toMatchObject({ partitionEpoch: 1, leadership: { isr: [2, 1], pending: null } })
    expect(clusterHeals.broken(goOn(model, told))).toBeNull()
  })

  test("asks again when the answer is lost, and is told that it is done", () => {
    const { model, written } = asked()
    const stored = run(model, written, handle, ...zooKeeper)
    const link = { from: "broker1", to: "broker2" }
    const lost = run(model, stored, ["CutLink", { ...link, inFlight: "dropped" }], ["HealLink", link])
    const again = run(model, lost, ["RetryAlterPartition", { broker: 2, partition: "orders-0" }], handle, answered)
    expect(pending(again)).toBeNull()
    expect(storedState(again, "orders-0")?.isr).toEqual([2, 1])
    expect(clusterHeals.broken(goOn(model, again))).toBeNull()
  })

  test("was refused for ever instead, when versions were compared first (KAFKA-14144)", () => {
    const { model, written } = asked({ alterPartitionBehind: "refused" })
    const stored = run(model, written, handle, ...zooKeeper)
    const link = { from: "broker1", to: "broker2" }
    const lost = run(model, stored, ["CutLink", { ...link, inFlight: "dropped" }], ["HealLink", link])
    const rest = goOn(model, lost, { healing: true })
    expect(pending(rest)).toEqual({ isr: [2, 1] })
    expect(clusterHeals.broken(rest)).toMatchObject({ what: "a living replica out of sync", broker: 3 })
  })

  test("finds the controller that has been elected since", () => {
    const { model, written } = asked()
    const moved = goOn(model, run(model, written, ["DeleteControllerNode", {}]), {
      hold: ({ action }) => action === "HandleAlterPartition",
      until: ({ controllers }) => controllers[1] === null,
    })
    const rest = goOn(model, moved)
    expect(pending(rest)).toBeNull()
    expect(rest.brokers[2]?.isrUpdates).toEqual({})
    expect(clusterHeals.broken(rest)).toBeNull()
  })
})

describe("a controller whose write was answered on a connection that is lost", () => {
  /** The write is done, and the controller connects again without knowing so. */
  const again = (rules: Record<string, unknown>) => {
    const { model, written } = asked(rules)
    const link = { from: "zk1", to: "broker1" }
    const cut = run(
      model,
      run(model, written, handle, ["ServeRequest", { server: 1, client: "broker1" }]),
      ["CutLink", { ...link, inFlight: "dropped" }],
      ["DisconnectFromZooKeeper", { broker: 1 }],
      ["HealLink", link],
      ["ConnectToZooKeeper", { broker: 1, server: 1 }],
    )
    expect(storedState(cut, "orders-0")?.isr).toEqual([2, 1])
    return goOn(model, cut)
  }

  test("finds its own write in the store", () => {
    expect(clusterHeals.broken(again({}))).toBeNull()
  })

  test("took it for another's and left the leader waiting, in all versions", () => {
    const rest = again({ alterPartitionConflict: "refused" })
    expect(pending(rest)).toEqual({ isr: [2, 1] })
    expect(clusterHeals.broken(rest)).toMatchObject({ what: "a living replica out of sync", broker: 3 })
  })
})
