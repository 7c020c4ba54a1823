import { describe, expect, test } from "vitest"
import { applyStep, type Model } from "../../../engine/index.ts"
import { publishedConfig } from "./config.ts"
import { kip101 } from "./kip-101.ts"
import { kip279 } from "./kip-279.ts"
import { kip320 } from "./kip-320.ts"
import { kip320FirstTry } from "./kip-320-first-try.ts"
import type { PublishedReplica, PublishedState } from "./state.ts"

const config = publishedConfig.parse({})

type Given = Partial<Omit<PublishedState, "replicas">> & { replicas?: Record<number, Partial<PublishedReplica>> }

/** The initial state, but for what is given. */
function state({ initial }: Model<PublishedState>, { replicas = {}, ...rest }: Given): PublishedState {
  const entries = Object.entries(initial.replicas).map(([id, replica]) => [id, { ...replica, ...replicas[Number(id)] }])
  return { ...initial, ...rest, replicas: Object.fromEntries(entries) }
}

const record = (id: number, epoch: number) => ({ id, epoch })
const isr = [1, 2, 3]
const led = { leader: 1, isr }

describe("the controller", () => {
  const model = kip320(config)
  const shrink = (given: Given, replica: number) =>
    applyStep(model, state(model, given), { action: "ControllerShrinkIsr", choice: { replica } })

  test("keeps a leader that fails in the ISR if it is the last", () => {
    const quorum = { leader: 1, isr: [1], leaderEpoch: 0 }
    expect(shrink({ quorum }, 1)?.quorum).toEqual({ leader: null, isr: [1], leaderEpoch: 1 })
    expect(shrink({ quorum: { ...quorum, isr: [1, 2] } }, 1)?.quorum.isr).toEqual([2])
  })

  test("empties the ISR where nobody leads", () => {
    expect(shrink({ quorum: { leader: null, isr: [1], leaderEpoch: 0 } }, 1)?.quorum.isr).toEqual([])
  })

  test("sends what it stores, until the epochs are used up", () => {
    const after = shrink({ quorum: { ...led, leaderEpoch: 0 } }, 3)
    expect(after?.requests).toEqual({ 1: { leader: 1, isr: [1, 2] } })
    expect(shrink({ quorum: { ...led, leaderEpoch: config.maxLeaderEpoch } }, 3)).toBeUndefined()
  })

  test("takes nobody out of the ISR who is not in it", () => {
    expect(shrink({ quorum: { leader: 1, isr: [1, 2], leaderEpoch: 0 } }, 3)).toBeUndefined()
  })
})

describe("a new follower", () => {
  const follow = (model: Model<PublishedState>, action: string, given: Given) =>
    applyStep(model, state(model, given), { action, choice: { replica: 2, leaderEpoch: 1 } })
  const requests = { 1: led }

  test("of KIP-101 does not obey while it would have to cut its log beyond its end", () => {
    const leader = { log: [record(0, 0), record(1, 0)] }
    const log = [record(0, 0)]
    expect(
      follow(kip101(config), "BecomeFollowerTruncateKip101", { requests, replicas: { 1: leader, 2: { log } } }),
    ).toBeUndefined()
    const same = follow(kip101(config), "BecomeFollowerTruncateKip101", {
      requests,
      replicas: { 1: { log }, 2: { log } },
    })
    expect(same?.replicas[2]).toMatchObject({ ...led, leaderEpoch: 1, log })
  })

  test("of KIP-101 falls back on its high watermark when it is told nothing", () => {
    const log = [record(0, 0), record(1, 0)]
    const after = follow(kip101(config), "BecomeFollowerTruncateKip101", {
      requests,
      replicas: { 2: { log, highWatermark: 1 } },
    })
    expect(after?.replicas[2]?.log).toEqual([record(0, 0)])
  })

  test("of KIP-279 listens to whomever the request names", () => {
    const after = follow(kip279(config), "BecomeFollowerTruncateKip279", {
      requests,
      replicas: { 2: { log: [record(0, 0)], highWatermark: 1 } },
    })
    expect(after?.replicas[2]).toMatchObject({ log: [], highWatermark: 0 })
  })

  test("of KIP-320 waits for the leader to know the epoch", () => {
    const obeyed = (leaderEpoch: number) =>
      follow(kip320(config), "FencedBecomeFollowerAndTruncate", { requests, replicas: { 1: { ...led, leaderEpoch } } })
    expect(obeyed(0)).toBeUndefined()
    expect(obeyed(1)?.replicas[2]).toMatchObject(led)
  })

  test("of the first try leaves its log alone, and cuts it later", () => {
    const model = kip320FirstTry(config)
    const replicas = { 1: { ...led, leaderEpoch: 1 }, 2: { log: [record(0, 0)], highWatermark: 1 } }
    const after = follow(model, "BecomeFollower", { requests, replicas })
    expect(after?.replicas[2]).toMatchObject({ log: [record(0, 0)], highWatermark: 1 })
    const cut = after && applyStep(model, after, { action: "FollowerTruncate", choice: { leader: 1, follower: 2 } })
    expect(cut?.replicas[2]).toMatchObject({ log: [], highWatermark: 0 })
  })

  test("obeys no request of its own epoch or an earlier one, nor one without a leader", () => {
    const model = kip279(config)
    const replicas = { 2: { leaderEpoch: 1 } }
    expect(follow(model, "BecomeFollowerTruncateKip279", { requests, replicas })).toBeUndefined()
    const leaderless = { 1: { leader: null, isr } }
    expect(follow(model, "BecomeFollowerTruncateKip279", { requests: leaderless })).toBeUndefined()
  })
})

test("a follower hears of the high watermark as far as its log goes", () => {
  const model = kip320(config)
  const leader = { ...led, leaderEpoch: 0, log: [record(0, 0), record(1, 0)], highWatermark: 2 }
  const fetched = applyStep(model, state(model, { replicas: { 1: leader, 2: { ...led, leaderEpoch: 0 } } }), {
    action: "FencedFollowerFetch",
    choice: { leader: 1, follower: 2 },
  })
  expect(fetched?.replicas[2]).toMatchObject({ log: [record(0, 0)], highWatermark: 1 })
})
