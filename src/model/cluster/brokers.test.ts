import { describe, expect, test } from "vitest"
import { bootstrapAnswersAgree } from "../../../properties/kafka/bootstrap-answers-agree.ts"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import {
  oneRegistrationPerBroker,
  requestsReachTheLifeTheyAreMeantFor,
} from "../../../properties/kafka/one-registration-per-broker.ts"
import { paths } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { clusterOf, controllerOf, goOn, isOf, storedState, threeReplicas } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const registration = (state: ClusterState, broker: number) => authoritativeTree(state).nodes[paths.brokerId(broker)]
const audit = { partitions: 1, replicationFactor: 3, minInsyncReplicas: 1, exists: false }
const orders = { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 }

test.each([1, 2, 3])("a client that knows only broker %i learns the whole cluster from it", (broker) => {
  const model = clusterOf({ ...threeReplicas(), start: "cold" })
  const rest = goOn(model, model.initial, { hold: ({ action }) => action === "RequestMetadata" })
  expect(rest.clients.client1?.metadata).toBeNull()
  const told = run(
    model,
    rest,
    ["RequestMetadata", { broker, client: 1 }],
    ["HandleMetadata", { broker, client: 1 }],
    ["HandleMetadataResponse", { broker, client: 1 }],
  )
  expect(told.clients.client1?.metadata).toMatchObject({
    brokers: [1, 2, 3],
    partitions: { "orders-0": { leader: expect.any(Number), topicId: 1 } },
  })
})

describe("the registration of a broker", () => {
  test("is refused to a second broker of the same id", () => {
    const model = clusterOf(threeReplicas(), { secondBrokers: 1 })
    const after = run(model, model.initial, ["StartSecondBroker", { broker: 2 }])
    expect(registration(after, 2)).toEqual(registration(model.initial, 2))
    expect(oneRegistrationPerBroker.broken(after)).toBeNull()
  })

  test("with the wrong rule is taken over by it", () => {
    const model = clusterOf(threeReplicas({ brokerRegistration: "overwrite" }), { secondBrokers: 1 })
    const after = run(model, model.initial, ["StartSecondBroker", { broker: 2 }])
    expect(oneRegistrationPerBroker.broken(after)).toMatchObject({ broker: 2, registeredTo: null })
  })

  test("is made anew after a restart, with a larger broker epoch, which the controller learns", () => {
    const model = clusterOf(threeReplicas(), { brokerCrashes: 1 })
    const back = goOn(model, run(model, model.initial, ["CrashBroker", { broker: 3 }]), { healing: true })
    const epoch = back.brokers[3]?.brokerEpoch ?? 0
    expect(epoch).toBeGreaterThan(model.initial.brokers[3]?.brokerEpoch ?? 0)
    expect(back.controllers[controllerOf(back)]?.live[3]).toBe(epoch)
    expect(registration(back, 3)?.czxid).toBe(epoch)
    expect(clusterHeals.broken(back)).toBeNull()
  })

  test("is made anew when the session of a living broker expires, and its log stays", () => {
    const model = clusterOf(threeReplicas(), { sessionExpiries: 1, records: 1 })
    const written = goOn(
      model,
      run(model, model.initial, ["Produce", { client: 1, partition: "orders-0", acks: "all" }]),
    )
    const follower = [1, 2, 3].find((broker) => written.replicas[`${broker}/orders-0`]?.leadership === null) ?? 0
    const back = goOn(model, run(model, written, ["ExpireSession", { client: `broker${follower}` }]))
    expect(back.brokers[follower]?.brokerEpoch).toBeGreaterThan(written.brokers[follower]?.brokerEpoch ?? 0)
    expect(back.replicas[`${follower}/orders-0`]?.log).toHaveLength(1)
    expect(clusterHeals.broken(back)).toBeNull()
  })
})

describe("a broker whose session ended before its ephemeral nodes go", () => {
  /** The broker has a new session, and does what it can while the node of its id is still there. */
  const met = (formerRegistration: string) => {
    const model = clusterOf(
      {
        ...threeReplicas({ formerRegistration }),
        zookeeper: { servers: 1, sessionEnd: "removesEphemeralsLater" },
      },
      { sessionExpiries: 1 },
    )
    const broker = [1, 2, 3].find((each) => each !== controllerOf(model.initial)) ?? 0
    const expired = run(model, model.initial, ["ExpireSession", { client: `broker${broker}` }])
    const before = goOn(model, expired, { hold: ({ action }) => action === "RemoveEphemerals" })
    const ownerIn = (state: ClusterState) => registration(state, broker)?.ephemeralOwner
    const session = before.zkClients[`broker${broker}`]?.session
    return { broker, session, before: ownerIn(before), rest: ownerIn(goOn(model, before)) }
  }

  test("takes the place of its former registration", () => {
    const { session, before, rest } = met("replaced")
    expect([before, rest]).toEqual([session, session])
  })

  test("waited for it to go, or gave up, or took it for its own", () => {
    const awaited = met("awaited")
    expect(awaited.before).not.toBe(awaited.session)
    expect(awaited.rest).toBe(awaited.session)
    for (const older of ["refused", "counted"]) expect(met(older).rest).toBeUndefined()
  })
})

describe("a request that names a registration of which the broker has not heard yet", () => {
  const heardLate = (brokerEpochInControlRequests: string) => {
    const model = clusterOf(threeReplicas({ brokerEpochInControlRequests }), { sessionExpiries: 1 })
    const controller = controllerOf(model.initial)
    const broker = [1, 2, 3].find((each) => each !== controller) ?? 0
    const expired = run(model, model.initial, ["ExpireSession", { client: `broker${broker}` }])
    const registered = goOn(model, expired, {
      until: (state) => (registration(state, broker)?.czxid ?? 0) > (expired.servers[1]?.lastProcessed ?? 0),
    })
    const known = registered.brokers[broker]?.brokerEpoch
    const asked = goOn(model, registered, { hold: isOf(broker, "HandleZooKeeper") })
    expect(asked.brokers[broker]?.brokerEpoch).toBe(known)
    return {
      leaderEpoch: asked.replicas[`${broker}/orders-0`]?.leaderEpoch,
      stored: storedState(asked, "orders-0")?.leaderEpoch,
    }
  }

  test("is obeyed", () => {
    const { leaderEpoch, stored } = heardLate("on")
    expect(leaderEpoch).toBe(stored)
  })

  test("was refused", () => {
    const { leaderEpoch, stored } = heardLate("exact")
    expect(leaderEpoch).toBeLessThan(stored ?? 0)
  })
})

/** A request to broker 3 is on its way while the broker crashes, restarts and registers again. */
function requestToAnEarlierLife(brokerEpochInControlRequests: string) {
  const model = clusterOf(threeReplicas({ brokerEpochInControlRequests, topics: { orders, audit } }), {
    brokerCrashes: 1,
    cuts: 1,
    topicsCreated: 1,
  })
  const controller = controllerOf(model.initial)
  expect(controller).not.toBe(3)
  const link = { from: `broker${controller}`, to: "broker3" }
  const asked = goOn(
    model,
    run(
      model,
      model.initial,
      ["CutLink", { ...link, inFlight: "kept" }],
      ["CreateTopic", { broker: controller, topic: "audit", startIndex: 0 }],
    ),
  )
  const [first] = asked.controlChannels[`broker${controller}>broker3`] ?? []
  expect(first).toMatchObject({ kind: "LeaderAndIsr", brokerEpoch: asked.brokers[3]?.brokerEpoch })
  const restarted = run(model, asked, ["CrashBroker", { broker: 3 }], ["RestartBroker", { broker: 3 }])
  const registered = goOn(model, restarted, { until: ({ brokers }) => brokers[3]?.brokerEpoch != null })
  const healed = run(model, registered, ["HealLink", link], ["HandleLeaderAndIsr", { broker: 3, controller }])
  return { model, healed }
}

describe("a request to an earlier life of a broker", () => {
  test("is refused, and the broker gets what it needs from later ones", () => {
    const { model, healed } = requestToAnEarlierLife("on")
    expect(requestsReachTheLifeTheyAreMeantFor.broken(healed)).toBeNull()
    expect(healed.replicas["3/audit-0"]).toBeNull()
    expect(clusterHeals.broken(goOn(model, healed))).toBeNull()
  })

  test("with the wrong rule takes effect", () => {
    const { healed } = requestToAnEarlierLife("off")
    expect(requestsReachTheLifeTheyAreMeantFor.broken(healed)).toMatchObject({ broker: 3, request: "LeaderAndIsr" })
  })
})

test("a broker is added at run time, hosts what is created then, and is removed again", () => {
  const model = clusterOf(threeReplicas({ spareBrokers: 1, topics: { orders, audit } }), {
    brokersAdded: 1,
    brokersRemoved: 1,
    topicsCreated: 1,
  })
  const added = goOn(model, run(model, model.initial, ["AddBroker", { broker: 4 }]))
  for (const broker of [1, 2, 3, 4]) expect(added.metadata[broker]?.brokers).toEqual([1, 2, 3, 4])
  expect(bootstrapAnswersAgree.broken(added)).toBeNull()

  const controller = controllerOf(added)
  const created = goOn(model, run(model, added, ["CreateTopic", { broker: controller, topic: "audit", startIndex: 3 }]))
  expect(created.replicas["4/audit-0"]?.leadership).toMatchObject({ isr: expect.arrayContaining([4]) })

  const removed = goOn(model, run(model, created, ["RemoveBroker", { broker: 4 }]))
  for (const broker of [1, 2, 3]) expect(removed.metadata[broker]?.brokers).toEqual([1, 2, 3])
  expect(removed.metadata[1]?.partitions["audit-0"]?.leader).not.toBe(4)
  expect(clusterHeals.broken(removed)).toBeNull()
})

test("a broker that leaves and returns between two looks of the controller is told everything again", () => {
  const model = clusterOf(threeReplicas(), { brokerCrashes: 1 })
  const controller = controllerOf(model.initial)
  const crashed = run(model, model.initial, ["CrashBroker", { broker: 3 }], ["RestartBroker", { broker: 3 }])
  const returned = goOn(model, crashed, {
    hold: isOf(controller, "HandleZooKeeper"),
    until: ({ brokers }) => brokers[3]?.brokerEpoch != null,
  })
  expect(returned.controllers[controller]?.live[3]).toBeLessThan(returned.brokers[3]?.brokerEpoch ?? 0)
  expect(clusterHeals.broken(goOn(model, returned))).toBeNull()
})
