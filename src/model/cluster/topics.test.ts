import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { deletedTopicsStayDeleted } from "../../../properties/kafka/deleted-topics-stay-deleted.ts"
import { paths } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { clusterOf, controllerOf, goOn, recordsAt, storedState } from "./driver.ts"
import type { ClusterState } from "./state.ts"

/** Of four brokers, `orders` is on 1, 2 and 3, and can have three partitions; `audit` can be created. */
const given = {
  zookeeper: { servers: 3 },
  kafka: {
    brokers: 4,
    topics: {
      orders: { partitions: 1, expandsTo: 3, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 },
      audit: { partitions: 2, replicationFactor: 2, minInsyncReplicas: 1, exists: false },
    },
  },
}
const budgets = {
  topicsCreated: 2,
  topicsDeleted: 2,
  topicsExpanded: 1,
  brokerCrashes: 2,
  brokersRemoved: 1,
  records: 3,
  controllerMoves: 1,
  configsAltered: 1,
}
const model = clusterOf(given, budgets)
const nodesOf = (state: ClusterState, topic: string) =>
  Object.keys(authoritativeTree(state).nodes).filter((path) => path.includes(`/${topic}`))
const copies = (state: ClusterState, topic: string) =>
  Object.keys(state.replicas).filter((name) => name.includes(`/${topic}-`) && state.replicas[name])

const ask = (action: string, topic: string, from: ClusterState, more: Record<string, unknown> = {}) =>
  run(model, from, [action, { broker: controllerOf(from), topic, ...more }])
const create = (topic: string, from: ClusterState, startIndex = 0) =>
  goOn(model, ask("CreateTopic", topic, from, { startIndex }))

describe("a topic that is created", () => {
  const created = create("audit", model.initial, 1)

  test("has its assignment, a leader and a full ISR for each partition", () => {
    expect(authoritativeTree(created).nodes[paths.topic("audit")]?.data).toEqual({
      topicId: 2,
      assignment: [
        [2, 4],
        [3, 1],
      ],
    })
    expect(storedState(created, "audit-0")).toMatchObject({ leader: 2, isr: [2, 4], leaderEpoch: 0 })
    expect(storedState(created, "audit-1")).toMatchObject({ leader: 3, isr: [3, 1], leaderEpoch: 0 })
  })

  test("is known to every broker, and led", () => {
    for (const broker of [1, 2, 3, 4])
      expect(created.metadata[broker]?.partitions["audit-1"]).toEqual({ topicId: 2, leader: 3, leaderEpoch: 0 })
    expect(clusterHeals.broken(created)).toBeNull()
  })
})

describe("a topic that is deleted", () => {
  const written = goOn(model, run(model, model.initial, ["Produce", { client: 1, partition: "orders-0", acks: "all" }]))

  test("goes from ZooKeeper, from every disk and from every broker's metadata", () => {
    const deleted = goOn(model, ask("DeleteTopic", "orders", written))
    expect(nodesOf(deleted, "orders")).toEqual([])
    expect(copies(deleted, "orders")).toEqual([])
    for (const broker of [1, 2, 3, 4]) expect(deleted.metadata[broker]?.partitions).toEqual({})
    expect(deleted.history.deletedTopicIds).toEqual([1])
    expect(clusterHeals.broken(deleted)).toBeNull()
  })

  test("waits for a host that is down, while the living copies go; and for one that never returns it stays", () => {
    const other = [1, 2, 3].find((broker) => broker !== controllerOf(written)) ?? 0
    const down = goOn(model, run(model, written, ["CrashBroker", { broker: other }]))
    const waiting = goOn(model, ask("DeleteTopic", "orders", down))
    expect(nodesOf(waiting, "orders")).toContain(paths.deletion("orders"))
    expect(nodesOf(waiting, "orders")).toContain(paths.topic("orders"))
    expect(copies(waiting, "orders")).toEqual([`${other}/orders-0`])
    const back = goOn(model, waiting, { healing: true })
    expect(nodesOf(back, "orders")).toEqual([])
    expect(copies(back, "orders")).toEqual([])
    expect(deletedTopicsStayDeleted.broken(back)).toBeNull()
  })

  test("is held by a new controller until every host lives", () => {
    const controller = controllerOf(written)
    const other = [1, 2, 3].find((broker) => broker !== controller) ?? 0
    const down = goOn(model, run(model, written, ["CrashBroker", { broker: other }]))
    const marked = goOn(model, ask("DeleteTopic", "orders", down), {
      until: (state) => authoritativeTree(state).nodes[paths.deletion("orders")] !== undefined,
    })
    const replaced = goOn(model, run(model, marked, ["CrashBroker", { broker: controller }]))
    expect(controllerOf(replaced)).not.toBe(controller)
    expect(copies(replaced, "orders")).toHaveLength(3)
    const back = goOn(model, replaced, { healing: true })
    expect(nodesOf(back, "orders")).toEqual([])
    expect(clusterHeals.broken(back)).toBeNull()
  })

  test("can be created again: another topic, with another id and none of the records", () => {
    const deleted = goOn(model, ask("DeleteTopic", "orders", written))
    const again = create("orders", deleted, 2)
    expect(authoritativeTree(again).nodes[paths.topic("orders")]?.data).toMatchObject({ topicId: 2 })
    const produce = ["Produce", { client: 1, partition: "orders-0", acks: "all" }] as const
    const refused = goOn(model, run(model, again, produce))
    expect(refused.clients.client1?.metadata?.partitions["orders-0"]).toMatchObject({ topicId: 2 })
    const produced = goOn(model, run(model, refused, produce))
    const leader = storedState(produced, "orders-0")?.leader ?? 0
    expect(recordsAt(produced, leader, "orders-0")).toEqual([3])
    expect(deletedTopicsStayDeleted.broken(produced)).toBeNull()
    expect(clusterHeals.broken(produced)).toBeNull()
  })
})

describe("a topic that is expanded", () => {
  const before = authoritativeTree(model.initial).nodes[paths.topic("orders")]?.data as { assignment: number[][] }
  const expanded = goOn(model, ask("ExpandTopic", "orders", model.initial))

  test("keeps the partitions it has, and gets leaders for the new ones", () => {
    const after = authoritativeTree(expanded).nodes[paths.topic("orders")]?.data as { assignment: number[][] }
    expect(after.assignment).toHaveLength(3)
    expect(after.assignment[0]).toEqual(before.assignment[0])
    for (const partition of ["orders-1", "orders-2"]) expect(storedState(expanded, partition)?.isr).toHaveLength(3)
    expect(clusterHeals.broken(expanded)).toBeNull()
  })

  test("cannot be expanded again", () => {
    expect(() => ask("ExpandTopic", "orders", expanded)).toThrow("not enabled")
  })
})

describe("a topic that is expanded while it is being deleted", () => {
  const expandedInDeletion = (expansionInDeletion: string) => {
    const rules = { ...given.kafka, topicExpansion: "written", expansionInDeletion }
    const written = clusterOf({ ...given, kafka: rules }, budgets)
    const host = [1, 2, 3].find((broker) => broker !== controllerOf(written.initial)) ?? 0
    const down = goOn(written, run(written, written.initial, ["CrashBroker", { broker: host }]))
    const waiting = goOn(written, run(written, down, ["DeleteTopic", { broker: controllerOf(down), topic: "orders" }]))
    const expanded = goOn(written, run(written, waiting, ["ExpandTopic", { topic: "orders" }]))
    const assignment = authoritativeTree(expanded).nodes[paths.topic("orders")]?.data as { assignment: number[][] }
    return { assignment: assignment.assignment, back: goOn(written, expanded, { healing: true }) }
  }

  test("has its assignment written back, and is deleted", () => {
    const { assignment, back } = expandedInDeletion("undone")
    expect(assignment).toHaveLength(1)
    expect(nodesOf(back, "orders")).toEqual([])
    expect(clusterHeals.broken(back)).toBeNull()
  })

  test("under the older rule keeps what was added, which the controller does not take up", () => {
    const { assignment, back } = expandedInDeletion("ignored")
    expect(assignment).toHaveLength(3)
    expect(nodesOf(back, "orders")).toEqual([])
  })
})

test("without a ZooKeeper majority no topic is created", () => {
  const down = clusterOf({ ...given, start: "settled" }, { ...budgets, serverCrashes: 2 })
  const crashed = run(down, down.initial, ["CrashServer", { server: 1 }], ["CrashServer", { server: 2 }])
  const broker = controllerOf(crashed)
  const asked = run(down, crashed, ["CreateTopic", { broker, topic: "audit", startIndex: 0 }])
  const rest = goOn(down, asked)
  expect(nodesOf(rest, "audit")).toEqual([])
  expect(rest.controllers[broker]).not.toBeNull()
  const back = goOn(down, rest, { healing: true })
  expect(clusterHeals.broken(back)).toBeNull()
})
