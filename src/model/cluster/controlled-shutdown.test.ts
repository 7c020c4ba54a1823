import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, storedState } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const given = (replicationFactor: number) => ({
  zookeeper: { servers: 1 },
  kafka: {
    brokers: 3,
    clients: 1,
    topics: { orders: { partitions: 1, replicationFactor, minInsyncReplicas: 1, startIndex: 1 } },
  },
})
const stopped = ({ brokers }: ClusterState, broker: number) => brokers[broker]?.status === "crashed"

describe("a broker that is to stop", () => {
  test("gives away what it leads before it does, and comes back as any other", () => {
    const model = clusterOf(given(3), { controlledShutdowns: 1 })
    const asked = run(model, model.initial, ["ShutDownBroker", { broker: 2 }])
    const gone = goOn(model, asked, { until: (state) => stopped(state, 2) })
    expect(storedState(gone, "orders-0")).toMatchObject({ leader: 1, leaderEpoch: 1, isr: [1, 3] })
    const back = goOn(model, gone, { healing: true })
    expect(storedState(back, "orders-0")?.isr).toHaveLength(3)
    expect(back.controllers[controllerOf(back)]).toMatchObject({ shuttingDown: [], leaving: null })
    expect(clusterHeals.broken(back)).toBeNull()
  })

  test("that follows is taken out of the ISR, and fetches no more", () => {
    const model = clusterOf(given(3), { controlledShutdowns: 1 })
    const asked = run(model, model.initial, ["ShutDownBroker", { broker: 3 }])
    const told = goOn(model, asked, {
      hold: ({ action }) => action === "HandleControlledShutdownResponse",
    })
    expect(storedState(told, "orders-0")).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 1] })
    expect(told.replicas["3/orders-0"]).toMatchObject({ leaderEpoch: 0, fetcher: null })
    expect(clusterHeals.broken(goOn(model, told, { healing: true }))).toBeNull()
  })

  test("keeps what nobody else has, and stops all the same", () => {
    const model = clusterOf(given(1), { controlledShutdowns: 1 })
    const gone = goOn(model, run(model, model.initial, ["ShutDownBroker", { broker: 2 }]))
    expect(stopped(gone, 2)).toBe(true)
    expect(storedState(gone, "orders-0")?.isr).toEqual([2])
    expect(clusterHeals.broken(goOn(model, gone, { healing: true }))).toBeNull()
  })

  test("stops without a controller that it cannot reach", () => {
    const model = clusterOf(given(3), { controlledShutdowns: 1, cuts: 1 })
    const controller = controllerOf(model.initial)
    const cut = run(model, model.initial, ["CutLink", { from: "broker2", to: `broker${controller}`, inFlight: "kept" }])
    const gone = run(model, cut, ["ShutDownBroker", { broker: 2 }], ["StopWithoutController", { broker: 2 }])
    expect(stopped(gone, 2)).toBe(true)
    expect(clusterHeals.broken(goOn(model, gone, { healing: true }))).toBeNull()
  })
})
