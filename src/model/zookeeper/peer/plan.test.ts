import { describe, expect, test } from "vitest"
import { soundRules } from "../config.ts"
import type { Txn } from "../state.ts"
import { emptyTree } from "../tree.ts"
import { type Zxid, zxid } from "../zxid.ts"
import { type Known, planOf } from "./plan.ts"

const rules = { ...soundRules, grain: "server" } as const

const txn = (of: Zxid): Txn => ({ zxid: of, changes: {}, session: null })

const [a1, a2, a3] = [zxid(1, 1), zxid(1, 2), zxid(1, 3)]
const [b0, b1, b2] = [zxid(2, 0), zxid(2, 1), zxid(2, 2)]

/** A leader with this log, of which it remembers some, has applied it up to one, and has a snapshot of what came before. */
const leader = (log: readonly Zxid[], remembered: readonly Zxid[], applied: Zxid, snapshotZxid = 0): Known => ({
  tree: emptyTree(),
  snapshot: emptyTree(),
  snapshotZxid,
  log: log.map(txn),
  lastProcessed: applied,
  committed: applied,
  committedLog: remembered.map(txn),
})

const told = (known: Known, learner: Zxid): readonly string[] =>
  planOf(known, learner, rules).packets.map((packet) =>
    packet.kind === "PROPOSAL"
      ? `PROPOSAL ${packet.txn.zxid}`
      : `${packet.kind} ${"zxid" in packet ? packet.zxid : ""}`,
  )

const sent = (...of: readonly Zxid[]) => of.flatMap((one) => [`PROPOSAL ${one}`, `COMMIT ${one}`])

describe("a learner", () => {
  test("that has the leader's last transaction gets nothing", () => {
    expect(told(leader([a1, a2], [a1, a2], a2), a2)).toEqual([`DIFF ${a2}`])
  })

  test("that is behind, within what the leader remembers, gets what comes after", () => {
    expect(told(leader([a1, a2, a3], [a1, a2, a3], a3), a1)).toEqual([`DIFF ${a3}`, ...sent(a2, a3)])
  })

  test("that is behind what the leader remembers gets what is on disk, too", () => {
    expect(told(leader([a1, a2, a3], [a3], a3), a1)).toEqual([`DIFF ${a3}`, ...sent(a2, a3)])
  })

  test("that is further behind than the leader's log goes back gets the tree", () => {
    expect(told(leader([a3], [a3], a3, a2), a1)).toEqual([`SNAP ${a3}`])
  })

  test("that has what the leader's snapshot ends with gets what comes after", () => {
    expect(told(leader([a3], [a3], a3, a2), a2)).toEqual([`DIFF ${a3}`, ...sent(a3)])
  })

  test("that is ahead is cut off to the last committed transaction", () => {
    expect(told(leader([a1], [a1], a1), a2)).toEqual([`TRUNC ${a1}`])
  })

  test("that has one which the leader lacks is cut off to the one before, and gets what comes after", () => {
    expect(told(leader([a1, a3], [a1, a3], a3), a2)).toEqual([`TRUNC ${a1}`, ...sent(a3)])
  })

  test("is not cut off across an epoch, but gets the tree", () => {
    expect(told(leader([a1, b1], [a1, b1], b1), a2)).toEqual([`SNAP ${b1}`])
  })

  test("whose last zxid only marks the beginning of an epoch is not cut off", () => {
    expect(told(leader([a1, b1], [a1, b1], b1), b0)).toEqual([`DIFF ${b1}`, ...sent(b1)])
  })

  test("that has one which the leader lacks gets the tree, where the leader has committed nothing in its epoch", () => {
    expect(told(leader([b1], [], b0, a2), a3)).toEqual([`SNAP ${b0}`])
    expect(told(leader([a2, b1], [], b0, a1), a2)).toEqual([`SNAP ${b0}`])
  })

  test("gets the tree where the leader's log and its memory leave a gap", () => {
    expect(told(leader([a1, a2, b2], [b1], b1), a1)).toEqual([`SNAP ${b1}`])
  })
})
