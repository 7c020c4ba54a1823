import { expect, test } from "vitest"
import { type Comparison, compared } from "./refinement.ts"

const aCrash = { budgets: { serverCrashes: 1, writes: 1, watches: 1 } }

test("what clients see of a write, a watch and a crash by Zab they can see at the grain atomic", () => {
  expect(compared({ grain: "zab", given: aCrash }).excluded).toBeNull()
})

test("by a wrong choice a client sees a server that is behind what it has seen", () => {
  const comparison: Comparison = { grain: "server", given: aCrash, wrong: { reconnection: "anyServer" } }
  expect(compared(comparison).excluded?.at(-1)).toContain('"version":0')
})

test("what clients see of a write and a crash, thread by thread, they can see at the grain atomic", () => {
  const given = { budgets: { serverCrashes: 1, writes: 1, watches: 0 } }
  expect(compared({ grain: "server", given }).excluded).toBeNull()
})
