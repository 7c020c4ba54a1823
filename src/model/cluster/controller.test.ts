import { describe, expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { oneControllerActs } from "../../../properties/kafka/one-controller-acts.ts"
import type { Step } from "../../engine/index.ts"
import { paths } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { clusterOf, controllerOf, goOn, isOf, storedState, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const epochs = ({ controllers }: ClusterState) =>
  Object.values(controllers).flatMap((controller) => (controller ? [controller.epoch] : []))

/** Whether a step is one that a broker takes with ZooKeeper. */
const withZooKeeper = (broker: number) => (step: Step) =>
  isOf(broker, "HandleZooKeeper", "ConnectToZooKeeper", "DisconnectFromZooKeeper")(step)

test("a cluster at rest has one controller, which knows everything and has nothing left to do", () => {
  const { initial } = clusterOf(threeReplicas())
  const controller = initial.controllers[controllerOf(initial)]
  expect(epochs(initial)).toEqual([1])
  expect(controller).toMatchObject({ queue: [], task: null, starting: {}, live: { 1: expect.any(Number) } })
  expect(Object.keys(controller?.live ?? {})).toEqual(["1", "2", "3"])
})

describe("a controller whose session expires while it lives", () => {
  const model = clusterOf(threeReplicas(), { sessionExpiries: 1 })
  const old = controllerOf(model.initial)
  const expired = run(model, model.initial, ["ExpireSession", { client: `broker${old}` }])
  const replaced = goOn(model, expired, {
    hold: withZooKeeper(old),
    until: (state) => epochs(state).length === 2,
  })

  test("is replaced by another in a later epoch, and does not know", () => {
    expect(epochs(replaced).sort()).toEqual([1, 2])
    expect(replaced.controllers[old]?.epoch).toBe(1)
  })

  test("resigns when it learns of it, registers again and serves as any broker", () => {
    const rest = goOn(model, replaced)
    expect(rest.controllers[old]).toBeNull()
    expect(epochs(rest)).toEqual([2])
    expect(rest.brokers[old]?.brokerEpoch).toBeGreaterThan(model.initial.brokers[old]?.brokerEpoch ?? 0)
    expect(clusterHeals.broken(rest)).toBeNull()
  })
})

/** The node of the controller is deleted, another is elected, and the old one, which has not heard, elects a leader. */
function zombieElects(rules: Record<string, unknown>) {
  const model = clusterOf(
    { ...threeReplicas(rules), start: "restarted" },
    { controllerMoves: 1, preferredElections: 1 },
  )
  const old = controllerOf(model.initial)
  const moved = goOn(model, run(model, model.initial, ["DeleteControllerNode", {}]), {
    hold: withZooKeeper(old),
    until: ({ controllers }) => Object.values(controllers).some((each) => each?.epoch === 2 && each.task === null),
  })
  const asked = goOn(model, moved, { hold: withZooKeeper(old) })
  const wanted = run(model, asked, ["ElectPreferredLeader", { broker: old, partition: "orders-0" }])
  const written = run(model, wanted, ["ServeRequest", { server: 1, client: `broker${old}` }])
  return { model, old, wanted, written }
}

describe("a write of a controller that has been replaced", () => {
  test("is refused by the store, and the controller resigns", () => {
    const { model, old, wanted, written } = zombieElects({})
    expect(storedState(written, "orders-0")).toEqual(storedState(wanted, "orders-0"))
    const rest = goOn(model, written)
    expect(rest.controllers[old]).toBeNull()
    expect(storedState(rest, "orders-0")?.leader).toBe(2)
    expect(clusterHeals.broken(rest)).toBeNull()
  })

  test("without fencing takes effect", () => {
    const { wanted, written } = zombieElects({ controllerWriteFencing: "off" })
    expect(storedState(written, "orders-0")).toMatchObject({ leader: 1, controllerEpoch: 1 })
    const step = { action: "ServeRequest", choice: {} }
    expect(oneControllerActs.broken(wanted, written, step)).toMatchObject({ writtenInControllerEpoch: 1 })
  })
})

test("the election of a controller and its epoch are one write", () => {
  const model = clusterOf(threeReplicas(), { controllerMoves: 1 })
  const rest = goOn(model, run(model, model.initial, ["DeleteControllerNode", {}]))
  const { nodes } = authoritativeTree(rest)
  expect(nodes[paths.controllerEpoch]).toMatchObject({ data: 2, version: 2 })
  expect(nodes[paths.controller]?.czxid).toBe(nodes[paths.controllerEpoch]?.mzxid)
})

test("a broker obeys no controller of an earlier epoch than it has obeyed", () => {
  const audit = { partitions: 1, replicationFactor: 3, minInsyncReplicas: 1, exists: false }
  const orders = { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 }
  const model = clusterOf(threeReplicas({ topics: { orders, audit } }), {
    cuts: 1,
    topicsCreated: 1,
    controllerMoves: 1,
  })
  const old = controllerOf(model.initial)
  const follower = [1, 2, 3].find((broker) => broker !== old) ?? 0
  const link = { from: `broker${old}`, to: `broker${follower}` }
  const asked = goOn(
    model,
    run(
      model,
      model.initial,
      ["CutLink", { ...link, inFlight: "kept" }],
      ["CreateTopic", { broker: old, topic: "audit", startIndex: 0 }],
    ),
  )
  const moved = goOn(model, run(model, asked, ["DeleteControllerNode", {}]), {
    hold: (step) => step.action === "HandleZooKeeper" && (step.choice as { broker: number }).broker === old,
    until: ({ brokers }) => brokers[follower]?.controllerEpoch === 2,
  })
  const before = moved.replicas[`${follower}/audit-0`]
  const late = run(model, moved, ["HealLink", link], ["HandleLeaderAndIsr", { broker: follower, controller: old }])
  expect(late.replicas[`${follower}/audit-0`]).toEqual(before)
  expect(late.brokers[follower]?.controllerEpoch).toBe(2)
  expect(clusterHeals.broken(goOn(model, late))).toBeNull()
})

describe("what a new controller sends first to another broker", () => {
  const firstRequests = (rules: Record<string, unknown>) => {
    const model = clusterOf({ ...threeReplicas(rules), start: "restarted" }, { controllerMoves: 1 })
    const hold = (step: Step) => ["HandleUpdateMetadata", "HandleLeaderAndIsr"].includes(step.action)
    const moved = goOn(model, run(model, model.initial, ["DeleteControllerNode", {}]), { hold })
    const me = controllerOf(moved)
    const other = [1, 2, 3].find((broker) => broker !== me) ?? 0
    return moved.controlChannels[`broker${me}>broker${other}`]?.map(({ kind }) => kind)
  }

  test("is who lives, and then what to lead and to follow", () => {
    expect(firstRequests({})).toEqual(["UpdateMetadata", "LeaderAndIsr", "UpdateMetadata"])
  })

  test("was the other way round", () => {
    const older = firstRequests({ failoverRequests: "leaderAndIsrFirst" })
    expect(older).toEqual(["LeaderAndIsr", "UpdateMetadata", "UpdateMetadata"])
  })
})

describe("a controller that sees another's node in its place", () => {
  /** The node is deleted, and another broker elected, before the first controller looks. */
  const replacedUnder = (rules: Record<string, unknown>) => {
    const model = clusterOf(threeReplicas(rules), { controllerMoves: 1 })
    const old = controllerOf(model.initial)
    const moved = goOn(model, run(model, model.initial, ["DeleteControllerNode", {}]), {
      hold: isOf(old, "HandleZooKeeper"),
      until: (state) => epochs(state).length === 2,
    })
    return { old, rest: goOn(model, moved) }
  }

  test("resigns", () => {
    const { old, rest } = replacedUnder({})
    expect(rest.controllers[old]).toBeNull()
    expect(clusterHeals.broken(rest)).toBeNull()
  })

  test("went on in its own epoch, and before that in the one of the other", () => {
    const later = replacedUnder({ controllerResignation: "deleted" })
    expect(later.rest.controllers[later.old]).toMatchObject({ epoch: 1, epochVersion: 1 })
    const earlier = replacedUnder({ controllerResignation: "deleted", controllerEpoch: "watched" })
    expect(epochs(earlier.rest)).toEqual([2, 2])
  })
})
