import { describe, expect, test } from "vitest"
import { type Comparison, compared } from "./refinement.ts"

const calm = { serverCrashes: 0, writes: 0 }

/** Small bounds, in which every order of messages is looked at. */
const cases: readonly (readonly [what: string, Comparison])[] = [
  ["a sync and a crash", { grain: "zab", given: { budgets: { ...calm, serverCrashes: 1, reads: 1 } } }],
  [
    "a write, a watch and a leader given up",
    { grain: "zab", given: { budgets: { ...calm, timeouts: 1, writes: 1, watches: 1 } }, besides: { cuts: 1 } },
  ],
  ["a node and an expiry", { grain: "zab", given: { budgets: { ...calm, sessionExpiries: 1, creates: 1 } } }],
  ["a write and a close", { grain: "zab", given: { budgets: { ...calm, writes: 1, closes: 1 } } }],
  ["a watch and an expiry", { grain: "server", given: { budgets: { ...calm, sessionExpiries: 1, watches: 1 } } }],
  ["two writes and a watch", { grain: "server", given: { budgets: { ...calm, writes: 2, watches: 1 } } }],
  ["two clients", { grain: "server", given: { clients: 2, budgets: { ...calm, writes: 1, watches: 1 } } }],
]

describe("what clients see message by message they can see at the grain atomic", () => {
  test.each(cases)("%s", (_what, comparison) => {
    const { excluded, pairs } = compared(comparison)
    expect(excluded).toBeNull()
    expect(pairs).toBeGreaterThan(2000)
  })
})

describe("by a wrong choice they see what they cannot see there", () => {
  test("an operation that is done behind the end of its session", () => {
    const given = { budgets: { ...calm, closes: 1 } }
    const { excluded } = compared({ grain: "server", given, wrong: { closingSessions: "accepted" } })
    expect(excluded?.at(-1)).toContain('"results":[{"ok":true},{"ok":true')
  })

  test("an answer before the event that should come first", () => {
    const given = { budgets: { ...calm, writes: 1, watches: 1 } }
    const { excluded } = compared({ grain: "server", given, wrong: { watches: "replyFirst" } })
    expect(excluded).toHaveLength(4)
    expect(excluded?.at(-1)).toContain('"version":1')
  })
})
