import { expect, test } from "vitest"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, isOf, storedState, threeReplicas } from "./driver.ts"

/** Versions that ask a follower for nothing to be taken into the ISR but what it has, and whose fetches carry no epoch. */
const before = { truncation: "highWatermark", ineligibleReplicas: "accepted" }

test.each(["zooKeeper", "alterPartition"])(
  "a follower without a session that is taken into the ISR stays there, and is registered and known later (%s)",
  (isrChange) => {
    const model = clusterOf(threeReplicas({ ...before, isrChange }), { sessionExpiries: 1 })
    const leader = storedState(model.initial, "orders-0")?.leader
    const others = [1, 2, 3].filter((broker) => broker !== leader && broker !== controllerOf(model.initial))
    const [follower = 0] = others
    const expired = run(model, model.initial, ["ExpireSession", { client: `broker${follower}` }])
    const unaware = { hold: isOf(follower, "ConnectToZooKeeper", "DisconnectFromZooKeeper") }
    const removed = goOn(model, expired, {
      ...unaware,
      until: (state) => storedState(state, "orders-0")?.isr.includes(follower) === false,
    })
    const rest = goOn(model, removed, unaware)
    expect(rest.controllers[controllerOf(rest)]?.live[follower]).toBeUndefined()
    expect(storedState(rest, "orders-0")?.isr.toSorted()).toEqual([1, 2, 3])
    const back = goOn(model, rest)
    expect(back.controllers[controllerOf(back)]).toMatchObject({
      leftAlone: [],
      live: { [follower]: expect.anything() },
    })
    expect(clusterHeals.broken(back)).toBeNull()
  },
)
