import { expect, test } from "vitest"
import { type Kafka, kafkaConfig, kafkaFrom } from "../config.ts"
import type { Controller, StoredPartition } from "./state.ts"
import { neededTransitions } from "./transitions.ts"

const orders = { orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2 } }
const kafkaWith = (rules: Record<string, unknown> = {}): Kafka =>
  kafkaFrom(kafkaConfig.parse({ topics: orders, ...rules }))
const kafka = kafkaWith()

const stored: StoredPartition = { leader: 1, leaderEpoch: 4, isr: [1, 2, 3], controllerEpoch: 2, version: 9 }

/** A controller of epoch 2 that knows one partition of brokers 1, 2 and 3. */
const controller = (live: readonly number[], state: StoredPartition | null): Controller => ({
  epoch: 2,
  epochVersion: 2,
  queue: [],
  task: null,
  starting: {},
  live: Object.fromEntries(live.map((broker) => [broker, broker])),
  shuttingDown: [],
  leaving: null,
  topics: { orders: { topicId: 1, assignment: [[1, 2, 3]], version: 0 } },
  states: state === null ? {} : { "orders-0": state },
  deletions: {},
  reassignments: {},
})

const next = (live: readonly number[], state: StoredPartition | null, rules: Kafka = kafka) =>
  neededTransitions(rules, controller(live, state)).map((transition) => transition.next)

test("a partition whose replicas all live needs nothing", () => {
  expect(next([1, 2, 3], stored)).toEqual([])
})

test("a new partition gets its first living replica as leader, in epoch 0, and a node of its own", () => {
  expect(neededTransitions(kafka, controller([2, 3], null))).toEqual([
    { partition: "orders-0", next: { leader: 2, isr: [2, 3], leaderEpoch: 0, controllerEpoch: 2 }, expected: null },
  ])
})

test("a new partition none of whose replicas live waits", () => {
  expect(next([], null)).toEqual([])
})

test("a dead leader is replaced in a new epoch, against the version that was read", () => {
  expect(neededTransitions(kafka, controller([2, 3], stored))).toEqual([
    { partition: "orders-0", next: { leader: 2, isr: [2, 3], leaderEpoch: 5, controllerEpoch: 2 }, expected: 9 },
  ])
})

test("a dead follower leaves the ISR, and that too is a new epoch", () => {
  expect(next([1, 3], stored)).toEqual([{ leader: 1, isr: [1, 3], leaderEpoch: 5, controllerEpoch: 2 }])
})

test("a leader that nobody can replace is cleared, and the ISR is never emptied", () => {
  const alone = { ...stored, isr: [1] }
  expect(next([2, 3], alone)).toEqual([{ leader: null, isr: [1], leaderEpoch: 5, controllerEpoch: 2 }])
  expect(next([2, 3], { ...alone, leader: null })).toEqual([])
})

test("a partition without a leader gets one when a member of its ISR returns", () => {
  const offline = { ...stored, leader: null, isr: [1] }
  expect(next([1, 2], offline)).toEqual([{ leader: 1, isr: [1], leaderEpoch: 5, controllerEpoch: 2 }])
})

test("with unclean election any living replica leads, alone in the ISR", () => {
  const unclean = kafkaWith({ uncleanElection: "on" })
  const alone = { ...stored, isr: [1] }
  expect(next([3], alone, unclean)).toEqual([{ leader: 3, isr: [3], leaderEpoch: 5, controllerEpoch: 2 }])
})

test("brokers that are left alone stay in the ISR, and as leader where nobody can replace them", () => {
  const after = (live: readonly number[], leftAlone: readonly number[]) =>
    neededTransitions(kafka, { ...controller(live, stored), leftAlone }).map((transition) => transition.next)
  expect(after([], [1, 2, 3])).toEqual([])
  expect(after([1, 3], [2])).toEqual([])
  expect(after([3], [2])).toMatchObject([{ leader: 3, isr: [3] }])
  expect(after([], [2, 3])).toMatchObject([{ leader: null, isr: [2, 3], leaderEpoch: 5 }])
})

test("what a later controller has written is left alone", () => {
  expect(next([2, 3], { ...stored, controllerEpoch: 3 })).toEqual([])
})

test("a topic that is to be deleted gets no leaders any more", () => {
  expect(neededTransitions(kafka, { ...controller([2, 3], stored), deletions: { orders: null } })).toEqual([])
})

test("with the wrong rules an election keeps the epoch, or a dead leader stays", () => {
  expect(next([2, 3], stored, kafkaWith({ electionEpoch: "kept" }))).toMatchObject([{ leader: 2, leaderEpoch: 4 }])
  expect(next([2, 3], { ...stored, isr: [1] }, kafkaWith({ offlineLeader: "kept" }))).toEqual([])
})
