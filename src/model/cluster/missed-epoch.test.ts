import { describe, expect, test } from "vitest"
import { acknowledgedRecordsSurvive } from "../../../properties/kafka/acknowledged-records-survive.ts"
import type { Step } from "../../engine/index.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, goOn } from "./driver.ts"
import type { ClusterState } from "./state.ts"

/** Broker 2 leads a partition of brokers 1, 2 and 3 that prefers broker 1; broker 4 hosts nothing, and is the controller. */
const given = (followerPositions: string) => ({
  start: "restarted",
  zookeeper: { servers: 1 },
  kafka: {
    brokers: 4,
    clients: 2,
    followerPositions,
    topics: { orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 } },
  },
})
const budgets = { brokerCrashes: 3, cuts: 2, records: 2, preferredElections: 1, controllerMoves: 1 }

const log = (state: ClusterState, broker: number) =>
  state.replicas[`${broker}/orders-0`]?.log.map((entry) => `record ${entry?.value} of epoch ${entry?.epoch}`)
const epochAt = (state: ClusterState, broker: number) => state.replicas[`${broker}/orders-0`]?.leaderEpoch
const acknowledged = ({ history }: ClusterState) => history.acknowledged["orders-0"]?.map(({ value }) => value) ?? []

type Choice = { readonly broker?: number; readonly client?: unknown; readonly follower?: number }
const of = ({ choice }: Step) => choice as Choice
const shrinks = ({ action }: Step) => action === "ShrinkIsr"
const fetches = (follower: number) => (step: Step) =>
  step.action.startsWith("HandleFetch") && of(step).follower === follower
const any =
  (...holds: readonly ((step: Step) => boolean)[]) =>
  (step: Step) =>
    holds.some((hold) => hold(step))

/**
 * A leader misses an epoch: what was told of it was told while its leader was already dead to it. In between a follower has
 * truncated, and the leader, leading again, counts on what it knew of the follower.
 */
function missedEpoch(followerPositions: string) {
  const model = clusterOf(given(followerPositions), budgets)

  const moved = goOn(model, run(model, model.initial, ["DeleteControllerNode", {}]), {
    hold: (step) => step.action === "HandleZooKeeper" && of(step).broker !== 4,
    until: ({ controllers }) => Object.keys(controllers[4]?.live ?? {}).length === 4,
  })
  const calm = goOn(model, moved)

  const copied = goOn(
    model,
    run(
      model,
      calm,
      ["CutLink", { from: "broker4", to: "broker2", inFlight: "kept" }],
      ["CutLink", { from: "client2", to: "broker2", inFlight: "kept" }],
      ["Produce", { client: 1, partition: "orders-0", acks: "all" }],
    ),
    { hold: any(shrinks, fetches(1)) },
  )

  const followed = goOn(model, run(model, copied, ["ElectPreferredLeader", { broker: 4, partition: "orders-0" }]), {
    hold: shrinks,
    until: ({ clients }) => clients.client2?.metadata?.partitions["orders-0"]?.leader === 1,
  })
  const rewritten = goOn(model, run(model, followed, ["Produce", { client: 2, partition: "orders-0", acks: "1" }]), {
    hold: shrinks,
  })

  const again = goOn(model, run(model, rewritten, ["CrashBroker", { broker: 1 }], ["CrashBroker", { broker: 4 }]), {
    hold: any(shrinks, (step) => step.action === "HandleLeaderAndIsr" && of(step).broker === 3),
    until: (state) => (epochAt(state, 2) ?? 0) > 0,
  })
  const taken = goOn(model, run(model, again, ["CrashBroker", { broker: 2 }]), { hold: shrinks })
  return { copied, rewritten, again, taken }
}

describe("a leader that leads again and has missed an epoch", () => {
  test("counts on the log end of a follower that has truncated since, and acknowledges a record that is then lost", () => {
    const { copied, rewritten, again, taken } = missedEpoch("kept")
    const first = ["record 1 of epoch 0"]
    const second = ["record 2 of epoch 1"]
    expect([1, 2, 3].map((broker) => log(copied, broker))).toEqual([[], first, first])
    expect([1, 2, 3].map((broker) => log(rewritten, broker))).toEqual([second, first, second])
    expect([1, 2, 3].map((broker) => epochAt(rewritten, broker))).toEqual([1, 0, 1])
    expect(acknowledged(rewritten)).toEqual([])
    expect(again.replicas["2/orders-0"]).toMatchObject({ leaderEpoch: 2, highWatermark: 1 })
    expect(acknowledged(again)).toEqual([1])
    expect(taken.replicas["3/orders-0"]?.leadership).not.toBeNull()
    expect(acknowledgedRecordsSurvive.broken(taken)).toMatchObject({ record: 1, broker: 3 })
  })

  test("acknowledges nothing where it forgets what it knew", () => {
    const { again, taken } = missedEpoch("forgotten")
    expect(again.replicas["2/orders-0"]).toMatchObject({ leaderEpoch: 2, highWatermark: 0 })
    expect(acknowledged(again)).toEqual([])
    expect(acknowledgedRecordsSurvive.broken(taken)).toBeNull()
  })
})
