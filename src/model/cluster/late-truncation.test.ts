import { describe, expect, test } from "vitest"
import { acknowledgedRecordsSurvive } from "../../../properties/kafka/acknowledged-records-survive.ts"
import { canRun, run } from "../zookeeper/driver.ts"
import { clusterOf, recordsAt } from "./driver.ts"

const partition = "orders-0"
const produce = ["Produce", { client: 1, partition, acks: "all" }] as const
const truncate = ["TruncateDiverged", { follower: 2, partition }] as const

/** Broker 2 has a record that nobody copied, follows broker 1, and is told to truncate. */
function told(lateTruncation: string) {
  const orders = { partitions: 1, replicationFactor: 2, minInsyncReplicas: 1, startIndex: 0 }
  const model = clusterOf(
    {
      zookeeper: { servers: 1 },
      start: "restarted",
      kafka: { brokers: 2, clients: 1, topics: { orders }, lateTruncation },
      prompt: ["clients", "zookeeper", "control", "checkpoints"],
    },
    { records: 2, sessionExpiries: 1, preferredElections: 1 },
  )
  const exchange = { follower: 2, leader: 1, partition }
  const answered = run(
    model,
    model.initial,
    produce,
    ["ElectPreferredLeader", { broker: 2, partition }],
    ["HandleFetch", exchange],
    ["HandleFetchResponse", exchange],
  )
  const leadsAgain = () =>
    run(
      model,
      answered,
      ["ExpireSession", { client: "broker1" }],
      ["RequestMetadata", { broker: 2, client: 1 }],
      produce,
    )
  return { model, answered, leadsAgain }
}

describe("a follower that is told to truncate", () => {
  test("does so at once", () => {
    const { answered, leadsAgain } = told("dropped")
    expect(answered.replicas["2/orders-0"]).toMatchObject({ log: [], fetcher: { state: "fetching" } })
    expect(acknowledgedRecordsSurvive.broken(leadsAgain())).toBeNull()
  })

  test("once did so a little later", () => {
    const { model, answered } = told("made")
    expect(answered.replicas["2/orders-0"]).toMatchObject({ log: [{ value: 1 }], fetcher: { state: "diverged" } })
    const truncated = run(model, answered, truncate)
    expect(truncated.replicas["2/orders-0"]).toMatchObject({ log: [], fetcher: { state: "fetching" } })
    expect(canRun(model, truncated, ...truncate)).toBe(false)
  })

  test("and did so even if it led by then, with what it had acknowledged (KAFKA-13207)", () => {
    const { model, leadsAgain } = told("made")
    const leader = leadsAgain()
    expect(recordsAt(leader, 2, partition)).toEqual([1, 2])
    expect(acknowledgedRecordsSurvive.broken(leader)).toBeNull()
    const truncated = run(model, leader, truncate)
    expect(recordsAt(truncated, 2, partition)).toEqual([])
    expect(truncated.replicas["2/orders-0"]).toMatchObject({ leader: 2, fetcher: null })
    expect(acknowledgedRecordsSurvive.broken(truncated)).toMatchObject({ record: 2, broker: 2 })
  })

  test("forgets of it with a crash", () => {
    const { model, answered } = told("made")
    const crashed = { ...answered, budgets: { ...answered.budgets, brokerCrashes: 1 } }
    const back = run(model, crashed, ["CrashBroker", { broker: 2 }], ["RestartBroker", { broker: 2 }])
    expect(canRun(model, back, ...truncate)).toBe(false)
  })
})
