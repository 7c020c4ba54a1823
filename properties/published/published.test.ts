import { expect, test } from "vitest"
import { asyncIsr, asyncIsrConfig, type PublishedState } from "../../src/model/kafka/published/index.ts"
import { leaderInIsr } from "./leader-in-isr.ts"
import { strongIsr } from "./strong-isr.ts"
import { validHighWatermark } from "./valid-high-watermark.ts"
import { weakIsr } from "./weak-isr.ts"

const record = { id: 0, epoch: 0 }
const follower = { log: [record], highWatermark: 0, leaderEpoch: 0, leader: 1, isr: [] }
const lagging = { ...follower, log: [] }

/** Replica 1 leads with one record, which is committed. */
const committed = (
  known: number[],
  stored: number[],
  others: Pick<PublishedState["replicas"], 2 | 3>,
): PublishedState => ({
  replicas: { 1: { log: [record], highWatermark: 1, leaderEpoch: 0, leader: 1, isr: known }, ...others },
  quorum: { leader: 1, isr: stored, leaderEpoch: 0 },
  requests: {},
  nextRecordId: 1,
})

test("the weak promise is about the ISR that a leader knows, the strong one about the stored one", () => {
  const where = { leader: 1, highWatermark: 1, replica: 3, offset: 0, leaderHas: record, replicaHas: null }
  const behind = committed([1, 2, 3], [1, 2], { 2: follower, 3: lagging })
  expect([weakIsr.broken(behind), strongIsr.broken(behind)]).toEqual([where, null])
  const unaware = committed([1, 2], [1, 2, 3], { 2: follower, 3: lagging })
  expect([weakIsr.broken(unaware), strongIsr.broken(unaware)]).toEqual([null, where])
})

test("another record at the same offset is none, be it of the same epoch", () => {
  const other = { id: 1, epoch: 0 }
  const state = committed([1, 2], [1, 2], { 2: { ...follower, log: [other] }, 3: lagging })
  expect(weakIsr.broken(state)).toMatchObject({ replica: 2, leaderHas: record, replicaHas: other })
})

test("a replica that follows promises nothing", () => {
  const { replicas, ...rest } = committed([1, 2], [1, 2], { 2: lagging, 3: lagging })
  expect(
    strongIsr.broken({ ...rest, replicas: { ...replicas, 1: { ...follower, highWatermark: 1, leader: 2 } } }),
  ).toBeNull()
})

test("a partition without a leader has none in its ISR", () => {
  const state = committed([1], [1], { 2: follower, 3: follower })
  expect(leaderInIsr.broken(state)).toBeNull()
  const quorum = { leader: null, isr: [1], leaderEpoch: 1 }
  expect(leaderInIsr.broken({ ...state, quorum })).toEqual({ leader: null, isr: [1] })
})

test("the high watermark is compared with the ISR of the controller", () => {
  const { initial } = asyncIsr(asyncIsrConfig.parse({}))
  const state = { ...initial, leader: { ...initial.leader, isr: [1, 2] }, offsets: { 1: 1, 2: 1, 3: 0 } }
  const where = { replica: 3, endOffset: 0, highWatermark: 1 }
  expect(validHighWatermark({ pendingIsr: "counted" }).broken(state)).toEqual(where)
  const asked = { ...state, leader: { ...state.leader, pendingIsr: [1, 2, 3] } }
  expect(validHighWatermark({ pendingIsr: "counted" }).broken(asked)).toBeNull()
  expect(validHighWatermark({ pendingIsr: "ignored" }).broken(asked)).toEqual(where)
})
