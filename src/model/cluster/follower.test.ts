import { describe, expect, test } from "vitest"
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
