import { expect, test } from "vitest"
import { changesBetween } from "./changes.ts"

test("only what differs is told, leaf by leaf", () => {
  const before = { brokers: { 1: { alive: true, log: [1, 2] }, 2: { alive: true } }, left: 1, name: "x" }
  const after = { brokers: { 1: { alive: false, log: [1] }, 2: { alive: true } }, left: 0, name: "x" }
  expect(changesBetween(before, after)).toEqual({
    "brokers.1.alive": "true → false",
    "brokers.1.log": "[1, 2] → [1]",
    left: "1 → 0",
  })
})

test("what comes and what goes is told, and none is not the same as absent", () => {
  expect(changesBetween({ a: 1, b: null }, { b: 2, c: { d: 1 } })).toEqual({
    a: "1 → absent",
    b: "none → 2",
    c: "absent → {d: 1}",
  })
})

test("a queue that moved on is not told place by place", () => {
  const message = (id: number) => ({ kind: "FetchRequest", from: "broker1", to: "broker2", id })
  expect(changesBetween({ q: [message(1), message(2)] }, { q: [message(2), message(3)] })).toEqual({
    q: "− {kind: FetchRequest, from: broker1, to: broker2, id: 1}  + {kind: FetchRequest, from: broker1, to: broker2, id: 3}",
  })
})

test("an entry that changed inside a long list is told by its place", () => {
  const entry = (id: number) => ({ epoch: 1, record: `a record with a long name ${id}` })
  expect(changesBetween({ log: [entry(1), entry(2)] }, { log: [entry(1), { ...entry(2), epoch: 2 }] })).toEqual({
    "log.1.epoch": "1 → 2",
  })
})

test("equal states have no changes, however they came about", () => {
  expect(changesBetween({ a: [{ b: 1 }] }, { a: [{ b: 1 }] })).toEqual({})
})

test("changes without end are cut short", () => {
  const many = (value: number) => Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, value]))
  const changes = changesBetween(many(1), many(2))
  expect(Object.keys(changes)).toHaveLength(41)
  expect(changes["…"]).toBe("and 60 more")
})

test("what happens to several entries alike is told once", () => {
  const servers = (zxid: number) => ({ 1: { tree: { zxid } }, 2: { tree: { zxid: 0 } }, 3: { tree: { zxid } } })
  expect(changesBetween({ servers: servers(1), left: 1 }, { servers: servers(2), left: 2 })).toEqual({
    "servers.{1,3}.tree.zxid": "1 → 2",
    left: "1 → 2",
  })
})
