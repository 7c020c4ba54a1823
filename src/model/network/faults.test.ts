import { produce } from "immer"
import { expect, test } from "vitest"
import { cutLink, healLink, type Networked } from "./faults.ts"

interface State extends Networked {
  readonly channels: Readonly<Record<string, readonly string[]>>
}

const links = [
  { from: "a", to: "b" },
  { from: "b", to: "a" },
]
const start: State = {
  links: { "a>b": true, "b>a": true },
  budgets: { cuts: 1 },
  channels: { "a>b": ["hello"], "b>a": [] },
}
const lost: string[] = []
const cut = cutLink<State>({
  links,
  channels: ["channels"],
  inFlight: "either",
  onLoss: (_draft, from, to) => void lost.push(`${from}>${to}`),
})
const heal = healLink<State>({ links })
const after = (inFlight: string) => produce(start, (draft) => cut.effect(draft, { from: "a", to: "b", inFlight }))

test("a link is cut in one direction, and what is on its way is kept or dropped", () => {
  expect(after("kept")).toMatchObject({ links: { "a>b": false, "b>a": true }, channels: { "a>b": ["hello"] } })
  expect(lost).toEqual([])
  expect(after("dropped").channels["a>b"]).toEqual([])
  expect(lost).toEqual(["a>b"])
})

test("there is no second way to cut a link with nothing on its way", () => {
  const can = (from: string, to: string, inFlight: string) => cut.guard(start, { from, to, inFlight })
  expect([can("a", "b", "kept"), can("a", "b", "dropped")]).toEqual([true, true])
  expect([can("b", "a", "kept"), can("b", "a", "dropped")]).toEqual([true, false])
})

test("cuts are budgeted, healing is not", () => {
  const state = after("kept")
  expect(cut.guard(state, { from: "b", to: "a", inFlight: "kept" })).toBe(false)
  expect(heal.guard(state, { from: "a", to: "b" })).toBe(true)
  const healed = produce(state, (draft) => heal.effect(draft, { from: "a", to: "b" }))
  expect(healed.links).toEqual(start.links)
  expect(heal.guard(healed, { from: "a", to: "b" })).toBe(false)
})
