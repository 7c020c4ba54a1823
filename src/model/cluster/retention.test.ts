import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
const leaderOf = ({ replicas }: ClusterState) => [1, 2, 3].find((id) => replicas[`${id}/orders-0`]?.leadership) ?? 0
const starts = ({ replicas }: ClusterState) => [1, 2, 3].map((id) => replicas[`${id}/orders-0`]?.logStart)
const at = (state: ClusterState, broker: number) => state.replicas[`${broker}/orders-0`]

/** Two records on all three brokers, all of which know that they are committed. */
function written() {
  const model = clusterOf(threeReplicas(), { records: 3, retentions: 3, recordDeletions: 1 })
  const once = goOn(model, run(model, model.initial, produce))
  const state = goOn(model, run(model, once, produce))
  return { model, state, leader: leaderOf(state) }
}

describe("the start of a log", () => {
  test("is taken over by the followers of a leader that is asked to delete records", () => {
    const { model, state, leader } = written()
    const deleted = run(model, state, ["DeleteRecords", { broker: leader, partition: "orders-0" }])
    expect(at(deleted, leader)).toMatchObject({ log: [null, null], logStart: 2, highWatermark: 2 })
    const after = goOn(model, deleted)
    expect(starts(after)).toEqual([2, 2, 2])
    expect(clusterHeals.broken(after)).toBeNull()
    const more = goOn(model, run(model, after, produce))
    expect(at(more, leader)).toMatchObject({ log: [null, null, { value: 3 }], epochs: [{ startOffset: 2 }] })
    expect(more.clients.client1?.positions["orders-0"]).toBe(3)
  })

  test("is moved by retention at each replica, and no further than the high watermark", () => {
    const { model, state, leader } = written()
    const follower = leader === 3 ? 2 : 3
    const delete_ = ["DeleteOldRecord", { broker: follower, partition: "orders-0" }] as const
    const once = run(model, state, delete_)
    expect(at(once, follower)).toMatchObject({ log: [null, { value: 2 }], logStart: 1 })
    const twice = run(model, once, delete_)
    expect(() => run(model, twice, delete_)).toThrow()
    expect(starts(goOn(model, twice)).filter((start) => start === 2)).toHaveLength(1)
  })

  test("sends a consumer that has not read so far to the first record there is", () => {
    const model = clusterOf(threeReplicas(), { records: 2, recordDeletions: 1 })
    const silent = ({ action }: { readonly action: string }) => action === "Consume"
    const once = goOn(model, run(model, model.initial, produce), { hold: silent })
    const leader = leaderOf(once)
    const deleted = run(model, once, ["DeleteRecords", { broker: leader, partition: "orders-0" }])
    const after = goOn(model, run(model, goOn(model, deleted, { hold: silent }), produce))
    expect(after.history.consumed["orders-0"]).toMatchObject([{ offset: 1, value: 2 }])
  })
})

describe("a follower below the start of its leader's log", () => {
  test("throws its log away and begins there", () => {
    const model = clusterOf(threeReplicas(), { records: 1, recordDeletions: 1, brokerCrashes: 1 })
    const leader = leaderOf(model.initial)
    const follower = leader === 3 ? 2 : 3
    const down = goOn(model, run(model, model.initial, ["CrashBroker", { broker: follower }]))
    const one = goOn(model, run(model, down, produce))
    const deleted = run(model, one, ["DeleteRecords", { broker: leader, partition: "orders-0" }])
    const healed = goOn(model, deleted, { healing: true })
    expect(at(healed, follower)).toMatchObject({ log: [null], logStart: 1, highWatermark: 1 })
    expect(clusterHeals.broken(healed)).toBeNull()
  })
})

test("a leader whose log starts above its high watermark makes its followers fail (KAFKA-5634)", () => {
  const model = clusterOf(threeReplicas({ retention: "belowLogEnd" }), { records: 1, retentions: 1 })
  const fetched = goOn(model, run(model, model.initial, produce), {
    until: ({ replicas }) => [1, 2, 3].every((id) => replicas[`${id}/orders-0`]?.log.length === 1),
  })
  const leader = leaderOf(fetched)
  expect(at(fetched, leader)).toMatchObject({ highWatermark: 0 })
  const after = goOn(model, run(model, fetched, ["DeleteOldRecord", { broker: leader, partition: "orders-0" }]))
  expect([1, 2, 3].filter((id) => at(after, id)?.fetcher?.state === "failed")).toHaveLength(2)
  expect(clusterHeals.broken(after)).not.toBeNull()
})
