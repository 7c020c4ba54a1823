import { expect, test } from "vitest"
import { applyStep } from "../../../../engine/index.ts"
import { type AsyncIsrConfig, asyncIsrConfig } from "./config.ts"
import { asyncIsr } from "./model.ts"
import { type AsyncIsrState, highWatermark, isrs } from "./state.ts"

const config = asyncIsrConfig.parse({})

/** The state after some steps, or undefined where one of them is refused. */
function after(steps: readonly (readonly [action: string, choice: object])[], given: AsyncIsrConfig = config) {
  const model = asyncIsr(given)
  return steps.reduce<AsyncIsrState | undefined>(
    (state, [action, choice]) => state && applyStep(model, state, { action, choice }),
    model.initial,
  )
}

const without3 = [
  ["ControllerShrinkIsr", { replica: 3 }],
  ["LeaderHandleUpdate", { version: 1 }],
] as const

test("the leader goes on before it is answered, and counts whom it has asked for", () => {
  const asked = after([...without3, ["LeaderRequestExpandIsr", { replica: 3 }]])
  expect(asked?.leader).toEqual({ isr: [1, 2], version: 1, pendingIsr: [1, 2, 3], pendingVersion: 1 })
  expect(asked?.requests).toEqual({ 1: [[1, 2, 3]] })
  const offsets = { 1: 2, 2: 1, 3: 0 }
  expect(asked && highWatermark({ ...asked, offsets }, { pendingIsr: "counted" })).toBe(0)
  expect(asked && highWatermark({ ...asked, offsets }, { pendingIsr: "ignored" })).toBe(1)
})

test("what was asked for against an earlier version is refused", () => {
  const late = ["ControllerHandleRequest", { isr: [1, 3] }] as const
  expect(after([["LeaderRequestShrinkIsr", { replica: 2 }], late])?.controller).toEqual({ isr: [1, 3], version: 1 })
  expect(after([["LeaderRequestShrinkIsr", { replica: 2 }], ...without3, late])).toBeUndefined()
})

test("an update ends all that is pending, and none is obeyed twice", () => {
  const told = after([["LeaderRequestShrinkIsr", { replica: 2 }], ...without3])
  expect(told?.leader).toEqual({ isr: [1, 2], version: 1, pendingIsr: [], pendingVersion: -1 })
  expect(after([...without3, ["LeaderHandleUpdate", { version: 1 }]])).toBeUndefined()
})

test("nobody joins whose log does not reach the high watermark", () => {
  const ahead = [
    ["LeaderWrite", {}],
    ["FollowerReplicate", { replica: 2 }],
  ] as const
  expect(after([...without3, ...ahead, ["LeaderRequestExpandIsr", { replica: 3 }]])).toBeUndefined()
})

test("logs and versions are bounded", () => {
  const small = { ...config, maxOffset: 1, maxVersion: 1 }
  expect(after([["LeaderWrite", {}]], small)?.offsets[1]).toBe(1)
  expect(
    after(
      [
        ["LeaderWrite", {}],
        ["LeaderWrite", {}],
      ],
      small,
    ),
  ).toBeUndefined()
  expect(after([...without3, ["ControllerShrinkIsr", { replica: 2 }]], small)).toBeUndefined()
})

test("ISRs are kept as a set", () => {
  expect(isrs([[1, 3], [1, 2], [1, 3], [1]])).toEqual([[1], [1, 2], [1, 3]])
})
