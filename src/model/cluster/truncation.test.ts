import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { replicasAgree } from "../../../properties/kafka/replicas-agree.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, recordsAt, storedState, threeReplicas } from "./driver.ts"

const generations = ["fetch", "kip320", "kip279", "kip101", "highWatermark"]
const produce = ["Produce", { client: 1, partition: "orders-0", acks: "1" }] as const

/**
 * A leader appends a record that nobody else gets, and crashes; another leads and appends another one at the same offset.
 * Then the first comes back.
 */
function diverged(truncation: string) {
  const model = clusterOf(
    { ...threeReplicas({ truncation, brokers: 4 }), start: "restarted" },
    { brokerCrashes: 1, records: 3 },
  )
  const slow = ({ action }: { readonly action: string }) => action === "HandleFetch"
  const common = goOn(model, run(model, model.initial, produce))
  const leader = storedState(common, "orders-0")?.leader ?? 0
  const alone = goOn(model, run(model, common, produce), { hold: slow })
  expect(recordsAt(alone, leader, "orders-0")).toEqual([1, 2])
  const replaced = goOn(model, run(model, alone, ["CrashBroker", { broker: leader }]))
  const next = storedState(replaced, "orders-0")?.leader ?? 0
  expect(next).not.toBe(leader)
  const rewritten = goOn(model, run(model, replaced, produce))
  expect(recordsAt(rewritten, next, "orders-0")).toEqual([1, 3])
  expect(recordsAt(rewritten, leader, "orders-0")).toEqual([1, 2])
  return goOn(model, rewritten, { healing: true })
}

describe.each(generations)("truncation by %s", (truncation) => {
  test("brings a former leader back in sync with its successor", () => {
    const healed = diverged(truncation)
    expect(clusterHeals.broken(healed)).toBeNull()
    expect(replicasAgree.broken(healed)).toBeNull()
    for (const broker of [1, 2, 3]) expect(recordsAt(healed, broker, "orders-0")).toEqual([1, 3])
    expect(storedState(healed, "orders-0")?.isr).toHaveLength(3)
  })
})

test("without truncation the replicas differ for ever", () => {
  expect(replicasAgree.broken(diverged("none"))).toMatchObject({ offset: 1 })
})

test("an answer to a fetch of an earlier epoch is dropped", () => {
  const model = clusterOf({ ...threeReplicas(), start: "restarted" }, { preferredElections: 1, records: 1 })
  const held = goOn(model, run(model, model.initial, produce), {
    hold: ({ action, choice }) => action === "HandleFetchResponse" && (choice as { follower: number }).follower === 3,
  })
  expect(held.fetchChannels["broker2>broker3"]).toMatchObject([{ kind: "FetchResponse", leaderEpoch: 0 }])
  const moved = goOn(
    model,
    run(model, held, ["ElectPreferredLeader", { broker: controllerOf(held), partition: "orders-0" }]),
    {
      hold: ({ action, choice }) => action === "HandleFetchResponse" && (choice as { follower: number }).follower === 3,
    },
  )
  expect(moved.replicas["3/orders-0"]).toMatchObject({ leader: 1, leaderEpoch: 1, log: [] })
  const late = run(model, moved, ["HandleFetchResponse", { follower: 3, leader: 2, partition: "orders-0" }])
  expect(late.replicas["3/orders-0"]).toEqual(moved.replicas["3/orders-0"])
  expect(clusterHeals.broken(goOn(model, late))).toBeNull()
})
