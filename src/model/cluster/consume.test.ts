import { expect, test } from "vitest"
import { consumersReadWhatStays } from "../../../properties/kafka/consumers-read-what-stays.ts"
import { canRun, run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, threeReplicas } from "./driver.ts"

const produce = (acks: "1" | "all") => ["Produce", { client: 1, partition: "orders-0", acks }] as const
const consume = { client: 1, partition: "orders-0" }

test("a consumer reads what every in-sync replica has, and nothing beyond", () => {
  const model = clusterOf(threeReplicas(), { records: 1 })
  const slow = ({ action }: { readonly action: string }) => action === "HandleFetch"
  const appended = goOn(model, run(model, model.initial, produce("1")), { hold: slow })
  expect(canRun(model, appended, "Consume", consume)).toBe(false)
  const read = goOn(model, appended)
  expect(read.history.consumed["orders-0"]).toEqual([{ topicId: 1, offset: 0, value: 1 }])
  expect(read.clients.client1?.positions).toEqual({ "orders-0": 1 })
  expect(canRun(model, read, "Consume", consume)).toBe(false)
})

test("with the wrong rule it reads to the end of the log", () => {
  const model = clusterOf(threeReplicas({ consumerReads: "logEnd" }), { records: 1 })
  const slow = ({ action }: { readonly action: string }) => action === "HandleFetch"
  const appended = goOn(model, run(model, model.initial, produce("1")), { hold: slow })
  expect(appended.history.consumed["orders-0"]).toHaveLength(1)
})

test("a consumer that is told of another leader epoch refreshes its metadata and reads on", () => {
  const model = clusterOf({ ...threeReplicas(), start: "restarted" }, { preferredElections: 1, records: 2 })
  const controller = controllerOf(model.initial)
  const read = goOn(model, run(model, model.initial, produce("all")))
  const moved = goOn(model, run(model, read, ["ElectPreferredLeader", { broker: controller, partition: "orders-0" }]), {
    hold: ({ action }) => action === "Consume",
  })
  expect(moved.clients.client1?.metadata?.partitions["orders-0"]?.leader).toBe(2)
  const refused = run(
    model,
    moved,
    ["Consume", consume],
    ["HandleConsumerFetch", { broker: 2, client: 1 }],
    ["HandleConsumerFetchResponse", { broker: 2, client: 1 }],
  )
  expect(refused.clients.client1?.stale).toBe(true)
  const refreshed = goOn(model, refused)
  expect(refreshed.clients.client1?.metadata?.partitions["orders-0"]).toMatchObject({ leader: 1, leaderEpoch: 1 })
  const more = goOn(model, run(model, refreshed, produce("all")))
  expect(more.history.consumed["orders-0"]?.map(({ value }) => value)).toEqual([1, 2])
  expect(consumersReadWhatStays.broken(more)).toBeNull()
})

test("an older answer does not replace what a client knows of a partition", () => {
  const model = clusterOf({ ...threeReplicas(), start: "restarted" }, { preferredElections: 1, cuts: 1, records: 1 })
  const controller = controllerOf(model.initial)
  const late = [1, 2, 3].find((broker) => broker !== controller && broker !== 1) ?? 0
  const moved = goOn(
    model,
    run(
      model,
      model.initial,
      ["CutLink", { from: `broker${controller}`, to: `broker${late}`, inFlight: "kept" }],
      ["ElectPreferredLeader", { broker: controller, partition: "orders-0" }],
    ),
    { hold: ({ action, choice }) => action === "RequestMetadata" && (choice as { broker: number }).broker === late },
  )
  expect(moved.clients.client1?.metadata?.partitions["orders-0"]).toMatchObject({ leader: 1, leaderEpoch: 1 })
  expect(moved.metadata[late]?.partitions["orders-0"]).toMatchObject({ leader: 2, leaderEpoch: 0 })
  const timedOut = run(
    model,
    moved,
    ["Produce", { client: 1, partition: "orders-0", acks: "1" }],
    ["HandleProduce", { broker: 1, client: 1 }],
    ["HandleProduceResponse", { broker: 1, client: 1 }],
  )
  expect(canRun(model, timedOut, "RequestMetadata", { broker: late, client: 1 })).toBe(false)
})
