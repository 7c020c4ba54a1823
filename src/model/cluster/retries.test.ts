import { describe, expect, test } from "vitest"
import { idempotentRecordsAppearOnce } from "../../../properties/kafka/idempotent-records-appear-once.ts"
import { canRun, run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, recordsAt, threeReplicas } from "./driver.ts"

const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
const appended = [produce, ["HandleProduce", { broker: 2, client: 1 }]] as const
const lost = ["RequestTimesOut", { client: 1, role: "producer" }] as const
const cut = ["CutLink", { from: "broker2", to: "client1", inFlight: "dropped" }] as const
const healed = ["HealLink", { from: "broker2", to: "client1" }] as const

const clusterWith = (rules: Readonly<Record<string, unknown>>) =>
  clusterOf(
    { ...threeReplicas(rules), start: "restarted", inFlight: "dropped" },
    {
      records: 2,
      cuts: 1,
      preferredElections: 1,
    },
  )

describe("a record whose acknowledgement was lost", () => {
  test("is sent again, and is in the log once, if the producer numbers it", () => {
    const model = clusterWith({ producer: "idempotent" })
    const state = goOn(model, run(model, model.initial, ...appended, cut, lost, healed))
    expect([1, 2, 3].map((broker) => recordsAt(state, broker, "orders-0"))).toEqual([[1], [1], [1]])
    expect(state.clients.client1).toMatchObject({ batch: null, outstanding: { producer: null } })
    expect(state.history.acknowledged["orders-0"]?.map(({ offset }) => offset)).toEqual([0])
    const next = goOn(model, run(model, state, produce))
    expect(next.replicas["2/orders-0"]?.log[1]).toEqual({
      epoch: 0,
      value: 2,
      producer: { id: "client1", epoch: 0, sequence: 1 },
    })
  })

  test("is in the log twice if the producer does not", () => {
    const model = clusterWith({ producer: "retries" })
    const state = goOn(model, run(model, model.initial, ...appended, cut, lost, healed))
    expect(recordsAt(state, 2, "orders-0")).toEqual([1, 1])
    expect(idempotentRecordsAppearOnce.broken(state)).toMatchObject({ record: 1, offsets: [0, 1] })
  })

  test("is given up by a producer that does not retry", () => {
    const model = clusterWith({})
    const state = goOn(model, run(model, model.initial, ...appended, cut, lost, healed))
    expect(recordsAt(state, 2, "orders-0")).toEqual([1])
    expect(canRun(model, state, "Produce", produce[1])).toBe(true)
  })

  test("is known to a leader that has it from the one before", () => {
    const model = clusterWith({ producer: "idempotent" })
    const replicated = goOn(model, run(model, model.initial, ...appended), {
      hold: ({ action }) => action === "HandleProduceResponse",
      until: (state) => recordsAt(state, 1, "orders-0")?.length === 1,
    })
    const elect = ["ElectPreferredLeader", { broker: controllerOf(replicated), partition: "orders-0" }] as const
    const moved = goOn(model, run(model, replicated, cut, lost, elect), { healing: true })
    expect(moved.replicas["1/orders-0"]?.leadership).not.toBeNull()
    expect(recordsAt(moved, 1, "orders-0")).toEqual([1])
    expect(moved.clients.client1?.batch).toBeNull()
  })
})

test("a producer that is told of a gap raises its epoch and begins at 0, once", () => {
  const model = clusterWith({ producer: "idempotent", duplicateSequence: "outOfOrder" })
  const state = goOn(model, run(model, model.initial, ...appended, cut, lost, healed))
  expect(state.replicas["2/orders-0"]?.log.map((entry) => [entry?.producer?.epoch, entry?.producer?.sequence])).toEqual(
    [
      [0, 0],
      [1, 0],
    ],
  )
  expect(state.clients.client1?.numbering).toEqual({ epoch: 1, partitions: { "orders-0": { epoch: 1, next: 1 } } })
})

test("a producer that sends again waits while the ISR is too small to take its record", () => {
  const model = clusterOf(threeReplicas({ producer: "idempotent" }), { records: 1, brokerCrashes: 2 })
  const alone = goOn(model, run(model, model.initial, ["CrashBroker", { broker: 2 }], ["CrashBroker", { broker: 3 }]))
  const refused = goOn(model, run(model, alone, produce))
  expect(refused.clients.client1?.batch).toMatchObject({ value: 1 })
  expect(recordsAt(refused, 1, "orders-0")).toEqual([])
  const back = goOn(model, refused, { healing: true })
  expect(recordsAt(back, 1, "orders-0")).toEqual([1])
  expect(back.clients.client1?.batch).toBeNull()
})
